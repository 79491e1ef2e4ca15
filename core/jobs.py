"""The life of everything that runs in the background: writing, pictures, clips, films, downloads, worksheets.

    queued --claim--> at work --> done             the worker renews the lease while it is at work (`holding`)
       ^-- put off, as `RetryPolicy` says --------|   or the app gives the job up in words
       ^-- reclaimed, because its worker died ----|   the lease ran out; after `RetryPolicy.tries` it is given up
    A queued job whose lease ran out has lost its message, which is sent again.

While work goes on, one thread of this process renews the leases of all of it. When the process dies nobody renews them,
they run out, and the sweep takes the rows up again.

An app has a subclass of `Lifecycle` for each kind of job. It says what is sent, how often it is tried and what giving
up means to its users; when a job is claimed, put off, reclaimed, sent again or given up is decided here. Jobs whose row
has no status for being worked on have a subclass of `LeaseLifecycle` instead.
"""

import logging
import random
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Generic, Protocol, TypeVar

from django.conf import settings
from django.db import DatabaseError, Error, close_old_connections, connection, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from core import tally
from core.models import Leased, Tracked
from core.status import Conflict, move

log = logging.getLogger(__name__)

J = TypeVar("J", bound=Tracked)
L = TypeVar("L", bound=Leased)
R = TypeVar("R", bound=Leased)
BATCH = 200  # jobs of one status in one sweep

_held: dict[int, QuerySet[Any]] = {}
_lock = threading.Lock()
_thread: threading.Thread | None = None


def lease(seconds: float = 0.0) -> datetime:
    """The end of a lease that begins now: LEASE_SECONDS from here, or `seconds` later than that."""
    return timezone.now() + timedelta(seconds=settings.LEASE_SECONDS + seconds)


@contextmanager
def holding(rows: QuerySet[Any]) -> Iterator[None]:
    """Renew `lease_until` of `rows` for as long as the block runs.

    The rows must filter on what makes the work ours (a status, say), so that a row which was taken from us is left
    alone.
    """
    global _thread
    with _lock:
        _held[id(rows)] = rows
        if _thread is None or not _thread.is_alive():
            _thread = threading.Thread(target=_renew_for_ever, name="lease-keeper", daemon=True)
            _thread.start()
    try:
        yield
    finally:
        with _lock:
            _held.pop(id(rows), None)


def _renew_for_ever() -> None:
    while True:
        time.sleep(settings.LEASE_SECONDS / 3)
        with _lock:
            held = list(_held.values())
        if held:
            _renew(held)


def _renew(held: list[QuerySet[Any]]) -> None:
    try:
        close_old_connections()
        for rows in held:
            rows.all().update(lease_until=lease())
    except Error as error:
        log.warning("Leases could not be renewed (%s); trying again in %.0f s.", error, settings.LEASE_SECONDS / 3)
    finally:
        connection.close()


def of_present(rows: "QuerySet[R]") -> "QuerySet[R]":
    """Those of `rows` whose story is not deleted. Work on the others is not begun; it goes on once that is undone."""
    where = rows.model.deleted
    return rows.filter((f"{where}__isnull", True)) if where else rows


class Failure(Protocol):
    """What a retry depends on; `providers.base.ProviderError` has it."""

    permanent: bool
    reached: bool
    retry_after: float | None


@dataclass(frozen=True)
class NextTry:
    """Try again after `seconds`. A rate limit or an unreachable service does not count as a try, because no paid call
    was made."""

    seconds: float
    spends_try: bool


@dataclass(frozen=True)
class RetryPolicy:
    """How often a job is tried each time it is asked for, and how long its errors are waited out."""

    tries: int = 3
    first_pause: float = 2.0  # seconds; each failure doubles it
    longest_pause: float = 60.0  # seconds
    longest_told_to_wait: timedelta = timedelta(hours=2)  # then a service that only ever says "later" has failed
    # Then a service that nobody reaches has failed. None: not reaching it spends a try like any other error.
    longest_unreachable: timedelta | None = timedelta(minutes=10)

    def after(self, error: Failure, *, tries: int, since: datetime | None, failures: int) -> NextTry | None:
        """What follows an error of the attempt number `tries` at a job that was asked for at `since`; the pause grows
        with the number of `failures` in a row. None: nothing more, the job has failed."""
        if error.permanent:
            return None
        limit = None if error.reached else self.longest_unreachable
        if error.retry_after is not None:
            limit = self.longest_told_to_wait
        if limit is None:
            return NextTry(self.pause(failures), spends_try=True) if tries < self.tries else None
        if since is not None and timezone.now() - since >= limit:
            return None
        return NextTry(error.retry_after or self.pause(failures), spends_try=False)

    def pause(self, failures: int) -> float:
        """A growing, jittered pause in seconds, after that many failures in a row."""
        doubled: float = self.first_pause * 2 ** min(max(failures - 1, 0), 20)
        return min(doubled, self.longest_pause) * random.uniform(0.75, 1.25)


