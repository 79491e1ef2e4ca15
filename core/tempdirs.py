"""Temporary folders below VAR_DIR/rendering that are removed with their work, also when the process crashes.

A folder's lock file is locked as long as its process lives. A lock that is free belongs to a process that crashed; the
next worker process that starts removes such folders.
"""

import fcntl
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from django.conf import settings

from core.redis_server import die_with_parent


def start_process(**kwargs: Any) -> None:
    """Called by Celery when a worker process starts: end it with its worker, and remove abandoned folders."""
    die_with_parent(signal.SIGKILL)
    remove_abandoned()


@contextmanager
def private_tempdir(name: str) -> Iterator[Path]:
    """A new folder whose name begins with `name`. It is removed after the block, with everything in it."""
    with _exclusive():
        folder = Path(mkdtemp(prefix=f"{name}-", dir=_root()))
        lock = _lock_file(folder).open("w")
        fcntl.flock(lock, fcntl.LOCK_EX)
    try:
        yield folder
    finally:
        _remove(folder)
        lock.close()


def remove_abandoned() -> None:
    """Remove the folders of processes that crashed."""
    with _exclusive():
        for folder in [entry for entry in _root().iterdir() if entry.is_dir()]:
            with _lock_file(folder).open("w") as lock, suppress(BlockingIOError):
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                _remove(folder)


def _root() -> Path:
    root: Path = settings.VAR_DIR / "rendering"
    root.mkdir(parents=True, exist_ok=True)
    return root


@contextmanager
def _exclusive() -> Iterator[None]:
    """No other process removes a folder in the moment before its lock is taken."""
    with (_root() / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _lock_file(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.lock")


def _remove(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    _lock_file(folder).unlink(missing_ok=True)
