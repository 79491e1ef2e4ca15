"""Fifty stories at once: a thousand pictures that wait for their turn, what their waiting costs, and whose turn comes
when."""

import math
import time
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import mean

import psutil

from benchmarks.ground import NOTHING_TO_MEASURE, Ground, Program, ground
from benchmarks.site import until
from tests.upstreams import illustrator
from tests.upstreams.json_server import Answer, Upstream

Row = tuple[str, str]
STORIES, SOME, LIMIT = 50, 20, 15
PERIOD = 60.0  # seconds
# How much shorter that is when all pictures are drawn. What is not shorter is how often a waiting message asks: many
# times faster than this, a worker does little else.
FASTER, FASTER_WITH_ALL = 15.0, 10.0
DRAWING = 0.1  # seconds
LOOKED_ON = 45.0  # seconds
REDRAWS = 10
LONGEST = 600.0  # seconds
_WAITING = "SELECT count(*) FROM images_illustration WHERE status = 'queued' AND starts_at IS NOT NULL"
_DRAWN = """SELECT count(*) FROM images_illustration JOIN stories_story ON stories_story.id = story_id
            WHERE owner = 'many' AND images_illustration.status = 'pending_approval'"""


def run() -> Iterator[Row]:
    """1,000 pictures of 50 stories wait, 15 a minute; then those of 20 stories are drawn, fifteen times as fast"""
    with _crowd(STORIES, PERIOD) as place:
        if place is None:
            yield NOTHING_TO_MEASURE
            return
        yield from _while_they_wait(place)
    yield from _all_drawn(SOME, FASTER)


def full() -> Iterator[Row]:
    """1,000 pictures of 50 stories, queued at once, are drawn ten times as fast as 15 a minute"""
    return _all_drawn(STORIES, FASTER_WITH_ALL)


def _all_drawn(stories: int, faster: float) -> Iterator[Row]:
    with _crowd(stories, PERIOD / faster) as place:
        if place is None:
            yield NOTHING_TO_MEASURE
            return
        yield from _until_all_are_drawn(place, 20 * stories, PERIOD / faster)


@contextmanager
def _crowd(stories: int, period: float) -> Iterator[Ground | None]:
    """The stories, and services outside that answer soon."""
    pace = {"IMAGES_PER_MINUTE": str(LIMIT), "IMAGE_PERIOD_SECONDS": str(period)}
    free = {"MODERATE_INPUT": "false", "TEXT_PROVIDER": "local", "IMAGE_PROVIDER": "upstream", "IMAGE_HOST": "local"}
    with (
        Upstream(lambda asked, number: Answer(after=DRAWING)) as server,
        ground(**pace, **free, **{illustrator.ADDRESS: server.url}) as place,
    ):
        if place is not None:
            place.inside("crowd", "make", stories)
        yield place


def _while_they_wait(place: Ground) -> Iterator[Row]:
    with place.worker() as worker:
        time.sleep(LOOKED_ON / 3)
        idle = _share(worker, LOOKED_ON / 3)
        began = time.monotonic()
        place.inside("crowd", "send")
        until(lambda: place.count(_WAITING) >= 20 * STORIES - 2 * LIMIT, LONGEST)
        yield "until all have asked, and know when their turn comes", f"{time.monotonic() - began:.0f} s"
        redis = Program(psutil.Process(place.redis.process.pid))
        before = redis.worked
        waiting = _share(worker, LOOKED_ON)
        redis_share = (redis.worked - before) / LOOKED_ON
        yield "the worker's part of one core while they wait; with nothing to do", f"{waiting:.1%}; {idle:.1%}"
        yield "Redis's part of one core meanwhile", f"{redis_share:.1%}"


def _share(program: Program, seconds: float) -> float:
    """How much of one processor it uses."""
    before = program.worked
    time.sleep(seconds)
    return (program.worked - before) / seconds


def _until_all_are_drawn(place: Ground, pictures: int, period: float) -> Iterator[Row]:
    place.inside("crowd", "send")
    with place.worker() as worker:
        until(lambda: place.count(_DRAWN) >= pictures / 10, LONGEST)
        first = worker.memory
        redraws = place.inside("crowd", "redraw", REDRAWS)
        left = pictures - place.count(_DRAWN)
        until(lambda: place.count(_DRAWN) == pictures, LONGEST)
        last = worker.memory
    ends = place.inside("crowd", "ends")
    shortest = (math.ceil((pictures + REDRAWS) / LIMIT) - 1) * period + DRAWING
    slowest = max(redraws, key=lambda redraw: redraw["seconds"])
    most = max(redraws, key=lambda redraw: redraw["before"])
    yield "all drawn after", f"{max(ends):.0f} s ({max(ends) / shortest:.2f} of the shortest possible)"
    yield "a redraw that a person asks for, at the worst", f"{slowest['seconds']:.1f} s, of a period of {period:.1f} s"
    yield "pictures that began before it, at the most", f"{most['before']:.0f}, while {left} waited"
    yield "the slowest of the stories, as a part of the others' mean", f"{ends[-1] / mean(ends[:-1]):.3f}"
    yield "the first of the stories, as a part of the mean", f"{ends[0] / mean(ends):.3f}"
    yield "memory of the worker after a tenth of them, and after the last", f"{first:.0f}, {last:.0f} MB"
