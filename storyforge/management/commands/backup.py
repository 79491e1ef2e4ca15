"""`manage.py backup FILE`: the whole site in one file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from storyforge.backup import BackupError
from storyforge.backup.making import make


class Command(BaseCommand):
    """See `storyforge.backup`."""

    help = (
        "Write all rows and the stories' files into one file, as they are at this moment, while the site runs. There "
        "are no keys of the settings in it and no sessions; passwords of staff are in it as hashes."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="a new file, as backup.zip")
        parser.add_argument("--without-files", action="store_true", help="only list the files, with sizes and hashes")
        parser.add_argument(
            "--with-sessions",
            action="store_true",
            help="for a move: visitors keep their stories, and whoever reads the file has them too",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Say how far it is. Raises CommandError."""
        try:
            make(
                options["file"],
                self.stdout.write,
                files=not options["without_files"],
                sessions=options["with_sessions"],
            )
        except (BackupError, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{options['file']} has {options['file'].stat().st_size / 1e6:,.1f} MB.")
