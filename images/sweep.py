"""Finds pictures whose worker died or whose message was lost, and takes them up again."""

from collections.abc import Iterable
from contextlib import suppress

from celery import shared_task
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from core import leases
from core.status import Conflict
from images import statuses
from images.drawing import outcomes
from images.models import Illustration
from images.queueing import send_picture, send_story
from images.settling import settle
from stories import statuses as story_statuses
from stories.models import Story

BATCH = 200


@shared_task(name="images.sweep", ignore_result=True)
def sweep() -> None:
    """Reclaim pictures of dead workers and send lost messages again. May run twice at once."""
    for picture in _expired(statuses.GENERATING):
        with suppress(Conflict):  # its worker finished, or another sweep was faster
            outcomes.reclaim(picture)
    resend(_expired(statuses.QUEUED))
    for story in _drawn():
        settle(story.pk)


def _expired(status: str) -> QuerySet[Illustration]:
    rows = Illustration.everything.filter(status=status, lease_until__lt=timezone.now())
    return rows.select_related("story").order_by("lease_until")[:BATCH]


def resend(lost: Iterable[Illustration]) -> None:
    """Send the messages of queued pictures again, except those that another sweep has just taken. A story whose
    prompts are not composed yet starts over with that, once for all its pictures."""
    mine = [picture for picture in lost if _extend_lease(picture)]
    for picture in mine:
        if picture.depiction:
            send_picture(picture)
    for story in {picture.story for picture in mine if not picture.depiction}:
        send_story(story)


def _extend_lease(picture: Illustration) -> bool:
    """Extend the lease, for longer than usual (a busy worker may just be slow); False if somebody else did."""
    rows = Illustration.everything.filter(pk=picture.pk, status=statuses.QUEUED, lease_until=picture.lease_until)
    return bool(rows.update(lease_until=leases.lease(leases.lease_seconds())))


def _drawn() -> QuerySet[Story]:
    """Stories that are being drawn and of which no picture is. None is left so but by a change made by hand."""
    active = Exists(Illustration.objects.filter(story=OuterRef("pk"), status__in=statuses.ACTIVE))
    return Story.objects.filter(~active, status=story_statuses.ILLUSTRATING).order_by()[:BATCH]
