"""Many stories whose pictures are drawn at once, and one more whose pictures are drawn already."""

import time

from django.db import transaction
from django.db.models import Max, Min

from benchmarks.scripts import run_command
from images import services, statuses
from images.models import Illustration, Version
from stories.models import Story
from tests.factories import edited_story, illustrated_story

MANY, ONE = "many", "one"  # owners
LIMIT = 120.0  # seconds


@transaction.atomic
def make(stories: int) -> None:
    """Make the one story, and so many with written scenes."""
    illustrated_story(statuses.PENDING, owner=ONE)
    for _ in range(stories):
        edited_story(owner=MANY)


def approve() -> None:
    """Approve the scenes of the many stories, which sends all their pictures."""
    for story in Story.objects.filter(owner=MANY):
        services.approve_scenes(story, {}, by="")


def redraw(times: int) -> list[dict[str, float]]:
    """Ask for a new version of so many pictures of the one story, one after another.

    Returns for each the seconds until it began and how many other pictures began before it.
    """
    return [_redraw(picture) for picture in Illustration.objects.filter(story__owner=ONE)[:times]]


def _redraw(picture: Illustration) -> dict[str, float]:
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
    """When the last picture of each of the many stories was drawn, in order, in seconds since the first began."""
    rows = Version.objects.filter(illustration__story__owner=MANY, outcome=statuses.DRAWN)
    first = rows.aggregate(first=Min("started_at"))["first"]
    last = rows.order_by().values("illustration__story").annotate(last=Max("finished_at"))
    return sorted((row["last"] - first).total_seconds() for row in last)


if __name__ == "__main__":
    run_command(make, approve, redraw, ends)
