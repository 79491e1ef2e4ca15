"""Many stories whose pictures are drawn at once.

`make 50` makes so many with approved scenes, and one more whose pictures are drawn already; `send` has the pictures of
the others drawn. `redraw 5` asks for a new version of so many pictures of the one story, one after another, and prints
for each the seconds until it began and how many others began before it. `ends` prints for each of the other stories
when its last picture was drawn, in seconds since the first of all began.
"""

import json
import sys
import time
from typing import Any

from django.db import transaction
from django.db.models import Max, Min

from images import services, statuses
from images.models import Illustration, Version
from stories.models import Story
from tests.factories import edited_story, illustrated_story

MANY, ONE = "many", "one"
LIMIT = 120.0  # seconds


def make(number: int) -> int:
    """The stories; nothing is sent to anybody yet."""
    illustrated_story(statuses.PENDING, owner=ONE)
    for _ in range(number):
        edited_story(owner=MANY)
    return number


def send() -> float:
    """Approve all scenes. Gives the seconds that it took."""
    began = time.monotonic()
    for story in Story.objects.filter(owner=MANY):
        services.approve_scenes(story, {}, by="")
    return time.monotonic() - began


def redraw(times: int) -> list[dict[str, float]]:
    """As often, somebody asks for another picture and waits for it."""
    return [_redrawn(picture) for picture in Illustration.objects.filter(story__owner=ONE)[:times]]


def _redrawn(picture: Illustration) -> dict[str, float]:
    services.redraw(picture, by="somebody")
    asked = Illustration.objects.get(pk=picture.pk).queued_at
    deadline = time.monotonic() + LIMIT
    while not (version := picture.versions.filter(number=2).first()):
        if time.monotonic() > deadline:
            raise TimeoutError(f"Not begun within {LIMIT:.0f} s")
        time.sleep(0.02)
    between = Version.objects.filter(started_at__gt=asked, started_at__lt=version.started_at)
    return {"seconds": (version.started_at - asked).total_seconds(), "before": between.count()}


def ends() -> list[float]:
    """When each story had its last picture, in order."""
    rows = Version.objects.filter(illustration__story__owner=MANY, outcome=statuses.DRAWN)
    first = rows.aggregate(first=Min("started_at"))["first"]
    last = rows.order_by().values("illustration__story").annotate(last=Max("finished_at"))
    return sorted((row["last"] - first).total_seconds() for row in last)


if __name__ == "__main__":
    command, *numbers = sys.argv[1:]
    commands: dict[str, Any] = {"make": transaction.atomic(make), "send": send, "redraw": redraw, "ends": ends}
    print(json.dumps(commands[command](*map(int, numbers))))
