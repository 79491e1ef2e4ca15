"""A PostgreSQL server for one test or benchmark, which can be crashed and restarted."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Self

import psycopg

from core.redis_server import free_port

LIMIT = 120  # seconds, for every command


def newest_postgres() -> Path | None:
    """The folder of the PostgreSQL programs on the PATH, else of the newest in Debian's place; None without any."""
    if on_path := shutil.which("initdb"):
        return Path(on_path).parent
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    return found[-1].parent if found else None


class Postgres:
    """A server with its data in a folder of its own; the end of the `with` block removes both."""

    def __init__(self, programs: Path) -> None:
        self.programs = programs
        # Not in the folder of the test, which the user postgres may not read.
        self.folder = Path(tempfile.mkdtemp(prefix="storyforge-postgres-"))
        self.port = free_port()
        self.url = f"postgres://postgres@127.0.0.1:{self.port}/postgres"
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres")

    def __enter__(self) -> Self:
        self._run("initdb", "-U", "postgres", "--auth=trust", "-E", "utf8")
        self.start()
        return self

    def __exit__(self, *args: object) -> None:
        self.crash()
        shutil.rmtree(self.folder, ignore_errors=True)

    def crash(self) -> None:
        """Stop it without a checkpoint: every connection breaks, and it recovers at its next start."""
        self._run("pg_ctl", "-w", "-m", "immediate", "stop")

    def start(self) -> None:
        """Start it, again with what was committed."""
        options = f"-p {self.port} -h 127.0.0.1 -k {self.folder} -c fsync=off"
        self._run("pg_ctl", "-w", "-t", "60", "-l", str(self.folder / "log"), "-o", options, "start")

    def rows(self, query: str) -> list[tuple[object, ...]]:
        """Return the rows of a query."""
        with psycopg.connect(self.url) as connection:
            return connection.execute(query.encode()).fetchall()

    def _run(self, program: str, *arguments: str) -> None:
        # PostgreSQL refuses to run as root.
        user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        command = [*user, str(self.programs / program), "-D", str(self.folder / "data"), *arguments]
        with (self.folder.parent / f"{self.folder.name}.out").open("wb") as out:
            subprocess.run(command, cwd="/", stdout=out, stderr=subprocess.STDOUT, timeout=LIMIT, check=True)
        Path(out.name).unlink()
