"""A PostgreSQL of our own, started as `.ci/run` does it: by its programs, in a new folder, on a free port."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core.redis_server import free_port

LIMIT = 60  # seconds to start or to stop
USER = "postgres"  # of this machine, and of the database
_FOLDERS = "/usr/lib/postgresql"


def postgres_programs() -> Path | None:
    """The folder of the newest PostgreSQL of this machine, if there is one that we may start."""
    on_path = shutil.which("initdb")
    found = [Path(on_path).parent] if on_path else sorted(Path(_FOLDERS).glob("*/bin"), key=_version)
    return found[-1] if found and (os.getuid() or _there_is_its_user()) else None


def _there_is_its_user() -> bool:
    names = {user.pw_name for user in pwd.getpwall()}
    return USER in names and shutil.which("runuser") is not None


def _version(folder: Path) -> float:
    return float(folder.parent.name)


@contextmanager
def postgres(programs: Path) -> Iterator[str]:
    """The URL of an empty database; it is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="storyforge-postgres-") as folder:
        if not os.getuid():
            shutil.chown(folder, USER)
        data, port = f"{folder}/data", free_port()
        options = f"-p {port} -h 127.0.0.1 -k {folder} -c fsync=off"
        _as_postgres(programs / "initdb", "-D", data, "-U", USER, "--auth=trust", "-E", "utf8")
        try:
            _as_postgres(programs / "pg_ctl", "-w", "-s", "-D", data, "-l", f"{folder}/log", "-o", options, "start")
            yield f"postgres://{USER}@127.0.0.1:{port}/postgres"
        finally:
            _as_postgres(programs / "pg_ctl", "-w", "-s", "-D", data, "-m", "immediate", "stop", check=False)


def _as_postgres(program: Path, *arguments: str, check: bool = True) -> None:
    """It refuses to run as root."""
    command = [] if os.getuid() else ["runuser", "-u", USER, "--"]
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL}
    subprocess.run([*command, str(program), *arguments], cwd="/", check=check, timeout=LIMIT, **quiet)  # type: ignore[call-overload]
