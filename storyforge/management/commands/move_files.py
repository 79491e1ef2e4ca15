"""`manage.py move_files --to s3|local`: copy the stories' files from where they are to where they are to be."""

from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files.storage import InvalidStorageError, Storage, storages
from django.core.management.base import BaseCommand, CommandError

from core.moving import copy
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
                for key in _missing(source, target, story, names, replace=settings.STORY_FILES[0] != to):
                    try:
                        done += copy(source, target, key)
                    except OSError as error:
                        failed.append(f"{key}: {error}")
                copied += done
                self.stdout.write(f"{story}: {done} of {len(names)} copied.")
        except OSError as error:
            raise CommandError(f"The files cannot be listed: {error}. {copied} were copied.") from error
        if failed:
            first = "\n".join(failed[:10])
            raise CommandError(
                f"{copied} copied, {len(failed)} could not be. Run it again once this is mended:\n{first}"
            )
        done_or_not = f"{copied} copied." if copied else "Every file is there."
        self.stdout.write(f"{done_or_not} {_what_next(to)}".strip())


def stories_in(files: Storage) -> Iterator[tuple[UUID, list[str]]]:
    """The id of every story that has files there, and the names of the complete ones. Raises OSError."""
    for story, names in all_in(files):
        yield story, [name for name in names if not name.startswith(".")]


def all_in(files: Storage) -> Iterator[tuple[UUID, list[str]]]:
    """The same with the names of those that a crashed process left incomplete. Raises OSError."""
    try:
        folders, _ = files.listdir("")
    except FileNotFoundError:
        return
    for folder in sorted(folders):
        try:
            story = UUID(folder)
        except ValueError:
            continue  # of the doctor
        yield story, sorted(files.listdir(folder)[1])


def _missing(source: Storage, target: Storage, story: UUID, names: list[str], *, replace: bool) -> Iterator[str]:
    """The keys of what is to be copied. With `replace`, what is there in another size counts as missing; where the site
    itself writes to the target, what is there is newer. Raises OSError."""
    there = set(_names_in(target, story))
    for name in names:
        key = f"{story}/{name}"
        if name not in there or (replace and _differ(source, target, key)):
            yield key


def _names_in(files: Storage, story: UUID) -> list[str]:
    try:
        return files.listdir(str(story))[1]
    except FileNotFoundError:
        return []


def _differ(source: Storage, target: Storage, key: str) -> bool:
    try:
        return source.size(key) != target.size(key)
    except FileNotFoundError:
        return True  # one of them was removed meanwhile


def _what_next(to: str) -> str:
    """What is left to do when everything is there."""
    new, *old = settings.STORY_FILES
    if new == to and not old:
        return ""
    if new == to:
        return f"Now set STORY_FILES={to} everywhere and restart the site."
    return f"New files still go to the old place: set STORY_FILES={to},{new}, restart the site, and run this again."
