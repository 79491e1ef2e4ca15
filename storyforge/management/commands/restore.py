"""`manage.py restore FILE`: what `manage.py backup` wrote."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from storyforge.backup import BackupError
from storyforge.backup.restoring import restore


class Command(BaseCommand):
    """See `storyforge.backup`."""

    help = (
        "Load a backup into this database, SQLite or PostgreSQL, after `migrate` and while no other process of the "
        "site runs. The rows are loaded as a whole or not at all."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--replace", action="store_true", help="delete everything that the database has")
        parser.add_argument(
            "--without-files", action="store_true", help="load the rows only, and say which files are missing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Say how far it is. Raises CommandError."""
        try:
            restore(options["file"], self.stdout.write, replace=options["replace"], files=not options["without_files"])
        except BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write("Restored. Start the site; what was being made goes on by itself.")
