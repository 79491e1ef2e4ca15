#!/usr/bin/env python
"""Django's command line for StoryForge."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line


def main() -> None:
    """Run the command. Settings that cannot be used are said in a sentence; `--traceback` shows where."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "storyforge.settings")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        if "--traceback" in sys.argv:
            raise
        sys.exit(f"{error}")


if __name__ == "__main__":
    main()
