"""A whole local story on a whole site, started as a user starts it."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import psutil

from benchmarks.answers import ANSWERS
from core.redis_server import free_port

LIMIT = 180.0  # seconds
Row = tuple[str, str]


def run() -> Iterator[Row]:
    """start, write, compose, draw; and the same twenty pictures drawn one after another in one process"""
    with tempfile.TemporaryDirectory(prefix="storyforge-bench-") as folder:
        yield "first start (empty database) to the first page", f"{_start_and_stop(folder):.1f} s"
        yield "later start to the first page", f"{_start_and_stop(folder):.1f} s"
        site = Site(folder)
        try:
            site.wait_for_the_first_page()
            yield from _story(site)
        finally:
            site.stop()


def _start_and_stop(folder: str) -> float:
    site = Site(folder)
    try:
        return site.wait_for_the_first_page()
    finally:
        site.stop()


def _story(site: "Site") -> Iterator[Row]:
    with httpx.Client(base_url=site.url, timeout=LIMIT) as client:
        began = time.perf_counter()
        written = client.post("/submit", json=ANSWERS)
        wrote = time.perf_counter() - began
        story_id = written.headers["X-Story-Id"]
        approved = time.perf_counter()
        client.post("/approve_scenes", json={"scenes": written.json(), "answers": ANSWERS, "story_id": story_id})
        until(lambda: client.get(f"/story/{story_id}").json()["completed_scenes"] >= 1)
        first = time.perf_counter() - approved
        until(lambda: client.get(f"/story/{story_id}").json()["completed_scenes"] == 20)
        drew = time.perf_counter() - approved
    yield "written (POST /submit)", f"{wrote:.2f} s"
    yield "approval to the first picture", f"{first:.2f} s"
    yield "approval to the twentieth picture", f"{drew:.2f} s"
    yield "whole story", f"{wrote + drew:.2f} s"
    yield "memory of the worker", f"{site.memory('worker') / 2**20:.0f} MB"
    alone = _one_after_another(site, story_id)
    yield "the same pictures, one after another, no site around them", f"{alone:.2f} s"
    yield "the site's time as a part of that (0.5 would be two perfect cores)", f"{drew / alone:.2f}"


def _one_after_another(site: "Site", story_id: str) -> float:
    script = Path(__file__).parent / "one_after_another.py"
    command = [sys.executable, str(script), story_id]
    done = subprocess.run(command, env=site.environment, capture_output=True, text=True, check=True, timeout=LIMIT)
    return float(done.stdout)


def until(check: Callable[[], Any], limit: float = LIMIT) -> None:
    """Wait until it is so. Raises TimeoutError after `limit` seconds."""
    deadline = time.monotonic() + limit
    while not check():
        if time.monotonic() > deadline:
            raise TimeoutError(f"Not within {limit:.0f} s")
        time.sleep(0.05)


class Site:
    """`make run` without make: the supervisor with everything it starts, in a folder of its own.

    `environment` adds settings to those of this machine.
    """

    def __init__(self, folder: str, **environment: str) -> None:
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        kept = {name: value for name, value in os.environ.items() if name not in ("REDIS_URL", "DATABASE_URL")}
        self.environment = kept | {"STORYFORGE_VAR": folder, "PORT": str(port), "DEBUG": "true"}
        self.environment |= {"PYTHONPATH": str(Path(__file__).parent.parent)} | environment
        self.began = time.perf_counter()
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "stdin": subprocess.DEVNULL}
        self.process = subprocess.Popen([sys.executable, "-m", "ops.run"], env=self.environment, **quiet)  # type: ignore[call-overload]

    def wait_for_the_first_page(self) -> float:
        """Seconds from the start to the first page."""
        until(self._answers)
        seconds = time.perf_counter() - self.began
        until(lambda: httpx.get(f"{self.url}/health").json()["workers"] >= 1)
        return seconds

    def _answers(self) -> bool:
        try:
            return httpx.get(f"{self.url}/", timeout=5).status_code == 200
        except httpx.HTTPError:
            return False

    def memory(self, name: str) -> int:
        """Resident bytes of the children whose command line has `name`."""
        children = psutil.Process(self.process.pid).children(recursive=True)
        return sum(child.memory_info().rss for child in children if name in child.cmdline())

    def stop(self) -> None:
        """As Ctrl-C does."""
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=30)
