"""Finds clips whose worker died or whose message was lost, and stories whose clips are all done."""

import logging
from collections.abc import Callable
from uuid import UUID

from celery import shared_task
from django.db import DatabaseError, transaction
from django.db.models import Exists, Max, OuterRef, QuerySet
from django.utils import timezone

from core import leases
from core.models import StatusEvent
from core.status import Conflict
from providers.base import ProviderError
from stories import statuses as story_statuses
from stories.models import Story
from videos import statuses
from videos.clips import dispatch, failure, outcomes, phase, takes
from videos.film import services as film_services
from videos.models import Clip, Take

log = logging.getLogger(__name__)

BATCH = 200
RECENT = 500  # changes


@shared_task(name="videos.sweep", ignore_result=True)
def sweep() -> None:
    """Reclaim clips from dead workers, send lost messages again, close what is done. May run twice at once."""
    for clip in _expired(statuses.SUBMITTING):
        _guarded(reclaim, clip)
    for clip in _expired(statuses.WORKING):
        _guarded(resume_polling, clip)
    for clip in _expired(statuses.QUEUED):
        _guarded(resend, clip)
    for story_id in unsettled_stories():
        phase.settle(story_id)
    for story in stories_without_film():
        film_services.request_auto_film(story)


def _expired(status: str) -> QuerySet[Clip]:
    rows = Clip.objects.filter(status=status, lease_until__lt=timezone.now())
    return rows.select_related("story").order_by("lease_until")[:BATCH]


def _guarded(work: Callable[[Clip], None], clip: Clip) -> None:
    """Do the work for one clip; an error there does not stop the sweep of the others."""
    try:
        work(clip)
    except ProviderError as error:  # its provider is no longer set up
        clip.refresh_from_db()
        failure.fail(clip, None, error)
    except DatabaseError:
        raise
    except Exception:
        log.exception("Clip %s of story %s could not be swept.", clip.number, clip.story_id)


def reclaim(clip: Clip) -> None:
    """Queue a clip again whose worker died while it submitted it, or made it here."""
    try:
        with transaction.atomic():
            if failure.reclaim(clip):
                dispatch.enqueue_clip(clip)
    except Conflict:
        return  # its worker was alive, or another sweep was faster


def resume_polling(clip: Clip) -> None:
    """A clip that is being made, and that no message polls any more."""
    take = takes.last_of(clip)
    if take is None or takes.animator_named(take.provider).on_this_machine:
        return reclaim(clip)
    if take.outcome not in statuses.OPEN:
        return outcomes.sync_clip(take)  # the worker that closed it died before it moved the clip
    resend(clip)


def resend(clip: Clip) -> None:
    """Send its message again, unless another sweep just did. The queue may be long and no message lost at all, so each
    time the wait is longer."""
    waited = (timezone.now() - clip.queued_at).total_seconds() if clip.queued_at else 0.0
    longer = max(leases.lease_seconds(), waited) if clip.status == statuses.QUEUED else 0.0
    rows = Clip.objects.filter(pk=clip.pk, status=clip.status, lease_until=clip.lease_until)
    with transaction.atomic():
        if rows.update(lease_until=leases.lease(longer)):
            Take.objects.filter(clip=clip.pk, outcome=statuses.MAKING).update(poll_at=timezone.now())
            dispatch.enqueue_clip(clip)


def unsettled_stories() -> list[UUID]:
    """Filming stories without active clips: the worker that changed the last one died before it settled the story."""
    active = Exists(Clip.objects.filter(story=OuterRef("pk"), status__in=statuses.ACTIVE))
    rows = Story.objects.filter(~active, status=story_statuses.FILMING).order_by()
    return list(rows.values_list("pk", flat=True)[:BATCH])


def stories_without_film() -> QuerySet[Story]:
    """Recently finished stories without a film: the worker that finished them died before it requested one."""
    newest = StatusEvent.objects.aggregate(newest=Max("pk"))["newest"] or 0
    changed = StatusEvent.objects.filter(pk__gt=newest - RECENT, kind="stories.story", new=story_statuses.FINISHED)
    finished = [UUID(channel) for channel in changed.order_by().values_list("channel", flat=True)]
    return Story.objects.filter(pk__in=finished, status=story_statuses.FINISHED, films=None)
