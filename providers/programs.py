"""Programs that are run next to this process: at low priority, and never outliving whoever started them."""

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from subprocess import DEVNULL, Popen
from typing import IO

NICE = 10
# The kernel kills the program together with the thread that waits for it (Linux), also when that one is killed with
# SIGKILL and can clean up nothing. A little Python asks for it and then becomes the program: in a process of many
# threads nothing may run between fork and exec.
_STARTER = """
import ctypes, os, sys
try:
    ctypes.CDLL(None).prctl(1, 9)
except AttributeError:
    pass
if os.getppid() != int(sys.argv[1]):
    sys.exit(1)
os.nice(int(sys.argv[2]))
os.execv(sys.argv[3], sys.argv[3:])
"""


Pipe = IO[bytes] | int


def started(command: Sequence[str], *, into: Pipe = DEVNULL, out: Pipe = DEVNULL, err: Pipe = DEVNULL) -> Popen[bytes]:
    """Start `command` (the program's whole path, then its arguments) with these as its input and outputs. Whoever calls
    this waits for it in the same thread, and ends it. Raises OSError."""
    starter = [sys.executable, "-I", "-S", "-c", _STARTER, str(os.getpid()), str(NICE)]
    return Popen([*starter, *command], stdin=into, stdout=out, stderr=err, pipesize=1 << 20)


def ended(process: Popen[bytes]) -> None:
    """Kill the program if it still runs, wait until it is gone, and close what led to it."""
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe:
            with suppress(OSError):  # what it had not yet read is lost, as it should be
                pipe.close()