class BaseLifecycle(Generic[L]):
    """What an app defines for one kind of job."""

    model: type[L]
    retry = RetryPolicy()

    def send(self, job: L) -> None:
        """Enqueue the job's message."""
        raise NotImplementedError

    def give_up(self, job: L) -> None:
        """Fail a job whose worker died in its last try, in words. The row is locked, and what `lock` locks."""
        raise NotImplementedError

    def mine(self, job: L) -> "QuerySet[L]":
        """The job's row, as long as the worker that claimed it as `job` may go on."""
        raise NotImplementedError

    def holding(self, job: L) -> AbstractContextManager[None]:
        """Renew the lease of a claimed job for as long as the block runs."""
        return holding(self.mine(job))


class Lifecycle(BaseLifecycle[J]):
    """How jobs of one kind live; see the module. `queued` and `working` are statuses of the model."""

    queued = "queued"
    working: Iterable[str]
    most_claims: int | None = None  # how often it is claimed before it is given up after a crash; None: `retry.tries`
    lost = "Its worker stopped."  # the note of a reclaimed job in its history
    fresh_try: Mapping[str, Any] = {}  # changes to the row of a reclaimed job

    def lock(self, job: J) -> None:
        """Lock the rows that other code locks before the job's row, to avoid deadlocks."""

    def close_attempt(self, job: J) -> None:
        """Record that the outcome of the attempt of a worker that died is unknown. In the transaction of `reclaim`."""

    def is_last_try(self, job: J) -> bool:
        """Whether the job is given up, and not tried again, if its worker dies."""
        return job.tries >= (self.most_claims or self.retry.tries)

    def reclaimed(self, job: J) -> None:
        """What follows once the reclaiming is committed."""

    def longest_before_resend(self, job: J) -> float:
        """Extra seconds before a re-sent message counts as lost. By default it grows with the job's age, because the
        queue may be long."""
        return (timezone.now() - job.queued_at).total_seconds() if job.queued_at else 0.0

    def rows(self, job: J) -> "QuerySet[J]":
        """The job's row, without the joins of the model's usual order, which would be locked with it."""
        return self.model._base_manager.filter(pk=job.pk).order_by()

    def ask(self, job: J, *, by: str, **changes: Any) -> None:
        """Queue a job because somebody asks for it anew, with other `changes` to its row. Raises Conflict as `move`."""
        fresh: dict[str, Any] = {"tries": 0, "error": "", "queued_at": timezone.now(), "lease_until": lease()}
        move(job, self.queued, by=by, **(fresh | changes))

    def claim(self, job: J, to: str, **changes: Any) -> None:
        """Take the job in hand as one more try, with other `changes` to its row. Raises Conflict when another worker
        was faster, somebody asked for something else since `job` was read, or its story is deleted."""
        with transaction.atomic():
            rows = of_present(self.rows(job)).filter(queued_at=job.queued_at, tries=job.tries)
            if rows.select_for_update(of=("self",)).first() is None:  # not `exists`, which has no "self" to lock
                raise Conflict("Something else is asked for by now.")
            move(job, to, tries=job.tries + 1, lease_until=lease(), **changes)

    def mine(self, job: J) -> "QuerySet[J]":
        return self.rows(job).filter(status__in=tuple(self.working), queued_at=job.queued_at, tries=job.tries)

    def put_off(self, job: J, seconds: float, **changes: Any) -> bool:
        """Let a queued job wait `seconds` more, with other `changes` to its row. False when it is not queued any
        more."""
        return bool(self.rows(job).filter(status=self.queued).update(lease_until=lease(seconds), **changes))

    def queue_again(self, job: J, seconds: float = 0.0, **changes: Any) -> None:
        """Queue a job that is being worked on for another try after `seconds`. Raises Conflict as `move`."""
        move(job, self.queued, lease_until=lease(seconds), **changes)

    def reclaim(self, job: J) -> bool:
        """Take a job from a worker that died: queue it and send it again, or give it up after the last try.

        `job` is as the caller read it, with the lease that ran out. Returns False, and does nothing, when its lease
        is another by now: its worker was slow and renewed it, or another sweep was faster.
        """
        with transaction.atomic():
            self.lock(job)
            row = self._as_seen(job).select_for_update().first()
            if row is None:
                return False
            self.close_attempt(row)
            if self.is_last_try(row):
                self.give_up(row)
            else:
                self.queue_again(row, note=self.lost, **self.fresh_try)
                self.send(row)
        self.reclaimed(row)
        tally.count(tally.RECLAIMS, row._meta.label_lower)
        return True

    def send_again(self, job: J) -> bool:
        """Send the message of a queued job again. False when another sweep just did."""
        longer = max(settings.LEASE_SECONDS, self.longest_before_resend(job))
        with transaction.atomic():
            mine = self._as_seen(job).update(lease_until=lease(longer))
            if mine:
                self.send(job)
        return bool(mine)

    def _as_seen(self, job: J) -> "QuerySet[J]":
        return self.rows(job).filter(status=job.status, lease_until=job.lease_until, tries=job.tries)

    def sweep(self) -> None:
        """Reclaim jobs whose worker died, and send lost messages again. May run twice at once."""
        for job in self.expired(self.working).order_by("lease_until")[:BATCH]:
            each(self.reclaim, job)
        for job in of_present(self.expired([self.queued])).order_by("lease_until")[:BATCH]:
            each(self.send_again, job)

    def expired(self, statuses: Iterable[str]) -> "QuerySet[J]":
        """The jobs in these statuses whose lease ran out."""
        return self.model._base_manager.filter(status__in=tuple(statuses), lease_until__lt=timezone.now())


