"""Checks that hang, break or would give away a secret, and still end as a line."""

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from queue import Empty, SimpleQueue

from django.db import connections

from providers.base import Finding
from storyforge.redaction import without_secrets


@dataclass(frozen=True)
class Check:
    """`look` examines the part called `what`; what it has not said within `limit` seconds is not waited for."""

    what: str
    look: Callable[[], Iterable[Finding]]
    limit: float


def examined(checks: Iterable[Check]) -> Iterator[Finding]:
    """Start all checks at once and give their findings in the order of the checks."""
    for running in [_Running(check) for check in checks]:
        for finding in running.findings():
            yield replace(finding, says=without_secrets(finding.says))


class _Running:
    """A check in a thread of its own. Nothing can end a thread that hangs, so nobody waits for it either."""

    def __init__(self, check: Check) -> None:
        self.check = check
        self.deadline = time.monotonic() + check.limit
        self.found: SimpleQueue[Finding | None] = SimpleQueue()
        threading.Thread(target=self._run, name=f"doctor: {check.what}", daemon=True).start()

    def _run(self) -> None:
        try:
            for finding in self.check.look():
                self.found.put(finding)
        except Exception as error:  # noqa: BLE001 - whatever broke is what was to be found out
            self.found.put(Finding(self.check.what, False, f"It broke while it was examined: {in_words(error)}."))
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


def in_words(error: BaseException) -> str:
    """The first line of what an exception says, without a full stop, or its kind where it says nothing."""
    lines = str(error).strip().splitlines()
    return lines[0].strip().rstrip(".") if lines else type(error).__name__
