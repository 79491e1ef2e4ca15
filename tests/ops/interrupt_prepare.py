"""Runs `run_commands` and sends itself SIGTERM at one line of it: `python -m tests.ops.interrupt_prepare LINE`.

LINE counts the lines that are executed. Prints "interrupted", or "finished" when there are fewer.
"""

import os
import signal
import sys
from types import FrameType
from typing import Any

from ops.prefixed_log import PrefixedLog
from ops.prepare import handle_signals, run_commands


def main(line: int) -> None:
    left = line

    def trace(frame: FrameType, event: str, argument: object) -> Any:
        nonlocal left
        if frame.f_code is not run_commands.__code__:
            return None
        if event == "line":
            left -= 1
            if not left:
                os.kill(os.getpid(), signal.SIGTERM)
        return trace

    handle_signals()
    log = PrefixedLog(sys.stdout, colours=False)
    sys.settrace(trace)
    try:
        run_commands(["version --skip-checks"], log)
        log.say("test", "finished")
    except KeyboardInterrupt:
        log.say("test", "interrupted")


if __name__ == "__main__":
    main(int(sys.argv[1]))
