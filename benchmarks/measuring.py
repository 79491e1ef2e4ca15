"""Waiting, percentiles, and the highest values of what changes."""

import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

import httpx

Row = tuple[str, str]
"""What was measured, and the figure."""
LIMIT = 180.0  # seconds


def wait_until(check: Callable[[], Any], limit: float = LIMIT) -> None:
    """Wait until `check` returns something true. Raises TimeoutError after `limit` seconds."""
    deadline = time.monotonic() + limit
    while not check():
        if time.monotonic() > deadline:
            raise TimeoutError(f"Not within {limit:.0f} s")
        time.sleep(0.05)


def responds(url: str) -> bool:
    """Whether a GET of `url` is answered with 200."""
    try:
        return httpx.get(url, timeout=5).status_code == 200
    except httpx.HTTPError:
        return False


def percentile(values: list[float], part: float) -> float:
    """The value that the given part (0.99, say) of the values does not exceed."""
    return sorted(values)[min(len(values) - 1, int(part * len(values)))]


class Peaks:
    """Calls each of `readers` twenty times a second during the `with` block; `highest` has their highest results."""

    def __init__(self, **readers: Callable[[], float]) -> None:
        self.highest = dict.fromkeys(readers, 0.0)
        self._readers = readers
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._read, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()

    def _read(self) -> None:
        while not self._over.wait(0.05):
            for name, reader in self._readers.items():
                self.highest[name] = max(self.highest[name], reader())
