"""A PostgreSQL and a Redis, and the site's programs on them, each started by itself, to be watched by itself."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import psutil
import psycopg

from benchmarks.postgres import postgres, postgres_programs
from benchmarks.site import until
from benchmarks.watch import Watch
from core.redis_server import RedisServer, free_port
from ops.procfile import process_command

ROOT = Path(__file__).parent.parent
LIMIT = 900.0  # seconds for anything
NOTHING_TO_MEASURE = ("There is no PostgreSQL on this machine that could be started", "not measured")
# What a developer has set for the site must not reach what is measured.
_SET = ("OPENAI_", "CLOUDINARY_", "IMAGE_", "IMAGES_", "TEXT_", "STORY_BUDGET", "DAILY_BUDGET", "DATABASE_")


@dataclass(frozen=True)
class Program:
    """A running program of the site; `url` is where it answers, if it does."""

    process: psutil.Process
    url: str = ""

    @property
    def memory(self) -> float:
        """Resident memory now, in MB."""
        return float(self.process.memory_info().rss / 2**20)

    @property
    def worked(self) -> float:
        """Seconds of a processor that it has used so far."""
        times = self.process.cpu_times()
        return float(times.user + times.system)


@dataclass(frozen=True)
class Ground:
    """Where the programs stand: `database` is an URL, `environment` what they are told."""

    folder: Path
    database: str
    redis: RedisServer
    environment: dict[str, str]

    @contextmanager
    def web(self) -> Iterator[Program]:
        """A web process that answers."""
        port = free_port()
        url = f"http://127.0.0.1:{port}"
        with self._running("web", HOST="127.0.0.1", PORT=str(port)) as process:
            until(lambda: _answers(url) or self._ended("web", process))
            yield Program(process, url)

    @contextmanager
    def worker(self) -> Iterator[Program]:
        """A worker process, as `make run` starts it."""
        with self._running("worker", WORKER_CONCURRENCY="16") as process:
            yield Program(process)

    @contextmanager
    def _running(self, name: str, **environment: str) -> Iterator[psutil.Process]:
        named = self.environment | {"PGAPPNAME": Watch.NAME} | environment
        with (self.folder / f"{name}.log").open("ab") as log:
            quiet = {"stdout": log, "stderr": log, "stdin": subprocess.DEVNULL}
            process = subprocess.Popen(process_command(name), env=named, cwd=ROOT, **quiet)  # type: ignore[call-overload]
        try:
            yield psutil.Process(process.pid)
        finally:
            process.kill()
            process.wait()

    def _ended(self, name: str, process: psutil.Process) -> bool:
        """False. Raises RuntimeError, with its last words, for a program that is no more."""
        if process.status() == psutil.STATUS_ZOMBIE:
            said = (self.folder / f"{name}.log").read_text(errors="replace")
            raise RuntimeError(f"The program {name} ended at its start. It said:\n{said[-2000:]}")
        return False

    def count(self, query: str) -> int:
        """What a query counts."""
        with psycopg.connect(self.database) as database:
            found = database.execute(query.encode()).fetchone()
        return int(found[0]) if found else 0

    def inside(self, module: str, *arguments: str | int) -> Any:
        """What a command of `benchmarks.inside.<module>` prints."""
        command = [sys.executable, "-m", f"benchmarks.inside.{module}", *map(str, arguments)]
        done = subprocess.run(
            command, env=self.environment, cwd=ROOT, stdout=subprocess.PIPE, timeout=LIMIT, check=True, text=True
        )
        return json.loads(done.stdout)


@contextmanager
def ground(**environment: str) -> Iterator[Ground | None]:
    """An empty one, with the tables and the static files in place; None where there is no PostgreSQL."""
    programs = postgres_programs()
    if programs is None:
        yield None
        return
    with (
        tempfile.TemporaryDirectory(prefix="storyforge-bench-") as folder,
        postgres(programs) as database,
        RedisServer.start(Path(folder)) as redis,
    ):
        where = {"DATABASE_URL": database, "REDIS_URL": redis.url, "STORYFORGE_VAR": folder, "PYTHONPATH": str(ROOT)}
        how = {"DJANGO_SETTINGS_MODULE": "benchmarks.settings", "DEBUG": "false", "SECRET_KEY": "benchmark" * 6}
        kept = {name: value for name, value in os.environ.items() if not name.startswith(_SET)}
        made = Ground(Path(folder), database, redis, kept | where | how | environment)
        made.inside("ready")
        yield made


def _answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=5).status_code == 200
    except httpx.HTTPError:
        return False


def percentile(values: list[float], part: float) -> float:
    """The value that so much (0.99, say) of the others do not exceed."""
    return sorted(values)[min(len(values) - 1, int(part * len(values)))]
