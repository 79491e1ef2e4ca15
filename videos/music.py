"""Music that somebody brings along: read, checked, and encoded anew, so that nothing but its sound is kept."""

import shutil
import threading
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from core import storage
from core.connections import release_connection
from core.errors import Invalid
from core.status import Conflict
from core.tempdirs import workroom
from core.text import clean_text
from providers import ffmpeg
from providers.base import ProviderError
from stories.models import Story
from videos.models import Music

FIELD = "music"
KIND = "music"  # how its files' names begin
MOST_BYTES = 30_000_000
LONGEST = 300.0  # seconds that are kept; a film that is longer plays it again
SHORTEST = 1.0  # seconds
READING_LIMIT = 60.0  # seconds
NAME_LIMIT = 120  # characters
# Each takes a core while it is read.
_reading = threading.BoundedSemaphore(1)
WAITING_SECONDS = 30.0


def add(story: Story, file: UploadedFile | None, *, by: str) -> Music:
    """Keep somebody's own music for the story's films, in place of what was there. Raises Invalid, in words, for a file
    that is no MP3, M4A, WAV, OGG or FLAC, Conflict when too much arrives at once."""
    if file is None:
        raise Invalid(FIELD, "No file arrived. Choose a piece of music first.")
    if (file.size or 0) > MOST_BYTES:
        raise Invalid(FIELD, f"The file has {(file.size or 0) / 1e6:.1f} MB; at most {MOST_BYTES // 10**6} are taken.")
    release_connection()  # reading takes some seconds
    with workroom(KIND) as folder:
        sound = _encoded(_saved(file, folder), folder / "sound.m4a")
        seconds = ffmpeg.probe(sound).seconds
        name = f"{storage.new_name(KIND)}.m4a"
        storage.put(sound, story.pk, name)
    return _kept(story, name=_called(file), file=name, seconds=seconds, by=by)


def remove(story: Story) -> None:
    """Play no music in the story's next films. Nothing happens where there was none."""
    with transaction.atomic():
        before = Music.objects.select_for_update().filter(story=story).first()
        Music.objects.filter(story=story).delete()
    _forget(before)


def path_of(music: Music) -> Path:
    """Where its file is."""
    return storage.folder_of(music.story_id) / music.file


def _kept(story: Story, **fields: object) -> Music:
    with transaction.atomic():
        before = Music.objects.select_for_update().filter(story=story).first()
        music, _ = Music.objects.update_or_create(story=story, defaults=fields)
    _forget(before)
    return music


def _forget(before: Music | None) -> None:
    if before:
        path_of(before).unlink(missing_ok=True)


def _called(file: UploadedFile) -> str:
    return " ".join(clean_text(file.name or "").split())[:NAME_LIMIT] or "music"


def _saved(file: UploadedFile, folder: Path) -> Path:
    """The file as it came; its own name is used for nothing."""
    path = folder / "as-it-came"
    with path.open("wb") as to:
        shutil.copyfileobj(file, to)
    return path


def _encoded(path: Path, to: Path) -> Path:
    """Its sound alone as AAC, without pictures, chapters and texts. Raises Invalid for what holds no sound."""
    if not _reading.acquire(timeout=WAITING_SECONDS):
        raise Conflict("Much music is arriving just now. Please try again in a minute.", None)
    try:
        ffmpeg.run([*ffmpeg.untrusted_input(path, ffmpeg.SOUNDS), *_ENCODING, str(to)], limit=READING_LIMIT)
        if ffmpeg.probe(to).seconds < SHORTEST:
            raise Invalid(FIELD, "The music is over before it begins: it must last a second at least.")
    except ProviderError as error:
        raise Invalid(FIELD, _UNREADABLE) from error
    finally:
        _reading.release()
    return to


_ENCODING = [
    *("-vn", "-map", "0:a:0", "-map_metadata", "-1", "-map_chapters", "-1", "-bitexact", "-t", str(LONGEST)),
    *("-ac", "2", "-ar", "48000", "-c:a", "aac", "-b:a", "160k", "-f", "ipod"),
]
_UNREADABLE = "The file is no music that can be read here. Take an MP3, M4A, WAV, OGG or FLAC."
