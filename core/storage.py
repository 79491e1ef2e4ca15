"""Files that are made of a story on this machine: in its folder below MEDIA_ROOT, under names that cannot be guessed.

Pictures and clips are stored by their hosts (`providers.hosting`), which may be elsewhere.
"""

import fcntl
import secrets
import shutil
import time
from collections.abc import Callable, Container, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from django.conf import settings

TOKEN_BYTES = 8
LOCK_PAUSE = 0.1  # seconds between two tries to take a lock


def path_of(story_id: object) -> Path:
    """Where a story's folder is, whether it exists or not."""
    path: Path = settings.MEDIA_ROOT / str(story_id)
    return path


def folder_of(story_id: object) -> Path:
    """The folder of a story's files. It is made where there is none."""
    folder = path_of(story_id)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def remove_folder(story_id: object) -> None:
    """Remove the folder with everything in it; one that is missing does not matter. Raises OSError."""
    with suppress(FileNotFoundError):
        shutil.rmtree(path_of(story_id))


def new_name(what: str) -> str:
    """A new name, without suffix, for a file of the kind `what`."""
    return f"{what}-{secrets.token_hex(TOKEN_BYTES)}"


def put(source: Path, story_id: object, name: str) -> Path:
    """Move a file into the story's folder, whole or not at all. Raises OSError."""
    target = folder_of(story_id) / name
    partial = target.with_name(f".{name}.{secrets.token_hex(TOKEN_BYTES)}")  # two may put the same name at once
    try:
        shutil.move(source, partial)
        partial.replace(target)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
    return target


def remove(story_id: object, names: Iterable[str]) -> None:
    """Remove these files from the story's folder; one that is missing does not matter."""
    for name in names:
        (folder_of(story_id) / name).unlink(missing_ok=True)


def remove_others(story_id: object, what: str, keep: Container[str]) -> None:
    """Remove all files of that kind from the story's folder but those to `keep`, also what a crashed process left."""
    for path in folder_of(story_id).iterdir():
        if path.name.lstrip(".").startswith(f"{what}-") and path.name not in keep:
            path.unlink(missing_ok=True)


@contextmanager
def lock(story_id: object, what: str, limit: float, waiting: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Let one process and thread at a time do `what` with the story's files. `waiting` is called now and then until the
    lock is free, and may raise to give up. Raises TimeoutError after `limit` seconds. A process that crashes frees its
    locks."""
    until = time.monotonic() + limit
    with (folder_of(story_id) / f".{what}.lock").open("w") as file:
        while not _taken(file):
            if time.monotonic() >= until:
                raise TimeoutError(f"{what} of story {story_id} was not free within {limit:g} s.")
            waiting()
            time.sleep(LOCK_PAUSE)
        yield


def _taken(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
