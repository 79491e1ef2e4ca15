"""Store a drawn picture at the configured host, with retries; if that fails, on this machine.

A worker may have hundreds of pictures in flight. When they arrive together, or the host is slow, it must neither hold
all of them in memory nor leave them at the illustrator's service, where they are paid for and may be lost. So a few
wait for their upload in memory, the others in temporary files.
"""

import logging
import random
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import IO, Any

from django.conf import settings
from django.utils.crypto import salted_hmac

from providers import registry
from providers.base import Picture, PictureRequest, ProviderError, StoredFile

log = logging.getLogger(__name__)

TRIES = 3
BACKOFF_SECONDS = 1.0  # the longest pause before the second try; it doubles. Short, for the thread holds the picture
FALLBACK = "local"
MAX_OPEN = 16  # pictures that one process uploads at a time
_slots = threading.BoundedSemaphore(MAX_OPEN)
_INSTEAD = "%s is kept on this machine instead. `manage.py rehost` copies it there once that is mended."


@dataclass(frozen=True)
class Hosted:
    """Where a file is stored. `wanted` is the configured host if it failed and `host` stands in for it, else ""."""

    stored: StoredFile
    host: str
    wanted: str = ""

    @property
    def columns(self) -> dict[str, Any]:
        """Where the file is, as a version has it."""
        return {
            "host": self.host,
            "wanted_host": self.wanted,
            "key": self.stored.key,
            "url": self.stored.url,
            "thumbnail_url": self.stored.thumbnail_url,
        }


class BufferedPicture:
    """A drawn picture. `width` and `height` are pixels, `size` is bytes, `usage` is what it consumed; `missing`
    and `unchanged` are as in `Picture`."""

    def __init__(self, picture: Picture) -> None:
        self.width, self.height, self.size = picture.width, picture.height, len(picture.data)
        self.usage = picture.usage
        self.missing, self.unchanged = list(picture.missing), picture.unchanged
        self._empty, self._data = replace(picture, data=b""), picture.data
        self._file: IO[bytes] | None = None

    @property
    def is_in_file(self) -> bool:
        """Whether the picture waits in a file."""
        return self._file is not None

    @contextmanager
    def opened(self) -> Iterator[Picture]:
        """Wait for a free slot, then give the picture. Only once."""
        if not _slots.acquire(blocking=False):
            self._write_file()
            _slots.acquire()  # one becomes free, because every call of a host has a timeout
        try:
            yield replace(self._empty, data=self._read_back())
        finally:
            _slots.release()

    def _write_file(self) -> None:
        """Move the data into a nameless file, which is deleted with its handle; on an error it stays in memory."""
        try:
            file = tempfile.TemporaryFile(dir=settings.VAR_DIR)  # noqa: SIM115 - it outlives this function
            file.write(self._data)
            file.seek(0)
        except OSError as error:
            log.warning("No file can be written in STORYFORGE_VAR (%s); a picture waits in memory instead.", error)
        else:
            self._file, self._data = file, b""

    def _read_back(self) -> bytes:
        if self._file is None:
            data, self._data = self._data, b""
            return data
        with self._file as file:
            self._file = None
            return file.read()


def file_name(story_id: str, number: int, version: int) -> str:
    """The name of a drawn version's file, without an ending: the same for the same version, and not to be guessed."""
    what = f"{story_id}/{number}/{version}"
    secret = salted_hmac("images.names", what, algorithm="sha256").hexdigest()[:16]
    return f"scene-{number:02d}-v{version}-{secret}"


def store_drawn(drawn: BufferedPicture, request: PictureRequest) -> Hosted:
    """Store a drawn picture, as soon as few others are being stored. Raises ProviderError, permanent: a second drawing
    would not help and would cost again."""
    try:
        with drawn.opened() as picture:
            name = file_name(request.seed, request.scene_number, request.version)
            return store(picture, story_id=request.seed, name=name)
    except ProviderError:
        raise
    except Exception as bug:
        log.exception("Picture %s of story %s could not be stored", request.scene_number, request.seed)
        raise ProviderError("It was drawn but could not be kept.", permanent=True) from bug


def store(picture: Picture, *, story_id: str, name: str) -> Hosted:
    """Store a picture at the configured host, else on this machine, from where `manage.py rehost` copies it later.

    Raises ProviderError, permanent, when no host takes it: a second drawing would not help and would cost again.
    """
    return store_or_fall_back(
        lambda host: registry.host(host).store(picture, story_id=story_id, name=name),
        registry.host().name,
        what=f"Picture {name} of story {story_id}",
        done="drawn",
    )


def store_or_fall_back(store_at: Callable[[str], StoredFile], host: str, *, what: str, done: str) -> Hosted:
    """Call `store_at(host)` with retries, then `store_at(FALLBACK)`. `what` names the file in the log; `done` is the
    participle in the error ("It was drawn but ..."). Raises ProviderError, permanent, when neither host takes it."""
    try:
        return Hosted(with_retries(lambda: store_at(host)), host)
    except ProviderError as error:
        if host == FALLBACK:
            raise _not_stored(error, done) from error
        log.error(f"%s {_INSTEAD}", error.operator, what)
    except Exception:  # a bug in a host must not lose a file that is paid for
        if host == FALLBACK:
            raise
        log.exception(f"The host %s stopped with an unexpected error. {_INSTEAD}", host, what)
    try:
        return Hosted(store_at(FALLBACK), FALLBACK, wanted=host)
    except ProviderError as error:
        raise _not_stored(error, done) from error


def with_retries(store_it: Callable[[], StoredFile]) -> StoredFile:
    """Call `store_it` up to TRIES times, with a pause between them. Raises a permanent error at once, else the last."""
    for number in range(TRIES - 1):
        try:
            return store_it()
        except ProviderError as error:
            if error.permanent:
                raise
            log.warning("%s Trying again.", error.operator)
        time.sleep(BACKOFF_SECONDS * 2**number * random.uniform(0.5, 1.0))
    return store_it()


def _not_stored(error: ProviderError, done: str) -> ProviderError:
    words = f"It was {done} but could not be kept."
    return ProviderError(f"{words} {error.message}", permanent=True, operator=f"{words} {error.operator}")
