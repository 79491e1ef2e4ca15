"""Finds pictures whose worker died or whose message was lost, and stories whose drawing phase should be closed."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from celery import shared_task
from django.conf import settings
from django.db import transaction
from django.db.models import Exists, Max, OuterRef, QuerySet
from django.utils import timezone

from core import leases
from core.models import StatusEvent
from core.status import Conflict
from images import pipeline, services, statuses
from images.drawing import outcomes
from images.models import Illustration
from stories import statuses as story_statuses
from stories.models import Story

BATCH = 200
RECENT = 500  # changes
PARTS = 1024  # of all stories


@shared_task(name="images.sweep", ignore_result=True)
def sweep() -> None:
    """Take pictures back from dead workers, send lost messages again, close what is done. May run twice at once."""
    for picture in _expired(statuses.GENERATING):
        reclaim(picture)
    resend(_expired(statuses.QUEUED))
    for story_id in unsettled():
        services.settle(story_id)


def _expired(status: str) -> QuerySet[Illustration]:
    rows = Illustration.everything.filter(status=status, lease_until__lt=timezone.now())
    return rows.select_related("story").order_by("lease_until")[:BATCH]


def reclaim(picture: Illustration) -> None:
    """Queue a picture again whose worker died."""
    try:
        with transaction.atomic():
            if outcomes.reclaim(picture):
                pipeline.enqueue_picture(picture)
    except Conflict:
        return  # its worker finished, or another sweep was faster


def resend(lost: Iterable[Illustration]) -> None:
    """Send the messages of queued pictures again, but for those that another sweep just took on. A story whose
    prompts are not composed yet starts over with that, once for all its pictures."""
    mine = [picture for picture in lost if _extend_lease(picture)]
    for picture in mine:
        if picture.depiction:
            pipeline.enqueue_picture(picture)
    for story in {picture.story for picture in mine if not picture.depiction}:
        pipeline.enqueue_drawing(story)


def _extend_lease(picture: Illustration) -> bool:
    """Extend the lease, for longer than usual (a busy worker may just be slow); False when somebody else did."""
    rows = Illustration.everything.filter(pk=picture.pk, status=statuses.QUEUED, lease_until=picture.lease_until)
    return bool(rows.update(lease_until=leases.lease(leases.lease_seconds())))


def unsettled() -> list[UUID]:
    """Stories whose status lags behind their pictures: whoever changed the last one died before settling.

    Of those whose drawing is over there are ever more, so only some are looked at: those of which something changed
    last, and of all others another part each time (which a story's id, being random, says).
    """
    drawing = Story.objects.filter(status=story_statuses.ILLUSTRATING)
    changed = Story.objects.filter(pk__in=_last_changed())
    others = Story.objects.filter(pk__range=_part(timezone.now()))
    return list(dict.fromkeys([*_lagging(drawing), *_lagging(changed), *_lagging(others)]))


def _last_changed() -> set[UUID]:
    """The stories of the last changes."""
    newest = StatusEvent.objects.aggregate(newest=Max("pk"))["newest"] or 0
    channels = StatusEvent.objects.filter(pk__gt=newest - RECENT).order_by().values_list("channel", flat=True)
    return {UUID(channel) for channel in channels}


def _part(now: datetime) -> tuple[UUID, UUID]:
    """The first and the last id of the part whose turn it is; one that is missed has its turn in the next round."""
    size = (1 << 128) // PARTS
    first = int(now.timestamp() / settings.SWEEP_SECONDS) % PARTS * size
    return UUID(int=first), UUID(int=first + size - 1)


def _lagging(stories: QuerySet[Story]) -> list[UUID]:
    pictures = Illustration.objects.filter(story=OuterRef("pk"))
    active = Exists(pictures.filter(status__in=statuses.ACTIVE))
    others = Exists(pictures.exclude(status=statuses.APPROVED))
    # Compared here, not in the query: a database would rather go through all stories that have one of the statuses.
    rows = stories.order_by().annotate(drawing=active, unapproved=others)
    states = rows.values_list("pk", "status", "drawing", "unapproved")
    return [story for story, status, drawing, unapproved in states if _lags(status, drawing, unapproved)]


def _lags(status: str, drawing: bool, unapproved: bool) -> bool:
    return (
        (status == story_statuses.ILLUSTRATING and not drawing)
        or (status == story_statuses.REVIEWING and not unapproved)
        or (status in story_statuses.SETTLED and status != story_statuses.FILMING and unapproved)
    )
