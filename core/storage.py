"""Files that are made of a story on this machine: kept in its folder below MEDIA_ROOT, under names nobody can guess.

Pictures and clips, which a host may keep elsewhere, are no affair of this module.
"""

import fcntl
import secrets
import shutil
import time
from collections.abc import Callable, Container, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.conf import settings

TOKEN_BYTES = 8
LOOK_SECONDS = 0.1  # between two looks whether a lock is free


def folder_of(story_id: object) -> Path:
    """The folder of a story's files, which is made where there is none."""
    folder: Path = settings.MEDIA_ROOT / str(story_id)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def new_name(what: str) -> str:
    """A name, without an ending, for the next file of that kind; no two are the same."""
    return f"{what}-{secrets.token_hex(TOKEN_BYTES)}"


def put(source: Path, story_id: object, name: str) -> Path:
    """Move a file into the story's folder. Under its name there is all of it or nothing. Raises OSError."""
    target = folder_of(story_id) / name
    coming = target.with_name(f".{name}.{secrets.token_hex(TOKEN_BYTES)}")  # two may put the same at once
    try:
        shutil.move(source, coming)
        coming.replace(target)
    except BaseException:
        coming.unlink(missing_ok=True)
        raise
    return target


def remove(story_id: object, names: Iterable[str]) -> None:
    """Remove these files from the story's folder, where they are there."""
    for name in names:
        (folder_of(story_id) / name).unlink(missing_ok=True)


def remove_others(story_id: object, what: str, keep: Container[str]) -> None:
    """Remove all files of that kind from the story's folder but those to `keep`; also what a process that died left."""
    for path in folder_of(story_id).iterdir():
        if path.name.lstrip(".").startswith(f"{what}-") and path.name not in keep:
            path.unlink(missing_ok=True)


@contextmanager
def alone(story_id: object, what: str, limit: float, waiting: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Inside the block no other process or thread does `what` with the story's files. `waiting` is called every now and
    then until it is free, and what it raises is raised. Raises TimeoutError after `limit` seconds. The lock of a
    process that dies is free at once."""
    until = time.monotonic() + limit
    with (folder_of(story_id) / f".{what}.lock").open("w") as lock:
        while not _taken(lock):
            if time.monotonic() >= until:
                raise TimeoutError(f"{what} of story {story_id} was not free within {limit:g} s.")
            waiting()
            time.sleep(LOOK_SECONDS)
        yield


def _taken(lock: IO[str]) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
