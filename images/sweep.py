"""Finds pictures whose worker died or whose message was lost, and stories whose drawing phase should be closed."""

from celery import shared_task
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from core import leases
from core.status import Conflict
from images import drawing, pipeline, services, statuses
from images.models import Illustration
from stories import statuses as story_statuses
from stories.models import Story

BATCH = 200


@shared_task(name="images.sweep")
def sweep() -> None:
    """Take pictures back from dead workers, send lost messages again, close what is done. May run twice at once."""
    for picture in _expired(statuses.GENERATING):
        take_back(picture)
    for picture in _expired(statuses.QUEUED):
        send_again(picture)
    for story in _unsettled()[:BATCH]:
        services.settle(story.pk)


def _expired(status: str) -> QuerySet[Illustration]:
    rows = Illustration.objects.filter(status=status, lease_until__lt=timezone.now())
    return rows.select_related("story").order_by("lease_until")[:BATCH]


def take_back(picture: Illustration) -> None:
    """Queue a picture again whose worker died."""
    try:
        with transaction.atomic():
            if drawing.take_back(picture):
                pipeline.enqueue_picture(picture)
    except Conflict:
        return  # its worker finished, or another sweep was faster


def send_again(picture: Illustration) -> None:
    """Send the message of a queued picture again, unless another sweep just did."""
    rows = Illustration.objects.filter(pk=picture.pk, status=statuses.QUEUED, lease_until=picture.lease_until)
    with transaction.atomic():
        if not rows.update(lease_until=leases.lease(leases.lease_seconds())):
            return
        if picture.depiction:
            pipeline.enqueue_picture(picture)
        else:
            pipeline.enqueue_drawing(picture.story)


def _unsettled() -> QuerySet[Story]:
    """Stories still marked as being drawn that have no picture left to draw."""
    active = Illustration.objects.filter(story=OuterRef("pk"), status__in=statuses.ACTIVE)
    return Story.objects.filter(~Exists(active), status=story_statuses.ILLUSTRATING)
