"""Drawn pictures that wait for their upload: a few in memory, the others in temporary files.

A worker may have hundreds of pictures in flight. When they arrive together, or the host is slow, it must neither hold
all of them in memory nor leave them at the illustrator's service, where they are paid for and may be lost.
"""

import logging
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import IO

from django.conf import settings

from providers.base import Picture

log = logging.getLogger(__name__)

MAX_OPEN = 16  # in one process
_slots = threading.BoundedSemaphore(MAX_OPEN)


class BufferedPicture:
    """A drawn picture. `width` and `height` are pixels, `size` is bytes, `usage` is what it consumed."""

    def __init__(self, picture: Picture) -> None:
        self.width, self.height, self.size = picture.width, picture.height, len(picture.data)
        self.usage = picture.usage
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
