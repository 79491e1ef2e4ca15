"""Making one clip: ask for it, look again and again whether it is done, take it in; or make it here in one go.

Nothing here sleeps: whoever has to wait is told how long, and its task comes back then. All may be called more often
than once, and by another worker than before. No database connection is open while a provider is at work.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.db.models import Q, QuerySet
from django.utils import timezone

from core import leases
from core.connections import release_connection
from core.status import Conflict
from providers.base import Animator, ClipJob, ProviderError
from stories.budget import OverBudget
from videos import ingest, outcomes, slots, statuses, takes
from videos.models import Clip, Take

log = logging.getLogger(__name__)

DATABASE_RETRY_SECONDS = 15.0
LOOK_SECONDS = 60.0  # a look that takes longer is taken for lost


def submit(clip_id: int) -> float | None:
    """Ask a service outside for the clip, if it is queued and there is a place for it.

    Gives back the seconds after which to call again, or None when there is nothing left to do. Never raises for what a
    provider does, nor for a database that is away: what could not be recorded is taken up again by the sweep.
    """
    return _patiently(clip_id, lambda: _submit(clip_id))


def make_here(clip_id: int) -> float | None:
    """Make the clip on this machine, if it is queued. Gives back and raises as `submit`."""
    return _patiently(clip_id, lambda: _submit(clip_id, here=True))


def poll(clip_id: int) -> float | None:
    """Look whether the clip is done, and take it in where it is. Gives back and raises as `submit`."""
    return _patiently(clip_id, lambda: _poll(clip_id))


def _patiently(clip_id: int, work: Callable[[], float | None]) -> float | None:
    try:
        return work()
    except (OperationalError, InterfaceError) as error:
        if connection.in_atomic_block:
            raise
        log.error("Clip %s: the database did not answer (%s).", clip_id, error)
        return DATABASE_RETRY_SECONDS


def _clip(clip_id: int, status: str) -> Clip | None:
    rows = Clip.objects.select_related("story", "illustration__current", "illustration__scene")
    return rows.filter(pk=clip_id, status=status).first()


def _submit(clip_id: int, *, here: bool = False) -> float | None:
    clip = _clip(clip_id, statuses.QUEUED)
    if clip is None:
        return None
    try:
        animator = takes.animator_of(clip)
    except ProviderError as error:
        return outcomes.not_begun(clip, error)
    if animator.on_this_machine != here:
        return None  # another is asked by now; the sweep sends the right message
    if clip.starts_at and (wait := (clip.starts_at - timezone.now()).total_seconds()) > 0:
        return wait
    try:
        return _begin(clip, animator)
    except takes.NoPlace:
        return _wait_for_place(clip)
    except OverBudget as over:
        return outcomes.not_begun(clip, ProviderError(str(over), permanent=True, operator=over.operator))
    except ProviderError as error:
        return outcomes.not_begun(clip, error)
    except Conflict:
        return None


def _begin(clip: Clip, animator: Animator) -> float | None:
    if not animator.on_this_machine and not slots.is_free(clip, animator):
        raise takes.NoPlace  # said before anybody is asked about the words
    takes.check_words(clip, animator)
    begun = takes.begin(clip, animator)
    with leases.holding(_mine(clip)):
        return _ask(begun.take, animator, may_exist=begun.may_exist)


def _mine(clip: Clip) -> QuerySet[Clip]:
    """The row, as long as it is this worker who is at it."""
    return Clip.objects.filter(pk=clip.pk, status=clip.status, queued_at=clip.queued_at, tries=clip.tries)


def _wait_for_place(clip: Clip) -> float:
    wait = takes.pause_since(clip.queued_at)
    Clip.objects.filter(pk=clip.pk, status=statuses.QUEUED).update(lease_until=leases.lease(wait))
    return wait


def _ask(take: Take, animator: Animator, *, may_exist: bool) -> float | None:
    """Ask for the take; where it `may_exist` already, look for it first."""
    release_connection()
    if take.job:
        return outcomes.submitted(take, ClipJob(take.job))
    try:
        with _in_words(take):
            job = animator.find(take.key) if may_exist else None
    except ProviderError as error:
        return outcomes.not_found_out(take, error)
    try:
        with _in_words(take):
            job = job or animator.submit(takes.request_of(take))
    except ProviderError as error:
        return outcomes.not_submitted(take, error)
    if animator.on_this_machine:
        return ingest.take_in(take, animator, job)
    return outcomes.submitted(take, job)


def _poll(clip_id: int) -> float | None:
    clip = _clip(clip_id, statuses.WORKING)
    take = takes.open_of(clip) if clip else None
    if clip is None or take is None or not take.job or not _claimed(take):
        return None
    with leases.holding(_mine(clip)):
        release_connection()
        try:
            animator = takes.called(take.provider)
            with _in_words(take):
                job = animator.poll(take.job)
        except ProviderError as error:
            return outcomes.not_polled(take, error)
        return ingest.take_in(take, animator, job) if job.done else outcomes.still_working(take)


def _claimed(take: Take) -> bool:
    """Whether it is this message that looks now; a second one for the same clip ends here."""
    now = timezone.now()
    # Clocks differ a little, and a message is not one too many for that.
    slack = timedelta(seconds=min(1.0, settings.VIDEO_POLL_SECONDS / 4))
    due = Q(poll_at=None) | Q(poll_at__lte=now + slack)
    rows = Take.objects.filter(due, pk=take.pk, poll_at=take.poll_at)
    return bool(rows.update(poll_at=now + timedelta(seconds=LOOK_SECONDS)))


@contextmanager
def _in_words(take: Take) -> Iterator[None]:
    """Turn a bug of ours, or of a provider, into an error of which nobody knows what came of it."""
    try:
        yield
    except ProviderError:
        raise
    except Exception as bug:
        log.exception("%s of clip %s", take, take.clip_id)
        raise ProviderError("Whoever makes the clips stopped with an unexpected error.", answered=False) from bug
