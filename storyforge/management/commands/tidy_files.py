"""`manage.py tidy_files [--remove]`: find files that no story names."""

from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any
from uuid import UUID

from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from books.models import Download, Export
from core import storage
from images.models import Version
from publishing.media import FILES as PUBLIC
from publishing.models import Publication
from stories.models import Story
from stories.removal import LATE
from storyforge.management.commands.move_files import all_in
from videos.film.narration import KIND as VOICE
from videos.models import Film, Music, Take


class Command(BaseCommand):
    """Leaves younger files alone than `stories.removal.LATE`: a worker may be about to write down their names."""

    help = "List the files, where STORY_FILES says, that belong to no story or that nothing of their story names."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--remove", action="store_true", help="remove them")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the key of each, and a summary. Raises CommandError when the storage does not answer."""
        count = 0
        try:
            for story, name in _orphans():
                self.stdout.write(f"{story}/{name}")
                if options["remove"]:
                    storage.remove(story, [name])
                count += 1
        except OSError as error:
            raise CommandError(f"The files cannot be listed or removed: {error}.") from error
        done = "removed" if options["remove"] else "found; --remove removes them"
        self.stdout.write(f"{count} {done}." if count else "Every file belongs to a story.")


def _orphans() -> Iterator[tuple[UUID, str]]:
    found = [(story, name) for story, names in all_in(default_storage) for name in names]
    named = _named()  # after the listing, so that it names what is new there
    stories = set(Story.everything.values_list("pk", flat=True))
    public = set(Publication.objects.values_list("story", flat=True))
    before = timezone.now() - LATE
    for story, name in found:
        kept = f"{story}/{PurePosixPath(name).stem.removesuffix('-small')}" in named
        kept |= story in stories and name.startswith(f"{VOICE}-")
        kept |= story in public and name.startswith(f"{PUBLIC}-")
        if not kept and _changed_at(f"{story}/{name}") < before:
            yield story, name


def _changed_at(key: str) -> datetime:
    try:
        return default_storage.get_modified_time(key)
    except FileNotFoundError:
        return timezone.now()  # removed meanwhile


def _named() -> set[str]:
    """Story and name, without an ending, of every file that a row names. What was copied to another host has the same
    name here, where it stays for old links."""
    keys = [*Version.objects.values_list("key", flat=True), *Take.objects.values_list("host_key", flat=True)]
    files: list[Iterable[tuple[Any, ...]]] = [
        Film.objects.values_list("story", "file", "captions_file", "poster_file", "pieces_file"),
        Download.objects.values_list("story", "file"),
        Export.objects.values_list("story_id", "file"),
        Music.objects.values_list("story", "file"),
    ]
    keys += [f"{story}/{name}" for rows in files for story, *names in rows for name in names if name]
    paths = [PurePosixPath(key) for key in keys if key]
    return {f"{path.parent.name}/{path.stem}" for path in paths}
