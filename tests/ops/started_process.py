"""Starts a process, waits for its output, and checks that none of its descendants is left."""

import contextlib
import os
import re
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

import psutil

from ops.ports import Ports

ROOT = Path(__file__).resolve().parents[2]
LIMIT = 60.0  # seconds, for anything a test waits for
OUTPUT_LIMIT = 240.0  # seconds; a whole site starts within, also on a machine that does ten other things


def spare_port() -> int:
    """Return a port for a program that starts later; the kernel gives it to no outgoing connection."""
    return Ports().first_free(18000, "127.0.0.1")


def until(what: str, check: Callable[[], object], limit: float = LIMIT) -> object:
    """Call `check` until it returns something true, and return that. Fails with `what` after `limit` seconds."""
    deadline = time.monotonic() + limit
    while not (result := check()):
        assert time.monotonic() < deadline, f"not within {limit:.0f} s: {what}"
        time.sleep(0.05)
    return result


class StartedProcess:
    """`with StartedProcess(command, folder) as running:` starts `command` in a session of its own.

    The end of the block kills it and all its descendants.
    """

    def __init__(self, command: list[str], folder: Path, **environment: str) -> None:
        self.output = folder / f"output-{time.monotonic_ns()}"
        with self.output.open("wb") as file:
            self.process = subprocess.Popen(
                command,
                cwd=ROOT,
                env={**os.environ, "NO_COLOR": "1", **environment},
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.family = {self.process.pid: psutil.Process(self.process.pid)}

    def text(self) -> str:
        return self.output.read_text(errors="replace")

    def wait_for_output(self, pattern: str) -> re.Match[str]:
        """Wait until the output contains `pattern`, and return the match. Fails when the process ends without it."""

        def search() -> re.Match[str] | None:
            found = re.search(pattern, self.text())
            assert found or self.process.poll() is None, f"it ended without {pattern!r}:\n{self.text()}"
            return found

        try:
            return until(pattern, search, OUTPUT_LIMIT)  # type: ignore[return-value]
        except AssertionError as error:
            raise AssertionError(f"{error}\n{self.text()}") from None

    def living_family(self) -> list[psutil.Process]:
        """Return the process and all descendants that live, also those whose parents have ended."""
        for process in filter(_lives, list(self.family.values())):
            with contextlib.suppress(psutil.NoSuchProcess):
                self.family.update({child.pid: child for child in process.children(recursive=True)})
        return [process for process in self.family.values() if _lives(process)]

    def stop(self, sig: signal.Signals = signal.SIGTERM, *, group: bool = False) -> int:
        """Send `sig` to it (or to its process group, as Ctrl-C does), wait for its end, and return its exit code."""
        self.living_family()
        (os.killpg if group else os.kill)(self.process.pid, sig)
        return self.process.wait(LIMIT)

    def wait_until_gone(self) -> bool:
        """Wait until the process and its descendants have ended."""
        return bool(until("the end of every process", lambda: not self.living_family()))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in self.living_family():
            process.kill()
        self.process.wait(LIMIT)


def _lives(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
