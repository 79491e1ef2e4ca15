"""`manage.py move_files --to s3|local`: copy the stories' files from where they are to where they are to be."""

from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.core.files.storage import InvalidStorageError, Storage, storages
from django.core.management.base import BaseCommand, CommandError

from storyforge.story_files import LOCAL, S3


class Command(BaseCommand):
    """Copies what is not there yet, so that it may be interrupted and run again."""

    help = (
        "Copy the stories' files between the folder of this machine and the bucket of the S3 settings. What is there "
        "already is left out. The old files stay, and the site reads where STORY_FILES says."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", required=True, choices=[LOCAL, S3], help="where the files are to be")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print a line a story and a summary. Raises CommandError when something could not be copied."""
        to = options["to"]
        try:
            source, target = storages[LOCAL if to == S3 else S3], storages[to]
        except InvalidStorageError:
            raise CommandError("S3_BUCKET names no bucket. Set it and the other S3 settings first.") from None
        copied, failed = 0, []
        try:
            for story, names in stories_in(source):
                done = 0
                for name in names:
                    try:
                        done += _copy(source, target, f"{story}/{name}")
                    except OSError as error:
                        failed.append(f"{story}/{name}: {error}")
                copied += done
                self.stdout.write(f"{story}: {done} of {len(names)} copied.")
        except OSError as error:
            raise CommandError(f"The files cannot be listed: {error}. {copied} were copied.") from error
        if failed:
            first = "\n".join(failed[:10])
            raise CommandError(
                f"{copied} copied, {len(failed)} could not be. Run it again once this is mended:\n{first}"
            )
        self.stdout.write(f"{copied} copied." if copied else "Every file is there.")


def stories_in(files: Storage) -> Iterator[tuple[UUID, list[str]]]:
    """The id of every story that has files there, and the names of the complete ones. Raises OSError."""
    try:
        folders, _ = files.listdir("")
    except FileNotFoundError:
        return
    for folder in sorted(folders):
        try:
            story = UUID(folder)
        except ValueError:
            continue  # of the doctor
        yield story, sorted(name for name in files.listdir(folder)[1] if not name.startswith("."))


def _copy(source: Storage, target: Storage, key: str) -> bool:
    """Copy a file unless one of its size is there. Raises OSError."""
    try:
        size = source.size(key)
        if target.exists(key) and target.size(key) == size:
            return False
        with source.open(key) as file:
            target.save(key, file)
    except FileNotFoundError:
        return False  # removed meanwhile
    return True
