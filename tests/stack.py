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
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from core.redis_server import free_port
from ops.procfile import process_command

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
        self.ports = {"web": free_port()}
        self.url = self.address()
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        inherited = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "DATABASE_URL": database_url()}
        self.environment = inherited | {"PYTHONPATH": str(settings.BASE_DIR)} | environment

    def address(self, name: str = "web") -> str:
        """Where that web process answers."""
        return f"http://127.0.0.1:{self.ports[name]}"

    def start_web(self, name: str = "web") -> None:
        """Start Daphne and wait until it answers; one of another name is a second one, on a port of its own."""
        self.launch_web(name)
        self.wait_for_web(name)

    def launch_web(self, name: str = "web") -> None:
        """Start Daphne, at the address that it had before if it had one."""
        port = self.ports.setdefault(name, free_port())
        self._start(name, process_command("web"), HOST="127.0.0.1", PORT=str(port))

    def wait_for_web(self, name: str = "web") -> None:
        """Return when that web process answers."""
        eventually(lambda: self._running(name) and self._answers(name), START_LIMIT, f"{name} to answer")

    def start_worker(self, name: str = "worker", threads: int = 16) -> None:
        """Start a worker and wait until it takes work."""
        self.launch_worker(name, threads)
        self.wait_for_worker(name)

    def launch_worker(self, name: str = "worker", threads: int = 16) -> None:
        """Start a worker."""
        self._start(name, process_command("worker", "-n", self._node(name)), WORKER_CONCURRENCY=str(threads))

    def start_renderer(self, name: str = "renderer") -> None:
        """Start a renderer and wait until it takes work."""
        self.launch_renderer(name)
        self.wait_for_worker(name)

    def launch_renderer(self, name: str = "renderer") -> None:
        """Start a worker that makes films, in a process of its own."""
        self._start(name, process_command("renderer", "-n", self._node(name)))

    def wait_for_worker(self, name: str = "worker") -> None:
        """Return when that worker takes work."""
        eventually(lambda: self._running(name) and self._works(self._node(name)), START_LIMIT, f"{name} to take work")

    def start_beat(self, name: str = "beat") -> None:
        """Start beat, which sends the sweeps."""
        self._start(name, process_command("beat", "--schedule", str(self.folder / f"{name}.schedule")))

    def _start(self, name: str, command: list[str], **environment: str) -> None:
        with (self.folder / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                command,
                env=self.environment | environment,
                cwd=settings.BASE_DIR,
                stdout=log,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
            )

    def kill(self, name: str) -> None:
        """SIGKILL: no time for anything."""
        self.processes[name].kill()
        self.processes.pop(name).wait(timeout=10)

    def terminate(self, name: str, limit: float, then: Callable[[], Any] = lambda: None) -> None:
        """SIGTERM, and then what a test does; fails when the process is still there `limit` seconds later."""
        process = self.processes.pop(name)
        process.send_signal(signal.SIGTERM)
        then()
        try:
            process.wait(timeout=limit)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(timeout=10)
            raise AssertionError(f"{name} did not stop within {limit} s of SIGTERM.\n{self.log(name)}") from None

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

    @staticmethod
    def _node(name: str) -> str:
        return f"{name}@test{os.getpid()}"

    def _running(self, name: str) -> bool:
        """Fails where it ended, with what it said last."""
        assert self.processes[name].poll() is None, f"{name} ended by itself.\n{self.log(name)}"
        return True

    def _answers(self, name: str) -> bool:
        with contextlib.suppress(httpx.HTTPError):
            return httpx.get(f"{self.address(name)}/", timeout=2).status_code == 200
        return False

    @staticmethod
    def _works(node: str) -> bool:
        # A connection from before Redis was started again fails once.
        with contextlib.suppress(RedisError, OperationalError, OSError):
            return bool(current_app.control.ping(destination=[node], timeout=0.5))
        return False


@contextlib.contextmanager
def running(
    folder: Path,
    *,
    beat: bool = False,
    worker: bool = True,
    renderer: bool = False,
    threads: int = 16,
    **environment: str,
) -> Iterator[Stack]:
    """A stack with web and, if wanted, a worker, a renderer and beat; stopped at the end."""
    stack = Stack(folder, **environment)
    try:
        stack.launch_web()
        if worker:
            stack.launch_worker(threads=threads)
        if renderer:
            stack.launch_renderer()
        if beat:
            stack.start_beat()
        stack.wait_for_web()
        if worker:
            stack.wait_for_worker()
        if renderer:
            stack.wait_for_worker("renderer")
        yield stack
    finally:
        names = [*dict.fromkeys(["web", "worker", "beat", *stack.processes])]
        stack.stop()
        # pytest shows this only when the test failed.
        for name in names:
            sys.stdout.write(f"----- {name}\n{stack.log(name)}\n")


def become_known(client: httpx.Client) -> None:
    """Give the client a session, as its second answer in the quiz does."""
    client.get("/quiz/story_type/")
    for key, value in (("story_type", "Power Fantasy"), ("humiliation_type", "A")):
        client.post(f"/quiz/{key}/", data={"value": value, "csrfmiddlewaretoken": client.cookies["csrftoken"]})