class LeaseLifecycle(BaseLifecycle[L]):
    """How jobs of one kind live whose row has no status for being worked on: a job is a worker's while its lease runs.
    One without a lease waits for a worker from the moment in its column `due_column` on."""

    due_column: str

    def jobs(self) -> "QuerySet[L]":
        """The rows that may be worked on."""
        return self.model._base_manager.order_by()

    def due(self, late: float = 0.0) -> "QuerySet[L]":
        """The jobs that have waited for `late` seconds, and those whose lease ran out."""
        now = timezone.now()
        waiting = Q((f"{self.due_column}__lte", now - timedelta(seconds=late)), lease_until=None)
        return of_present(self.jobs()).filter(waiting | Q(lease_until__lt=now))

    def claim(self, job: L, **changes: Any) -> bool:
        """Take the job in hand as one more try, with other `changes` to its row. False when it is not due, or another
        worker was faster."""
        rows = self.due().filter(pk=job.pk, tries=job.tries)
        if not rows.update(tries=job.tries + 1, lease_until=lease(), **changes):
            return False
        job.refresh_from_db()
        return True

    def mine(self, job: L) -> "QuerySet[L]":
        return self.jobs().filter(pk=job.pk, tries=job.tries, lease_until__isnull=False)

    def release(self, job: L, **changes: Any) -> bool:
        """End the work on a claimed job, with other `changes` to its row. False when the job is another worker's."""
        return bool(self.mine(job).update(**{"lease_until": None, **changes}))

    def reclaim(self, job: L) -> bool:
        """Send a job again whose message was lost or whose worker died, or give it up after the last try. `job` is as
        the caller read it; False when a worker or another sweep has taken it since."""
        as_seen = {name: getattr(job, name) for name in ("lease_until", "tries", self.due_column)}
        with transaction.atomic():
            row = self.due().filter(pk=job.pk, **as_seen).select_for_update(of=("self",)).first()
            if row is None:
                return False
            if row.tries >= self.retry.tries:
                self.give_up(row)
            else:
                self.jobs().filter(pk=row.pk).update(**{"lease_until": None, self.due_column: timezone.now()})
                self.send(row)
        if job.lease_until is not None:  # else only its message was lost
            tally.count(tally.RECLAIMS, row._meta.label_lower)
        return True

    def sweep(self, late: float | None = None) -> None:
        """Reclaim the jobs that are due for `late` seconds (a lease). May run twice at once."""
        due = self.due(settings.LEASE_SECONDS if late is None else late)
        for job in due.order_by("lease_until", self.due_column)[:BATCH]:
            each(self.reclaim, job)


def each(work: Callable[[L], Any], job: L) -> None:
    """Do the work for one job of a sweep. What goes wrong there must not keep the sweep from the others."""
    try:
        work(job)
    except Conflict:
        return  # its worker finished, or another sweep was faster
    except DatabaseError:
        raise
    except Exception:
        log.exception("%s of story %s could not be swept.", job, job.channel)
