"""What benchmarks do with the site's own code, in processes of their own:

`python -m benchmarks.scripts.<module> <command> [argument ...]` prints the result of a command as JSON.
"""

import json
import os
import sys
from collections.abc import Callable
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")
django.setup()


def run_command(*commands: Callable[..., Any]) -> None:
    """Call the one of `commands` that the command line names, and print its result."""
    name, *arguments = sys.argv[1:]
    command = {command.__name__: command for command in commands}[name]
    print(json.dumps(command(*[int(word) if word.isdecimal() else word for word in arguments])))
