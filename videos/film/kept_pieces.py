"""The pieces of a film, kept in its story's folder for the next film of the same shape, so that one changed clip does
not cost the whole film again. They are as large as the film, and go when nobody has had it made again for KEPT, or
with the story."""

import logging
import re
import shutil
import zipfile
from datetime import timedelta
from pathlib import Path

from django.utils import timezone

from core import storage
from videos.models import Film

log = logging.getLogger(__name__)

KIND = "pieces"  # how their files' names begin
KEPT = timedelta(days=14)  # after the film was made
MOST_BYTES = 500_000_000  # more are not kept
_NAME = re.compile(r"[0-9a-f]{64}\.mp4")


def fetch(film: Film, to: Path) -> None:
    """Put the pieces of the film's last file into the new folder `to`; none where they are gone or broken, which only
    costs time."""
    to.mkdir()
    if not film.pieces_file:
        return
    archive = to.with_suffix(".zip")
    try:
        storage.fetch(film.story_id, film.pieces_file, archive)
        with zipfile.ZipFile(archive) as pieces:
            for name in filter(_NAME.fullmatch, pieces.namelist()):
                pieces.extract(name, to)
    except (OSError, zipfile.BadZipFile) as error:
        log.warning("The pieces of %s of story %s cannot be used: %s", film, film.channel, error)
        shutil.rmtree(to)
        to.mkdir()
    finally:
        archive.unlink(missing_ok=True)


def keep(film: Film, folder: Path) -> None:
    """Store the pieces in `folder` in place of those of earlier films of this shape. What goes wrong here does not
    touch the film, which is made."""
    pieces = sorted(folder.iterdir())
    if sum(path.stat().st_size for path in pieces) > MOST_BYTES:
        return
    archive, kind = folder.with_suffix(".zip"), f"{KIND}-{film.shape}"
    name = f"{storage.new_name(kind)}.zip"
    try:
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as packed:
            for path in pieces:
                packed.write(path, path.name)
        storage.put(archive, film.story_id, name)
        mine = Film.objects.filter(pk=film.pk, file=film.file).update(pieces_file=name)
        storage.remove_others(film.story_id, kind, {name} if mine else set())
    except OSError as error:
        log.warning("The pieces of %s of story %s could not be kept: %s", film, film.channel, error)


def forget_old() -> None:
    """Remove the pieces of films that were made long ago. Those that the storage does not give up are tried again."""
    old = Film.objects.exclude(pieces_file="").filter(made_at__lt=timezone.now() - KEPT)
    for film in old.iterator():
        try:
            storage.remove(film.story_id, [film.pieces_file])
        except OSError as error:
            log.warning("The old pieces of %s of story %s could not be removed: %s", film, film.channel, error)
            continue
        Film.objects.filter(pk=film.pk, pieces_file=film.pieces_file).update(pieces_file="")
