"""Stories that are looked at, and news of them.

`make 200` makes so many, with twenty pictures each, and prints their ids and the sessions of their owners.
`announce 200 8 30` announces, of so many stories in turn, so many changes a second for so many seconds; `announce 200`
one change of each as fast as it goes. Prints how many. Each event says in `at` when it was sent, in seconds since 1970.
"""

import json
import sys
import time
from collections.abc import Iterator
from itertools import cycle
from typing import Any

from django.conf import settings
from django.db import transaction

from core import live
from images import events, statuses
from images.models import Illustration
from stories.models import Story
from tests.factories import illustrated_story, visitor


def make(number: int) -> list[dict[str, str]]:
    """So many stories whose pictures all wait for approval."""
    with transaction.atomic():
        return [_one(f"owner-{place:03}") for place in range(number)]


def _one(owner: str) -> dict[str, str]:
    story = illustrated_story(statuses.PENDING, owner=owner)
    return {"story": str(story.pk), "session": visitor(owner).cookies[settings.SESSION_COOKIE_NAME].value}


def announce(stories: int, rate: float = 0, seconds: float = 0) -> int:
    """The news of a picture, as a change of its status sends them."""
    found = Story.objects.order_by("owner")[:stories]
    pictures = [Illustration.objects.filter(story=story).select_related("current")[0] for story in found]
    news = [(picture.channel, *events.image_news(picture, drawn=20)) for picture in pictures]
    sent = 0
    for channel, name, data in _paced(news, rate, seconds):
        sent += live.announce(channel, name, {**data, "at": time.time()})
    return sent


def _paced(news: list[tuple[Any, ...]], rate: float, seconds: float) -> Iterator[tuple[Any, ...]]:
    if not rate:
        yield from news
        return
    began = time.monotonic()
    for number, item in zip(range(int(rate * seconds)), cycle(news), strict=False):
        time.sleep(max(0.0, began + number / rate - time.monotonic()))
        yield item


if __name__ == "__main__":
    command, *numbers = sys.argv[1:]
    print(json.dumps({"make": make, "announce": announce}[command](*map(int, numbers))))
