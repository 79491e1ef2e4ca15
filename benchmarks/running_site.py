"""A whole site, started as a user starts it."""

import os
import signal
import subprocess
import sys
import time
from types import TracebackType
from typing import Self

import httpx
import psutil

from benchmarks.measuring import responds, wait_until
from core.redis_server import free_port
from ops import ROOT


class RunningSite:
    """`make run` without make, with its data in `folder`; the end of the `with` block stops it.

    `environment` adds settings to those of this machine.
    """

    def __init__(self, folder: str, **environment: str) -> None:
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        kept = {name: value for name, value in os.environ.items() if name not in ("REDIS_URL", "DATABASE_URL")}
        self.environment = kept | {"STORYFORGE_VAR": folder, "PORT": str(port), "DEBUG": "true"}
        self.environment |= {"PYTHONPATH": str(ROOT)} | environment
        self.began = time.perf_counter()
        quiet = subprocess.DEVNULL
        self.process = subprocess.Popen(
            [sys.executable, "-m", "ops.run"], env=self.environment, stdout=quiet, stderr=quiet, stdin=quiet
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=30)

    def wait_for_first_page(self) -> float:
        """Wait until the site answers and a worker runs. Return the seconds from the start to the first page."""
        wait_until(lambda: responds(f"{self.url}/"))
        seconds = time.perf_counter() - self.began
        wait_until(lambda: httpx.get(f"{self.url}/health").json()["workers"] >= 1)
        return seconds

    def memory(self, word: str) -> float:
        """Resident memory, in MB, of the processes with `word` in their command line."""
        children = psutil.Process(self.process.pid).children(recursive=True)
        return sum(child.memory_info().rss for child in children if word in child.cmdline()) / 2**20
