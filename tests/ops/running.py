"""A started process whose output a test can wait for, and its whole family, to see that nothing is left of it."""

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
    """Give a port for a program that starts later: none from which the kernel takes those of outgoing connections."""
    return Ports().first_free(18000, "127.0.0.1")


def until(what: str, ask: Callable[[], object], limit: float = LIMIT) -> object:
    """Ask until the answer is true, and give it. Fails with `what` after `limit` seconds."""
    give_up = time.monotonic() + limit
    while not (answer := ask()):
        assert time.monotonic() < give_up, f"waited {limit:.0f} s in vain: {what}"
        time.sleep(0.05)
    return answer


class Running:
    """`with Running(command, folder) as it:` starts it in its own session; at the end the whole family is killed."""

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

    def says(self, pattern: str) -> re.Match[str]:
        """Wait until the output holds `pattern`, and give the match."""

        def ask() -> re.Match[str] | None:
            found = re.search(pattern, self.text())
            assert found or self.process.poll() is None, f"it ended without {pattern!r}:\n{self.text()}"
            return found

        try:
            return until(pattern, ask, OUTPUT_LIMIT)  # type: ignore[return-value]
        except AssertionError as error:
            raise AssertionError(f"{error}\n{self.text()}") from None

    def grown_family(self) -> list[psutil.Process]:
        """Give every living process that came from this one, also those whose parents have gone since."""
        for process in filter(_lives, list(self.family.values())):
            with contextlib.suppress(psutil.NoSuchProcess):
                self.family.update({child.pid: child for child in process.children(recursive=True)})
        return [process for process in self.family.values() if _lives(process)]

    def stop(self, sig: signal.Signals = signal.SIGTERM, *, group: bool = False) -> int:
        """Send `sig` to it (or to its process group, as Ctrl-C does) and wait for its end. Give its exit code."""
        self.grown_family()
        (os.killpg if group else os.kill)(self.process.pid, sig)
        return self.process.wait(LIMIT)

    def nothing_is_left(self) -> bool:
        return bool(until("the end of every process", lambda: not self.grown_family()))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in self.grown_family():
            process.kill()
        self.process.wait(LIMIT)


def _lives(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
