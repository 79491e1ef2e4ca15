"""Music that people upload for a film. It is decoded and encoded again, so that only its sound is stored."""

import shutil
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from core import audit, storage
from core.connections import release_connection
from core.errors import Invalid
from core.status import Conflict, locked
from core.tempdirs import private_tempdir
from core.text import clean_text
from providers import ffmpeg
from providers.base import ProviderError
from stories import removal
from stories.models import Story
from videos.models import Music

FIELD = "music"
KIND = "music"  # how its files' names begin
MOST_BYTES = 30_000_000
LONGEST = 300.0  # seconds that are stored; a longer film repeats them
SHORTEST = 1.0  # seconds
ENCODE_TIMEOUT = 60.0  # seconds
NAME_LIMIT = 120  # characters
# One thread each, so that no upload waits for another's and all cores are never taken by one.
_ENCODING = [
    *("-vn", "-map", "0:a:0", "-map_metadata", "-1", "-map_chapters", "-1", "-bitexact", "-t", str(LONGEST)),
    *("-threads", "1", "-ac", "2", "-ar", "48000", "-c:a", "aac", "-b:a", "160k", "-f", "ipod"),
]
_UNREADABLE = "The file is no music that can be read here. Take an MP3, M4A, WAV, OGG or FLAC."


def add(story: Story, file: UploadedFile | None, *, by: str) -> Music:
    """Store an uploaded file as the music of the story's films, in place of the earlier one. Raises Invalid, in words,
    for a file that is no MP3, M4A, WAV, OGG or FLAC, and Conflict when the story was deleted meanwhile."""
    if file is None:
        raise Invalid(FIELD, "No file arrived. Choose a piece of music first.")
    if (file.size or 0) > MOST_BYTES:
        raise Invalid(FIELD, f"The file has {(file.size or 0) / 1e6:.1f} MB; at most {MOST_BYTES // 10**6} are taken.")
    release_connection()  # encoding takes some seconds
    with private_tempdir(KIND) as folder:
        upload = folder / "upload"  # its name is ours, never the uploaded one
        with upload.open("wb") as to:
            shutil.copyfileobj(file, to)
        sound = _encode(upload, folder / "sound.m4a")
        seconds = ffmpeg.probe(sound).seconds
        name = f"{storage.new_name(KIND)}.m4a"
        storage.put(sound, story.pk, name)
    display_name = " ".join(clean_text(file.name or "").split())[:NAME_LIMIT] or "music"
    try:
        return _record(story, name=display_name, file=name, seconds=seconds, by=by)
    except Conflict:
        removal.clear_if_gone(story.pk)
        raise


def remove(story: Story, *, by: str = "") -> None:
    """Play no music in the story's next films."""
    with transaction.atomic():
        before = Music.objects.select_for_update().filter(story=story).first()
        if before:
            audit.record("deleted", before, by=by)
        Music.objects.filter(story=story).delete()
    _delete_file(before)


def _record(story: Story, **fields: object) -> Music:
    with transaction.atomic():
        locked(Story.objects.filter(pk=story.pk))
        before = Music.objects.select_for_update().filter(story=story).first()
        music, _ = Music.objects.update_or_create(story=story, defaults=fields)
        audit.record("uploaded", music, by=music.by)
    _delete_file(before)
    return music


def _delete_file(music: Music | None) -> None:
    if music:
        storage.remove(music.story_id, [music.file])


def _encode(path: Path, to: Path) -> Path:
    """Encode the sound as AAC, without pictures, chapters and texts. Raises Invalid for a file without sound."""
    reading = ffmpeg.untrusted_input(path, ffmpeg.SOUNDS)
    try:
        ffmpeg.run([*reading, *_ENCODING, str(to)], limit=ENCODE_TIMEOUT, most_memory=ffmpeg.MOST_MEMORY)
        if ffmpeg.probe(to).seconds < SHORTEST:
            raise Invalid(FIELD, "The music is over before it begins: it must last a second at least.")
    except ProviderError as error:
        raise Invalid(FIELD, _UNREADABLE) from error
    return to
