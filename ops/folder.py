"""The folder of one copy's own things: database, Redis data, secret key, pid and lock files. `var/`, not in git."""

import contextlib
import fcntl
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from ops import ROOT, CannotStart


def var_folder() -> Path:
    """Give the folder (`STORYFORGE_VAR`, default `var/` of the project), made if it is missing.

    Raises CannotStart when it cannot be made or written to.
    """
    folder = Path(os.environ.get("STORYFORGE_VAR") or ROOT / "var").resolve()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotStart(_unusable(folder, str(error))) from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise CannotStart(_unusable(folder, "it is not writable"))
    return folder


def _unusable(folder: Path, why: str) -> str:
    return (
        f"The folder {folder} cannot be used ({why}). The database and Redis keep their data in it. "
        "Make it writable, or set STORYFORGE_VAR to another folder."
    )


def secret_key(folder: Path) -> str:
    """Give the secret key kept in `folder`/secret_key; the first call makes it (50 random bytes, readable by you)."""
    path = folder / "secret_key"
    with contextlib.suppress(FileExistsError):
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(50) + "\n")
    key = path.read_text().strip()
    if not key:  # the disk was full, or the machine stopped between the two steps
        path.unlink()
        return secret_key(folder)
    return key


@contextlib.contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Hold the lock of this copy while inside. Raises CannotStart when another process holds it.

    The kernel lets go of the lock when its holder dies, however it dies, so nothing needs cleaning up.
    """
    with (folder / "run.lock").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise CannotStart(_already_running(folder)) from error
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        yield


def _already_running(folder: Path) -> str:
    pid = (folder / "run.lock").read_text().strip() or "unknown"
    return (
        f"This copy is already running (process {pid}, folder {folder}). Two runs would fight over one database and "
        "one Redis. Stop that one with Ctrl-C, or start a second copy with another STORYFORGE_VAR."
    )


def published_redis(folder: Path, url: str) -> contextlib.AbstractContextManager[None]:
    """Keep `url` in `folder`/redis.url while inside, so that `manage.py` commands of this copy find its Redis."""
    return _published(folder / "redis.url", url)


def published_site(folder: Path, url: str) -> contextlib.AbstractContextManager[None]:
    """Keep `url` in `folder`/site.url while inside, so that `manage.py` commands of this copy find its pages."""
    return _published(folder / "site.url", url)


@contextlib.contextmanager
def _published(path: Path, url: str) -> Iterator[None]:
    draft = path.with_name(path.name + ".new")
    draft.touch(mode=0o600)
    draft.write_text(url + "\n")
    draft.replace(path)  # a reader sees the old URL or the new one, never half of it
    try:
        yield
    finally:
        path.unlink(missing_ok=True)
