"""Runs several management commands in one process: importing Django once saves seconds at every start.

`python -m ops.steps 300 "migrate --no-input" "load_content"`: after so many seconds the kernel ends this process; then
one command a word. Each is announced by a line that begins with MARK; the first one that fails ends it all with its
exit code.
"""

import signal
import sys

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

MARK = "\x1e"  # ASCII's record separator, which no command prints
SAID_AT_THE_END = ["storyforge.W002"]  # values that are examples: `ops.plan` has a sentence for them


def main(limit: str, *commands: str) -> None:
    """Run `commands` in order, as `manage.py` would. Settings that cannot be used are said in a sentence."""
    signal.alarm(int(limit))
    for command in commands:
        print(f"{MARK}{command}", flush=True)
        try:
            settings.SILENCED_SYSTEM_CHECKS = SAID_AT_THE_END
            execute_from_command_line(["manage.py", *command.split()])
        except ImproperlyConfigured as error:
            sys.exit(f"{error}")


if __name__ == "__main__":
    main(*sys.argv[1:])
