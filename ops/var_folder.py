"""The folder with the data of one copy: database, Redis data, secret key, pid and lock files. `var/`, not in git."""

import contextlib
import fcntl
import os
import secrets
import stat
from collections.abc import Iterator
from pathlib import Path

from ops import ROOT, CannotStart


def var_folder() -> Path:
    """Return the folder (`STORYFORGE_VAR`, default `var/` of the project); make it when it is missing. Only its owner
    may enter it: sessions, pictures and Redis's data are in it.

    Raises CannotStart when it cannot be made or written to.
    """
    folder = Path(os.environ.get("STORYFORGE_VAR") or ROOT / "var").resolve()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotStart(_unusable(folder, str(error))) from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise CannotStart(_unusable(folder, "it is not writable"))
    if not folder.stat().st_mode & stat.S_ISVTX:  # a folder that all users share, such as /tmp, stays open
        with contextlib.suppress(PermissionError):  # it is somebody else's, who decides who may enter
            folder.chmod(0o700)
    return folder


def _unusable(folder: Path, reason: str) -> str:
    return (
        f"The folder {folder} cannot be used ({reason}). The database and Redis keep their data in it. "
        "Make it writable, or set STORYFORGE_VAR to another folder."
    )


def keep_secret(path: Path, length: int = 50) -> str:
    """Return the secret in the file `path`; the first call makes it (`length` random bytes, for its owner only)."""
    with contextlib.suppress(FileExistsError):
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(length) + "\n")
    secret = path.read_text().strip()
    if not secret:  # the disk was full, or the machine stopped between open and write
        path.unlink()
        return keep_secret(path, length)
    return secret


@contextlib.contextmanager
def lock(folder: Path) -> Iterator[None]:
    """Hold the lock of this copy in the `with` block. Raises CannotStart when another process holds it.

    The kernel releases the lock when its holder ends, even by SIGKILL, so no lock is ever left over.
    """
    with (folder / "run.lock").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            pid = (folder / "run.lock").read_text().strip() or "unknown"
            raise CannotStart(
                f"This copy is already running (process {pid}, folder {folder}). Two runs would fight over one "
                "database and one Redis. Stop that one with Ctrl-C, or start a second copy with another "
                "STORYFORGE_VAR."
            ) from error
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        yield


@contextlib.contextmanager
def published_url(path: Path, url: str) -> Iterator[None]:
    """Have `url` in the file `path` during the `with` block, for the `manage.py` commands of this copy.

    They find its Redis in redis.url and its pages in site.url.
    """
    draft = path.with_name(path.name + ".new")
    draft.touch(mode=0o600)
    draft.write_text(url + "\n")
    draft.replace(path)  # a reader gets the old URL or the new one, never half of it
    try:
        yield
    finally:
        path.unlink(missing_ok=True)
