"""Runs several management commands in one process: importing Django once saves seconds at every start.

`python -m ops.steps "migrate --no-input" "load_content"`: one command a word. Each is announced by a line that begins
with MARK; the first one that fails ends it all with its exit code.
"""

import sys

from django.core.management import execute_from_command_line

MARK = "\x1e"  # ASCII's record separator, which no command prints


def main(commands: list[str]) -> None:
    """Run `commands` in order, as `manage.py` would."""
    for command in commands:
        print(f"{MARK}{command}", flush=True)
        execute_from_command_line(["manage.py", *command.split()])


if __name__ == "__main__":
    main(sys.argv[1:])
