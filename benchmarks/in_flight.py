"""Three hundred pictures in flight at once in one worker process: its memory, and its connections to the database."""

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.postgres import postgres, postgres_programs
from benchmarks.site import until
from benchmarks.upstreams import Upstreams, upstreams
from benchmarks.watch import Watch
from core.redis_server import RedisServer
from ops.procfile import process_command
from tests.upstreams.http_server import Asked
from tests.upstreams.openai_replies import Reply

Row = tuple[str, str]
STORIES, PICTURES = 15, 300
LONGEST = 180.0  # seconds
HELD = 3.0  # seconds that all pictures are in flight before the first answer begins
UPLOAD = 1.0  # seconds that Cloudinary takes over a picture
ROOT = Path(__file__).parent.parent


def run() -> Iterator[Row]:
    """300 pictures of 2 MB in one worker on PostgreSQL; all answers begin together, each upload takes a second"""
    programs = postgres_programs()
    if programs is None:
        yield "There is no PostgreSQL on this machine that could be started", "not measured"
        return
    for previews in (2, 0):
        with postgres(programs) as database, _one_worker(database, previews) as worker:
            yield from _measured(worker, f"{previews} previews")


@dataclass
class Worker:
    """One worker process, what it talks to, and the settings of both."""

    process: subprocess.Popen[bytes]
    services: Upstreams
    environment: dict[str, str]

    def script(self, *arguments: str) -> int:
        """What `many_stories.py` prints."""
        command = [sys.executable, str(ROOT / "benchmarks/many_stories.py"), *arguments]
        done = subprocess.run(command, env=self.environment, stdout=subprocess.PIPE, check=True, timeout=LONGEST)
        return int(done.stdout)


@contextmanager
def _one_worker(database: str, previews: int) -> Iterator[Worker]:
    with (
        tempfile.TemporaryDirectory(prefix="storyforge-bench-") as folder,
        RedisServer.start(Path(folder)) as redis,
        upstreams() as services,
    ):
        where = {"DATABASE_URL": database, "REDIS_URL": redis.url, "STORYFORGE_VAR": folder, "PYTHONPATH": str(ROOT)}
        bounds = {"MAX_CONCURRENT_IMAGES": str(PICTURES), "IMAGES_PER_MINUTE": "1000", "IMAGE_PREVIEWS": str(previews)}
        environment = {**os.environ, **services.environment, **where, **bounds, "SECRET_KEY": "benchmark"}
        process = _started(environment)
        try:
            yield Worker(process, services, environment)
        finally:
            process.kill()
            process.wait()


def _started(environment: dict[str, str]) -> subprocess.Popen[bytes]:
    named = environment | {"PGAPPNAME": Watch.NAME, "WORKER_CONCURRENCY": str(PICTURES)}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "stdin": subprocess.DEVNULL}
    return subprocess.Popen(process_command("worker"), env=named, cwd=ROOT, **quiet)  # type: ignore[call-overload]


def _measured(worker: Worker, how: str) -> Iterator[Row]:
    services, together = worker.services, _Together(worker.services)
    with Watch(worker.process.pid, worker.environment["DATABASE_URL"]) as watch:
        worker.script("make", str(STORIES))
        until(together.waiting.is_set, LONGEST)
        time.sleep(HELD / 2)
        waiting = watch.peak
        until(lambda: worker.script("count") == PICTURES, LONGEST)
    yield f"{how}: memory of the worker, {PICTURES} in flight; at its peak", f"{waiting:.0f} MB; {watch.peak:.0f} MB"
    yield f"{how}: most connections to the database", f"{watch.connections}"
    yield f"{how}: first answer to last upload", f"{max(services.cloudinary.taken) - together.answers_at:.1f} s"


class _Together:
    """Has OpenAI draw the foxes at once, and answer the PICTURES requests that follow only when all of them have been
    waiting for HELD seconds.

    `waiting` says that they are all there; `answers_at` is in seconds since 1970.
    """

    def __init__(self, services: Upstreams) -> None:
        self.waiting, self.answers_at = threading.Event(), 0.0
        self._all_there = threading.Barrier(PICTURES, self._begin)
        self._drawn = services.openai.images
        services.openai.images = self._answer
        services.cloudinary.behaviour = lambda asked, number: time.sleep(UPLOAD)

    def _answer(self, asked: Asked, number: int) -> Reply:
        if asked.path.endswith("edits") and number < STORIES + PICTURES:  # a scene's picture is drawn with its fox
            self._all_there.wait(LONGEST)
            time.sleep(HELD)
        return self._drawn(asked, number)

    def _begin(self) -> None:
        self.answers_at = time.time() + HELD
        self.waiting.set()
