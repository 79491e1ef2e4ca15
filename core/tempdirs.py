"""Folders for work that is under way, below VAR_DIR/rendering: each goes with its work, also where a process died.

As long as its process lives, the folder's lock file is locked. A lock that nobody holds says that the process died;
the next process of the renderer clears such folders away when it starts. It dies with the worker that it belongs to.
"""

import fcntl
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkdtemp
from typing import IO, Any

from celery.signals import worker_process_init
from django.conf import settings

from core.redis_server import die_with_parent


def connect() -> None:
    """Clear up whenever a process of the renderer starts. Called once the apps are loaded."""
    worker_process_init.connect(_process_started, dispatch_uid="core.tempdirs")


def _process_started(**kwargs: Any) -> None:
    die_with_parent(signal.SIGKILL)
    clear_left()


@contextmanager
def workroom(name: str) -> Iterator[Path]:
    """A folder of its own, whose name begins with `name`; it is gone after the block, with everything in it."""
    with _one_at_a_time():
        folder = Path(mkdtemp(prefix=f"{name}-", dir=_place()))
        held = _lock_of(folder).open("w")
        fcntl.flock(held, fcntl.LOCK_EX)
    try:
        yield folder
    finally:
        _remove(folder)
        held.close()


def clear_left() -> None:
    """Remove the folders of processes that died."""
    with _one_at_a_time():
        for folder in [entry for entry in _place().iterdir() if entry.is_dir()]:
            with _lock_of(folder).open("w") as lock, suppress(BlockingIOError):
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                _remove(folder)


def _place() -> Path:
    place: Path = settings.VAR_DIR / "rendering"
    place.mkdir(parents=True, exist_ok=True)
    return place


@contextmanager
def _one_at_a_time() -> Iterator[IO[str]]:
    """Nobody clears up between the making of a folder and that of its lock."""
    with (_place() / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield lock


def _lock_of(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.lock")


def _remove(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    _lock_of(folder).unlink(missing_ok=True)
