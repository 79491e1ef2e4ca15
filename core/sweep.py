"""Finds changes that no page heard of, because their process died right after or Redis was away."""

from collections import defaultdict
from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from core import live
from core.models import StatusEvent

BATCH = 500


@shared_task(name="core.sweep", ignore_result=True)
def sweep() -> None:
    """Have the pages of changes that were not announced catch up. May run twice at once: then they do so twice."""
    for channel, events in untold().items():
        if live.catch_up(channel):
            StatusEvent.objects.filter(pk__in=events).update(told=True)


def untold() -> dict[str, list[int]]:
    """The oldest events that should long have been announced, by their channel. An announcement follows its change at
    once; a third of a lease later it will not come any more."""
    late = timezone.now() - timedelta(seconds=settings.LEASE_SECONDS / 3)
    rows = StatusEvent.objects.filter(told=False, at__lt=late).order_by("at").values_list("channel", "pk")
    found: dict[str, list[int]] = defaultdict(list)
    for channel, event in rows[:BATCH]:
        found[channel].append(event)
    return found
