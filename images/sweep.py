"""Finds pictures whose worker died or whose message was lost, and stories whose drawing phase should be closed."""

from collections.abc import Iterable

from celery import shared_task
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from core import leases
from core.status import Conflict
from images import outcomes, pipeline, services, statuses
from images.models import Illustration
from stories import statuses as story_statuses
from stories.models import Story

BATCH = 200


@shared_task(name="images.sweep", ignore_result=True)
def sweep() -> None:
    """Take pictures back from dead workers, send lost messages again, close what is done. May run twice at once."""
    for picture in _expired(statuses.GENERATING):
        take_back(picture)
    send_again(_expired(statuses.QUEUED))
    for story in _unsettled()[:BATCH]:
        services.settle(story.pk)


def _expired(status: str) -> QuerySet[Illustration]:
    rows = Illustration.everything.filter(status=status, lease_until__lt=timezone.now())
    return rows.select_related("story").order_by("lease_until")[:BATCH]


def take_back(picture: Illustration) -> None:
    """Queue a picture again whose worker died."""
    try:
        with transaction.atomic():
            if outcomes.take_back(picture):
                pipeline.enqueue_picture(picture)
    except Conflict:
        return  # its worker finished, or another sweep was faster


def send_again(lost: Iterable[Illustration]) -> None:
    """Send the messages of queued pictures again, but for those that another sweep just took on. A story whose
    prompts are not composed yet starts over with that, once for all its pictures."""
    mine = [picture for picture in lost if _take_on(picture)]
    for picture in mine:
        if picture.depiction:
            pipeline.enqueue_picture(picture)
    for story in {picture.story for picture in mine if not picture.depiction}:
        pipeline.enqueue_drawing(story)


def _take_on(picture: Illustration) -> bool:
    """Extend the lease, for longer than usual (a busy worker may just be slow); False when somebody else did."""
    rows = Illustration.everything.filter(pk=picture.pk, status=statuses.QUEUED, lease_until=picture.lease_until)
    return bool(rows.update(lease_until=leases.lease(leases.lease_seconds())))


def _unsettled() -> QuerySet[Story]:
    """Stories whose status lags behind their pictures: whoever changed the last one died before settling."""
    pictures = Illustration.objects.filter(story=OuterRef("pk"))
    drawing_on = Exists(pictures.filter(status__in=statuses.ACTIVE))
    not_approved = Exists(pictures.exclude(status=statuses.APPROVED))
    return Story.objects.filter(
        Q(~drawing_on, status=story_statuses.ILLUSTRATING)
        | Q(~not_approved, status=story_statuses.REVIEWING)
        | Q(not_approved, status=story_statuses.APPROVED)
    )
