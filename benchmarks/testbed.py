"""A PostgreSQL, a Redis and single processes of the site, so that each process is measured by itself."""

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

import psutil
import psycopg

from benchmarks.measuring import Peaks, responds, wait_until
from core.redis_server import RedisServer, free_port
from ops import ROOT
from ops.procfile import process_command
from tests.postgres import Postgres, newest_postgres

SCRIPT_LIMIT = 900.0  # seconds
NO_POSTGRES = ("There is no PostgreSQL on this machine that could be started", "not measured")
APPLICATION_NAME = "storyforge-benchmark"  # of the measured process, for PostgreSQL
_CONNECTIONS = f"SELECT count(*) FROM pg_stat_activity WHERE application_name = '{APPLICATION_NAME}'"  # noqa: S608
# Settings of the developer's own site that must not reach the measured processes.
_HIDDEN = (
    "OPENAI_",
    "OPENROUTER_",
    "CLOUDINARY_",
    "IMAGE_",
    "IMAGES_",
    "TEXT_",
    "STORY_BUDGET",
    "DAILY_BUDGET",
    "DATABASE_",
)


@dataclass(frozen=True)
class SiteProcess:
    """A running process of the site. `url` is the address of a web process."""

    process: psutil.Process
    url: str = ""

    @property
    def memory(self) -> float:
        """Resident memory now, in MB."""
        return float(self.process.memory_info().rss / 2**20)

    @property
    def processor_seconds(self) -> float:
        """The processor time that it has used so far."""
        times = self.process.cpu_times()
        return float(times.user + times.system)


@dataclass(frozen=True)
class Testbed:
    """What the processes need. `database` is the URL of PostgreSQL, `environment` the environment of each process."""

    folder: Path
    database: str
    redis: RedisServer
    environment: dict[str, str]

    @contextmanager
    def web(self) -> Iterator[SiteProcess]:
        """A web process that answers."""
        port = free_port()
        url = f"http://127.0.0.1:{port}"
        with self._running("web", HOST="127.0.0.1", PORT=str(port)) as process:
            wait_until(lambda: self._alive("web", process) and responds(url))
            yield SiteProcess(process, url)

    @contextmanager
    def worker(self, threads: int = 16) -> Iterator[SiteProcess]:
        """A worker process; it may still be starting."""
        with self._running("worker", WORKER_CONCURRENCY=str(threads)) as process:
            yield SiteProcess(process)

    @contextmanager
    def _running(self, name: str, **environment: str) -> Iterator[psutil.Process]:
        env = self.environment | {"PGAPPNAME": APPLICATION_NAME} | environment
        with (self.folder / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(
                process_command(name), env=env, cwd=ROOT, stdout=log, stderr=log, stdin=subprocess.DEVNULL
            )
        try:
            yield psutil.Process(process.pid)
        finally:
            process.kill()
            process.wait()

    def _alive(self, name: str, process: psutil.Process) -> bool:
        """True. Raises RuntimeError with the end of its log when the process has ended."""
        if process.status() == psutil.STATUS_ZOMBIE:
            log = (self.folder / f"{name}.log").read_text(errors="replace")
            raise RuntimeError(f"The process {name} ended at its start:\n{log[-2000:]}")
        return True

    @contextmanager
    def peaks(self, process: SiteProcess) -> Iterator[Peaks]:
        """The highest `memory` of the process (MB) and its highest number of `connections` to PostgreSQL."""
        with psycopg.connect(self.database, autocommit=True) as database:

            def connections() -> float:
                row = database.execute(_CONNECTIONS).fetchone()
                return float(row[0]) if row else 0.0

            with Peaks(memory=lambda: process.memory, connections=connections) as peaks:
                yield peaks

    def count(self, query: str) -> int:
        """The number that a query returns."""
        with psycopg.connect(self.database) as database:
            row = database.execute(query.encode()).fetchone()
        return int(row[0]) if row else 0

    def script(self, module: str, *arguments: str | int) -> Any:
        """Run `benchmarks.scripts.<module>` with arguments and return the JSON that it prints."""
        command = [sys.executable, "-m", f"benchmarks.scripts.{module}", *map(str, arguments)]
        done = subprocess.run(
            command, env=self.environment, cwd=ROOT, stdout=subprocess.PIPE, timeout=SCRIPT_LIMIT, check=True, text=True
        )
        return json.loads(done.stdout)


@contextmanager
def start_testbed(**environment: str) -> Iterator[Testbed | None]:
    """A testbed with empty tables, the content and the static files; None where there is no PostgreSQL."""
    programs = newest_postgres()
    if programs is None:
        yield None
        return
    with (
        tempfile.TemporaryDirectory(prefix="storyforge-bench-") as folder,
        Postgres(programs) as postgres,
        RedisServer.start(Path(folder)) as redis,
    ):
        where = {"DATABASE_URL": postgres.url, "REDIS_URL": redis.url, "STORYFORGE_VAR": folder}
        how = {"DJANGO_SETTINGS_MODULE": "benchmarks.settings", "DEBUG": "false", "SECRET_KEY": "benchmark" * 6}
        kept = {name: value for name, value in os.environ.items() if not name.startswith(_HIDDEN)}
        made = Testbed(Path(folder), postgres.url, redis, kept | where | how | {"PYTHONPATH": str(ROOT)} | environment)
        made.script("prepare", "site")
        yield made
