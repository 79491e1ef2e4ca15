"""Makes one clip: submits it to a service, polls until it is done and ingests it; or makes it on this machine.

Nothing here sleeps: a function that has to wait returns the seconds, and its task is retried then. Every function may
be called more than once, and by different workers. No database connection is open during a provider's call.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import wraps

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.db.models import Q
from django.utils import timezone

from core.connections import release_connection
from core.jobs import of_present
from core.status import Conflict
from providers.base import Animator, ClipJob, ProviderError
from stories.ledger import OverBudget
from videos import statuses
from videos.clips import ingest, outcomes, slots, takes
from videos.clips.animators import animator_named, animator_of, open_take
from videos.clips.jobs import clip_jobs
from videos.models import Clip, Take

log = logging.getLogger(__name__)

DATABASE_AWAY_SECONDS = 15.0
POLL_LEASE_SECONDS = 60.0  # a poll that takes longer counts as lost


def _or_without_database(work: Callable[[int], float | None]) -> Callable[[int], float | None]:
    """While the database is away, `work` returns the seconds until the next try."""

    @wraps(work)
    def call(clip_id: int) -> float | None:
        try:
            return work(clip_id)
        except (OperationalError, InterfaceError) as error:
            if connection.in_atomic_block:
                raise
            log.error("Clip %s: the database did not answer (%s).", clip_id, error)
            return DATABASE_AWAY_SECONDS

    return call


@_or_without_database
def submit(clip_id: int) -> float | None:
    """Submit the clip to its service, if it is queued and a slot is free.

    Returns the seconds after which to call again, or None when nothing is left to do. Raises neither for errors of a
    provider nor while the database is away: the sweep finishes whatever could not be recorded.
    """
    return _submit(clip_id, here=False)


@_or_without_database
def make_here(clip_id: int) -> float | None:
    """Make the clip on this machine, if it is queued. Returns and raises as `submit`."""
    return _submit(clip_id, here=True)


@_or_without_database
def poll(clip_id: int) -> float | None:
    """Ask the service whether the clip is done, and ingest it if so. Returns and raises as `submit`."""
    clip = _clip(clip_id, statuses.WORKING)
    take = open_take(clip) if clip else None
    if clip is None or take is None or not take.job or not _claim_poll(take):
        return None
    with clip_jobs.holding(clip):
        release_connection()
        try:
            animator = animator_named(take.provider)
            with _provider_errors_only(take):
                job = animator.poll(take.job)
        except ProviderError as error:
            return outcomes.record_poll_failure(take, error)
        return ingest.ingest(take, animator, job) if job.done else outcomes.poll_later(take)


def _clip(clip_id: int, status: str) -> Clip | None:
    """A clip that its service makes is looked after in a deleted story, too: it is paid for."""
    rows = Clip.objects.select_related("story", "illustration__current", "illustration__scene")
    if status == statuses.QUEUED:
        rows = of_present(rows)
    return rows.filter(pk=clip_id, status=status).first()


def _submit(clip_id: int, *, here: bool) -> float | None:
    clip = _clip(clip_id, statuses.QUEUED)
    if clip is None:
        return None
    try:
        animator = animator_of(clip)
    except ProviderError as error:
        return outcomes.record_not_started(clip, error)
    if animator.on_this_machine != here:
        return None  # the provider has changed; the sweep sends the right message
    if clip.starts_at and (wait := (clip.starts_at - timezone.now()).total_seconds()) > 0:
        return wait
    try:
        return _start(clip, animator)
    except takes.NoSlot:
        wait = outcomes.poll_interval(clip.queued_at)
        return wait if clip_jobs.put_off(clip, wait) else None
    except OverBudget as over:
        return outcomes.record_not_started(clip, ProviderError(str(over), permanent=True, operator=over.operator))
    except ProviderError as error:
        return outcomes.record_not_started(clip, error)
    except Conflict:
        return None


def _start(clip: Clip, animator: Animator) -> float | None:
    if not animator.on_this_machine and not slots.is_free(clip, animator):
        raise takes.NoSlot  # checked before the moderator is asked
    takes.moderate_motion(clip, animator)
    take, may_exist = takes.start(clip, animator)
    with clip_jobs.holding(clip):
        return _ask_provider(take, animator, may_exist=may_exist)


def _ask_provider(take: Take, animator: Animator, *, may_exist: bool) -> float | None:
    """Submit the take; look first whether the provider has the job already where it `may_exist`."""
    release_connection()
    if take.job:
        return outcomes.record_submitted(take, ClipJob(take.job))
    try:
        with _provider_errors_only(take):
            job = animator.find(take.key) if may_exist else None
    except ProviderError as error:
        return outcomes.record_lookup_failure(take, error)
    try:
        with _provider_errors_only(take):
            job = job or animator.submit(takes.request_of(take))
    except ProviderError as error:
        return outcomes.record_submit_failure(take, error)
    if animator.on_this_machine:
        return ingest.ingest(take, animator, job)
    return outcomes.record_submitted(take, job)


def _claim_poll(take: Take) -> bool:
    """Whether this message polls now; a second message for the same clip ends here."""
    now = timezone.now()
    # The clocks of two machines may differ a little.
    slack = timedelta(seconds=min(1.0, settings.VIDEO_POLL_SECONDS / 4))
    due = Q(poll_at=None) | Q(poll_at__lte=now + slack)
    rows = Take.objects.filter(due, pk=take.pk, poll_at=take.poll_at)
    return bool(rows.update(poll_at=now + timedelta(seconds=POLL_LEASE_SECONDS)))


@contextmanager
def _provider_errors_only(take: Take) -> Iterator[None]:
    """Turn an unexpected exception into a ProviderError with an unknown outcome."""
    try:
        yield
    except ProviderError:
        raise
    except Exception as bug:
        log.exception("%s of clip %s", take, take.clip_id)
        raise ProviderError("Whoever makes the clips stopped with an unexpected error.", answered=False) from bug
