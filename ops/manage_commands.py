"""Runs several management commands in one process: importing Django only once saves seconds at every start.

`python -m ops.manage_commands 300 "migrate --no-input" "load_content"`: the first argument is a time limit in seconds,
each other one a command. A line with MARK announces each command. The first command that fails ends the process, with
its exit code. After the last one it names the settings that are still examples.
"""

import signal
import sys

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

from ops.prepare import MARK

SILENCED_CHECKS = ["storyforge.W002"]  # settings that are still examples: `example_note` is shown instead


def main(seconds: str, *commands: str) -> None:
    """Run `commands` in order, as `manage.py` would. The kernel ends this process after `seconds`.

    Settings that cannot be used are shown as a sentence, without a traceback.
    """
    signal.alarm(int(seconds))
    for command in commands:
        print(f"{MARK}{command}", flush=True)
        try:
            settings.SILENCED_SYSTEM_CHECKS = SILENCED_CHECKS
            execute_from_command_line(["manage.py", *command.split()])
        except ImproperlyConfigured as error:
            sys.exit(f"{error}")
    for name in settings.PLACEHOLDERS:
        print(example_note(name))


def example_note(name: str) -> str:
    """A sentence about a setting that still holds an example: a key in the wrong line is hard to find otherwise."""
    then = "it counts as unset"
    if name == "OPENAI_API_KEY" and settings.TEXT_PROVIDER == settings.IMAGE_PROVIDER == "local":
        then = "this machine writes and draws"
    if name == "CLOUDINARY_URL" and settings.IMAGE_HOST == "local":
        then = "this machine stores the pictures"
    return f"{name} still holds an example as in .env.example: {then}."


if __name__ == "__main__":
    main(*sys.argv[1:])
