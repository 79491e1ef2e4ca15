"""Finds clips whose worker died or whose message was lost, and stories whose clips are all made."""

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
from videos import failure, films, outcomes, pipeline, services, statuses, takes
from videos.models import Clip, Take

log = logging.getLogger(__name__)

BATCH = 200
RECENT = 500  # changes


@shared_task(name="videos.sweep", ignore_result=True)
def sweep() -> None:
    """Take clips back from dead workers, send lost messages again, close what is done. May run twice at once."""
    for clip in _expired(statuses.SUBMITTING):
        _one(take_back, clip)
    for clip in _expired(statuses.WORKING):
        _one(look_after, clip)
    for clip in _expired(statuses.QUEUED):
        _one(send_again, clip)
    for story_id in unsettled():
        services.settle(story_id)
    for story in without_film():
        films.ask_by_itself(story)


def _expired(status: str) -> QuerySet[Clip]:
    rows = Clip.objects.filter(status=status, lease_until__lt=timezone.now())
    return rows.select_related("story").order_by("lease_until")[:BATCH]


def _one(work: Callable[[Clip], None], clip: Clip) -> None:
    """Do it for one clip; what goes wrong there is no trouble for the others."""
    try:
        work(clip)
    except ProviderError as error:  # nobody is there to make it
        clip.refresh_from_db()
        failure.fail(clip, None, error)
    except DatabaseError:
        raise
    except Exception:
        log.exception("Clip %s of story %s could not be swept.", clip.number, clip.story_id)


def take_back(clip: Clip) -> None:
    """Queue a clip again whose worker died while it asked for it, or made it here."""
    try:
        with transaction.atomic():
            if failure.take_back(clip):
                pipeline.enqueue_clip(clip)
    except Conflict:
        return  # its worker was alive, or another sweep was faster


def look_after(clip: Clip) -> None:
    """A clip that is being made, and that nobody looks at any more."""
    take = takes.last_of(clip)
    if take is None or takes.called(take.provider).on_this_machine:
        return take_back(clip)
    if take.outcome not in statuses.OPEN:
        return outcomes.catch_up(take)  # whoever closed it died before the clip heard of it
    send_again(clip)


def send_again(clip: Clip) -> None:
    """Send its message again, unless another sweep just did. There may be much before it, and no message lost at all:
    so each time it is waited longer."""
    waited = (timezone.now() - clip.queued_at).total_seconds() if clip.queued_at else 0.0
    longer = max(leases.lease_seconds(), waited) if clip.status == statuses.QUEUED else 0.0
    rows = Clip.objects.filter(pk=clip.pk, status=clip.status, lease_until=clip.lease_until)
    with transaction.atomic():
        if rows.update(lease_until=leases.lease(longer)):
            Take.objects.filter(clip=clip.pk, outcome=statuses.MAKING).update(poll_at=timezone.now())
            pipeline.enqueue_clip(clip)


def unsettled() -> list[UUID]:
    """Stories whose clips nobody is at any more: whoever changed the last one died before settling."""
    active = Exists(Clip.objects.filter(story=OuterRef("pk"), status__in=statuses.ACTIVE))
    rows = Story.objects.filter(~active, status=story_statuses.FILMING).order_by()
    return list(rows.values_list("pk", flat=True)[:BATCH])


def without_film() -> QuerySet[Story]:
    """Stories whose videos were made lately and whose film nobody asked for: who made the last video died too early."""
    newest = StatusEvent.objects.aggregate(newest=Max("pk"))["newest"] or 0
    changed = StatusEvent.objects.filter(pk__gt=newest - RECENT, kind="stories.story", new=story_statuses.FINISHED)
    finished = [UUID(channel) for channel in changed.order_by().values_list("channel", flat=True)]
    return Story.objects.filter(pk__in=finished, status=story_statuses.FINISHED, films=None)
