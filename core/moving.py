"""The stories' files while they move from one storage to another: nothing is missing meanwhile."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.files.base import File
from django.core.files.storage import Storage, storages
from django.http import HttpRequest
from django.http.response import HttpResponseBase


class Moving(Storage):
    """Writes to the storage `new`, and reads from `old` what is not there yet; both are names of Django's STORAGES.
    What is removed is removed from both."""

    def __init__(self, new: str, old: str) -> None:
        self._new, self._old = new, old

    @property
    def new(self) -> Any:
        return storages[self._new]

    @property
    def old(self) -> Any:
        return storages[self._old]

    def _read(self, how: Callable[[Any], Any]) -> Any:
        try:
            return how(self.new)
        except FileNotFoundError:
            return how(self.old)

    def open(self, name: str, mode: str = "rb") -> Any:
        return self._read(lambda files: files.open(name, mode))

    def save(self, name: str | None, content: Any, max_length: int | None = None) -> str:
        return str(self.new.save(name, content, max_length))

    def exists(self, name: str) -> bool:
        return bool(self.new.exists(name) or self.old.exists(name))

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        folders, names, missing = set[str](), set[str](), 0
        for files in (self.new, self.old):
            try:
                found = files.listdir(path)
            except FileNotFoundError:
                missing += 1
                continue
            folders.update(found[0])
            names.update(found[1])
        if missing == 2:
            raise FileNotFoundError(path)
        return sorted(folders), sorted(names)

    def delete(self, name: str) -> None:
        # In this order, `move_files` notices that what it just copied is gone.
        self.old.delete(name)
        self.new.delete(name)

    def size(self, name: str) -> int:
        return int(self._read(lambda files: files.size(name)))

    def get_modified_time(self, name: str) -> datetime:
        found: datetime = self._read(lambda files: files.get_modified_time(name))
        return found

    def check(self) -> None:
        """See `core.storage.check`."""
        self.new.check()
        self.old.check()

    def deliver(self, request: HttpRequest, name: str, content_type: str, save_as: str) -> HttpResponseBase:
        """See `core.storage.deliver`."""
        answer: HttpResponseBase = self._read(lambda files: files.deliver(request, name, content_type, save_as))
        return answer


def copy(source: Any, target: Any, key: str) -> bool:
    """Copy a file from one storage to the other; it may be removed meanwhile. Returns whether it is there. Raises
    OSError."""
    try:
        with source.open(key) as file:
            target.save(key, File(file, key))
    except FileNotFoundError:
        return False
    if source.exists(key):
        return True
    target.delete(key)
    return False
