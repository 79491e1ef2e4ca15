"""Stories with open pages, and events for them; each has in `at` when it was sent, in seconds since 1970."""

import time
from collections.abc import Iterator
from itertools import cycle
from typing import Any

from django.conf import settings
from django.db import transaction

from benchmarks.scripts import run_command
from core import live
from images import events, statuses
from images.models import Illustration
from stories.models import Story
from tests.factories import illustrated_story, visitor


@transaction.atomic
def make(stories: int) -> list[dict[str, str]]:
    """Make so many stories whose pictures wait for approval. Return each one's id and the session of its owner."""
    return [_story(f"owner-{number:03}") for number in range(stories)]


def _story(owner: str) -> dict[str, str]:
    story = illustrated_story(statuses.PENDING, owner=owner)
    return {"story": str(story.pk), "session": visitor(owner).cookies[settings.SESSION_COOKIE_NAME].value}


def announce(stories: int, rate: float = 0, seconds: float = 0) -> int:
    """Announce one change of each of so many stories as fast as possible; or `rate` changes a second for `seconds`.

    Returns how many events were sent.
    """
    found = Story.objects.order_by("owner")[:stories]
    pictures = [Illustration.objects.filter(story=story).select_related("current")[0] for story in found]
    changes = [(picture.channel, *events.image_event(picture, drawn=20)) for picture in pictures]
    sent = 0
    for channel, name, data in _at_rate(changes, rate, seconds):
        sent += live.announce(channel, name, {**data, "at": time.time()})
    return sent


def _at_rate(changes: list[tuple[Any, ...]], rate: float, seconds: float) -> Iterator[tuple[Any, ...]]:
    if not rate:
        yield from changes
        return
    began = time.monotonic()
    for number, item in zip(range(int(rate * seconds)), cycle(changes), strict=False):
        time.sleep(max(0.0, began + number / rate - time.monotonic()))
        yield item


if __name__ == "__main__":
    run_command(make, announce)
