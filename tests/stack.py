"""A running site: web, worker and beat as processes of their own, on the database and the Redis of the test."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import psutil
from celery import current_app
from django.conf import settings
from django.db import connection

from core.redis_server import free_port

START_LIMIT = 60.0  # seconds


def eventually(check: Callable[[], Any], limit: float = 30.0, what: str = "") -> Any:
    """What `check` gives as soon as it is true; fails after `limit` seconds."""
    deadline = time.monotonic() + limit
    while True:
        if value := check():
            return value
        if time.monotonic() > deadline:
            raise AssertionError(f"Not within {limit} s: {what or check}")
        time.sleep(0.05)


def database_url() -> str:
    """The address of the test database, for a process that is started by a test."""
    found = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{found['NAME']}"
    return f"postgres://{found['USER']}:{found['PASSWORD']}@{found['HOST']}:{found['PORT']}/{found['NAME']}"


class Stack:
    """Starts and stops the processes. `url` is where the site answers."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self.folder = folder
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        inherited = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "DATABASE_URL": database_url()}
        self.environment = inherited | {"PYTHONPATH": str(settings.BASE_DIR)} | environment

    def start_web(self) -> None:
        """Start Daphne and wait until it answers."""
        self._start("web", "daphne", "-b", "127.0.0.1", "-p", str(self.port), "storyforge.asgi:application")
        eventually(self._answers, START_LIMIT, f"the site\n{self.log('web')}")

    def start_worker(self, name: str = "worker", threads: int = 16) -> None:
        """Start a worker and wait until it takes work."""
        node = f"{name}@test{os.getpid()}"
        pool = ("--pool", "threads", "--concurrency", str(threads), "--without-mingle", "--without-gossip")
        self._start(name, "celery", "-A", "storyforge", "worker", "-n", node, "-l", "info", *pool)
        eventually(lambda: self._works(node), START_LIMIT, f"the worker\n{self.log(name)}")

    def start_beat(self) -> None:
        """Start beat, which sends the sweeps."""
        schedule = str(self.folder / "schedule")
        self._start("beat", "celery", "-A", "storyforge", "beat", "--pidfile=", "--schedule", schedule)

    def _start(self, name: str, *command: str) -> None:
        with (self.folder / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                [sys.executable, "-m", *command],
                env=self.environment,
                cwd=settings.BASE_DIR,
                stdout=log,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
            )

    def kill(self, name: str) -> None:
        """SIGKILL: no time for anything."""
        self.processes[name].kill()
        self.processes.pop(name).wait(timeout=10)

    def stop(self) -> None:
        """SIGTERM to all, SIGKILL to what is left."""
        for process in self.processes.values():
            with contextlib.suppress(ProcessLookupError):
                process.send_signal(signal.SIGTERM)
        alive = psutil.wait_procs([psutil.Process(p.pid) for p in self.processes.values() if p.poll() is None], 5)[1]
        for process in alive:
            process.kill()
        for stopped in self.processes.values():
            stopped.wait(timeout=10)

    def log(self, name: str) -> str:
        """The end of what a process printed."""
        path = self.folder / f"{name}.log"
        return path.read_text(errors="replace")[-4000:] if path.exists() else ""

    @staticmethod
    def busy_threads() -> int:
        """How many drawings the workers' threads are at, over all workers."""
        active = current_app.control.inspect(timeout=1).active() or {}
        return sum(task["name"] == "images.draw" for tasks in active.values() for task in tasks)

    def _answers(self) -> bool:
        with contextlib.suppress(httpx.HTTPError):
            return httpx.get(f"{self.url}/", timeout=2).status_code == 200
        return False

    @staticmethod
    def _works(node: str) -> bool:
        return bool(current_app.control.ping(destination=[node], timeout=0.5))


@contextlib.contextmanager
def running(folder: Path, *, beat: bool = False, worker: bool = True, **environment: str) -> Iterator[Stack]:
    """A stack with web and, if wanted, a worker and beat; stopped at the end."""
    stack = Stack(folder, **environment)
    try:
        stack.start_web()
        if worker:
            stack.start_worker()
        if beat:
            stack.start_beat()
        yield stack
    finally:
        stack.stop()
        # pytest shows this only when the test failed.
        for name in ("web", "worker", "beat"):
            sys.stdout.write(f"----- {name}\n{stack.log(name)}\n")
