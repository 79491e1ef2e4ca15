"""Finds stories whose writer died or whose message was lost, and puts them back to work."""

from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from stories import pipeline, statuses, writing
from stories.models import Story

BATCH = 200


@shared_task(name="stories.sweep", ignore_result=True)
def sweep() -> None:
    """Put abandoned stories back to their writer. May run twice at once."""
    for story in abandoned()[:BATCH]:
        put_back(story)


def abandoned() -> QuerySet[Story]:
    """Stories in writing that nobody holds: the lease ran out, or the message was never taken."""
    now = timezone.now()
    lost = Q(lease_until=None, updated_at__lt=now - timedelta(seconds=settings.LEASE_SECONDS))
    return Story.objects.filter(lost | Q(lease_until__lt=now), status=statuses.WRITING).order_by("updated_at")


def put_back(story: Story) -> None:
    """Enqueue one abandoned story again, unless another sweep just did; give up after too many tries."""
    if story.tries >= writing.MAX_TRIES:
        return writing.give_up(story, "The writer stopped three times without an answer. Please try again.")
    seen = {"updated_at": story.updated_at, "lease_until": story.lease_until}
    rows = Story.objects.filter(pk=story.pk, status=statuses.WRITING, **seen)
    if rows.update(lease_until=None, updated_at=timezone.now()):
        pipeline.enqueue_writing(story)
