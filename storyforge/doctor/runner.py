"""Runs checks at the same time. One that hangs or breaks becomes a finding, and no finding shows a secret."""

import threading
import time
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from queue import Empty, SimpleQueue
from typing import Any

from django.db import connections

from providers.base import Finding
from storyforge.redaction import without_secrets


@dataclass(frozen=True)
class Check:
    """`look` examines the part called `what`; findings that come later than `limit` seconds are left out."""

    what: str
    look: Callable[[], Iterable[Finding]]
    limit: float


def run_all(checks: Iterable[Check]) -> Iterator[Finding]:
    """Start all checks at once and give their findings in the order of the checks."""
    for running in [_Running(check) for check in checks]:
        for finding in running.findings():
            yield replace(finding, says=without_secrets(finding.says))


class _Running:
    """A check in a thread of its own. A thread that hangs cannot be ended, so it is left behind."""

    def __init__(self, check: Check) -> None:
        self.check = check
        self.deadline = time.monotonic() + check.limit
        self.found: SimpleQueue[Finding | None] = SimpleQueue()
        threading.Thread(target=self._run, name=f"doctor: {check.what}", daemon=True).start()

    def _run(self) -> None:
        try:
            for finding in self.check.look():
                self.found.put(finding)
        except Exception as error:  # noqa: BLE001 - any error is a finding
            self.found.put(Finding(self.check.what, False, f"It broke while it was examined: {first_line(error)}."))
        finally:
            connections.close_all()  # they belong to this thread, which ends here
            self.found.put(None)

    def findings(self) -> Iterator[Finding]:
        """What is found, until the check ends or its time is up."""
        try:
            while (finding := self.found.get(timeout=max(0.0, self.deadline - time.monotonic()))) is not None:
                yield finding
        except Empty:
            yield Finding(self.check.what, False, f"It did not answer within {self.check.limit:g} s.")


def open_directly(url: str, seconds: float) -> Any:
    """Open an address without a proxy, which would hold back an answer that does not end. Raises OSError, HTTPException
    or ValueError when nobody answers there within `seconds`."""
    return urllib.request.build_opener(urllib.request.ProxyHandler({})).open(url, timeout=seconds)


def first_line(error: BaseException) -> str:
    """The first line of an exception's message, without a full stop, or its class where it has none."""
    lines = str(error).strip().splitlines()
    return lines[0].strip().rstrip(".") if lines else type(error).__name__
