"""Drawn pictures on their way to their host: few in memory at once, the others in files until it is their turn.

A worker may have hundreds of pictures in flight. When they arrive together, or the host is slow, it must neither hold
all of them in memory nor leave them with the illustrator's service, where they have been paid for and may be lost.
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

AT_ONCE = 16  # in one process
_places = threading.BoundedSemaphore(AT_ONCE)


class Parcel:
    """A picture that was drawn; `width` and `height` are pixels, `size` is bytes, `usage` what it consumed."""

    def __init__(self, picture: Picture) -> None:
        self.width, self.height, self.size = picture.width, picture.height, len(picture.data)
        self.usage = picture.usage
        self._label, self._data = replace(picture, data=b""), picture.data
        self._file: IO[bytes] | None = None

    @property
    def waits_in_file(self) -> bool:
        """Whether the picture is out of memory for now."""
        return self._file is not None

    @contextmanager
    def opened(self) -> Iterator[Picture]:
        """The picture, as soon as few others are open. This can be done once."""
        if not _places.acquire(blocking=False):
            self._lay_down()
            _places.acquire()  # one becomes free, because no call of a host lasts for ever
        try:
            yield replace(self._label, data=self._taken_up())
        finally:
            _places.release()

    def _lay_down(self) -> None:
        """Into a file without a name, which goes away by itself; where none can be written it stays in memory."""
        try:
            file = tempfile.TemporaryFile(dir=settings.VAR_DIR)  # noqa: SIM115 - it outlives this function
            file.write(self._data)
            file.seek(0)
        except OSError as error:
            log.warning("No file can be written in STORYFORGE_VAR (%s); a picture waits in memory instead.", error)
        else:
            self._file, self._data = file, b""

    def _taken_up(self) -> bytes:
        if self._file is None:
            data, self._data = self._data, b""
            return data
        with self._file as file:
            self._file = None
            return file.read()
