"""Files that are made of a story and outlive the task that makes them: pictures, clips, films, downloads, music.

They are in Django's default storage, below the story's id, under names that cannot be guessed, and every process of the
site reads and writes them here. What is asked of a storage that does not answer raises OSError.
"""

import os
import secrets
import shutil
from collections.abc import Container, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path, PurePosixPath
from typing import IO, Any

from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage, default_storage
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from core import tally
from core.web.ranges import file_response

TOKEN_BYTES = 8
_files: Any = default_storage  # a `Folder`, a `core.bucket.Bucket`, or a `core.moving.Moving` of both


class Folder(FileSystemStorage):
    """A folder on this machine. Browsers may be loading a file, so a new one is complete when it appears."""

    def _save(self, name: str, content: File) -> str:
        path = PurePosixPath(name)
        partial = str(path.with_name(f".{path.name}.{secrets.token_hex(TOKEN_BYTES)}"))
        try:
            super()._save(partial, content)  # type: ignore[misc]  # the stubs leave it out
            Path(self.path(partial)).replace(self.path(name))
        except BaseException:
            with suppress(OSError):
                self.delete(partial)
            raise
        return name

    def check(self) -> None:
        """See `core.storage.check`."""
        folder = Path(self.location)
        made = next(path for path in (folder, *folder.parents) if path.exists())  # it is made with the first file
        if not (made.is_dir() and os.access(made, os.R_OK | os.W_OK | os.X_OK)):
            raise PermissionError(f"{made} cannot be written.")

    def deliver(self, request: HttpRequest, name: str, content_type: str, save_as: str) -> HttpResponseBase:
        """See `core.storage.deliver`."""
        return file_response(request, Path(self.path(name)), content_type, name_to_save_as=save_as)

    def signed_url(self, name: str, content_type: str) -> str:
        """A URL at which browsers get the file for a while from its bucket; "" where it comes through this site."""
        return ""


@contextmanager
def _counted(doing: str) -> Iterator[None]:
    """Count what goes wrong; that a file is not there is no fault of the storage."""
    try:
        yield
    except FileNotFoundError:
        raise
    except OSError:
        tally.count(tally.STORAGE_ERRORS, doing)
        raise


def new_name(what: str) -> str:
    """A new name, without suffix, for a file of the kind `what`."""
    return f"{what}-{secrets.token_hex(TOKEN_BYTES)}"


def check() -> None:
    """Raise OSError where files cannot be used at all, now."""
    _files.check()


@_counted("write")
def put(source: Path | bytes, story_id: object, name: str) -> None:
    """Store a copy of a file, or bytes, whole or not at all, in place of a file of that name. Raises OSError."""
    if isinstance(source, bytes):
        _files.save(_key(story_id, name), ContentFile(source))
        return
    with source.open("rb") as file:
        _files.save(_key(story_id, name), File(file))


@_counted("read")
def fetch(story_id: object, name: str, to: Path) -> None:
    """Write a copy of the file to `to`. Raises FileNotFoundError where there is none, and OSError."""
    with _files.open(_key(story_id, name)) as file, to.open("wb") as copy:
        shutil.copyfileobj(file, copy)


@_counted("read")
def opened(story_id: object, name: str) -> AbstractContextManager[IO[bytes]]:
    """The file, to be read bit by bit in a `with` block. Raises FileNotFoundError where there is none, and OSError."""
    file: AbstractContextManager[IO[bytes]] = _files.open(_key(story_id, name))
    return file


@_counted("read")
def read(story_id: object, name: str) -> bytes:
    """The content of the file. Raises FileNotFoundError where there is none, and OSError."""
    with _files.open(_key(story_id, name)) as file:
        data: bytes = file.read()
        return data


@_counted("read")
def exists(story_id: object, name: str) -> bool:
    """Whether there is such a file. Raises OSError."""
    return bool(_files.exists(_key(story_id, name)))


@_counted("read")
def names(story_id: object) -> list[str]:
    """The names of all files of the story, also of those that a crashed process left incomplete. Raises OSError."""
    try:
        found: list[str] = _files.listdir(str(story_id))[1]
    except FileNotFoundError:
        return []
    return found


@_counted("read")
def deliver(
    request: HttpRequest, story_id: object, name: str, content_type: str, *, save_as: str = ""
) -> HttpResponseBase:
    """The answer to a GET or HEAD for the file, or for a range of it, by somebody who may have it. With a name to
    `save_as`, browsers save it instead of showing it. Raises FileNotFoundError where there is none, and OSError."""
    answer: HttpResponseBase = _files.deliver(request, _key(story_id, name), content_type, save_as)
    return answer


@_counted("remove")
def remove(story_id: object, names: Iterable[str]) -> None:
    """Remove these files; one that is missing does not matter. Raises OSError."""
    for name in names:
        _files.delete(_key(story_id, name))


def remove_others(story_id: object, what: str, keep: Container[str]) -> None:
    """Remove all files of that kind but those to `keep`, also what a crashed process left. Raises OSError."""
    others = [name for name in names(story_id) if name.lstrip(".").startswith(f"{what}-") and name not in keep]
    remove(story_id, others)


def remove_all(story_id: object) -> None:
    """Remove everything of the story. Raises OSError."""
    remove(story_id, names(story_id))
    _files.delete(str(story_id))  # the folder itself, where there are folders


def _key(story_id: object, name: str) -> str:
    if not name:
        raise FileNotFoundError(f"A file of story {story_id} has no name.")
    return f"{story_id}/{name}"
