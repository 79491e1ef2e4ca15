"""A thousand pictures of fifty stories that wait for their turn: what the waiting costs, and whose turn comes when."""

import math
import time
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import mean

import psutil

from benchmarks.measuring import Row, wait_until
from benchmarks.testbed import NO_POSTGRES, SiteProcess, Testbed, start_testbed
from tests.upstreams import illustrator
from tests.upstreams.json_server import Answer, Upstream

STORIES, SOME_STORIES, LIMIT = 50, 20, 15
PERIOD = 60.0  # seconds
# The period is shortened while all pictures are drawn. A waiting message asks just as often as before, so with a much
# shorter period a worker would do little else.
SPEED_UP, SPEED_UP_FULL = 15.0, 10.0
DRAWING_SECONDS = 0.1
OBSERVED_SECONDS = 45.0
REDRAWS = 10
LONGEST = 600.0  # seconds
_WAITING = "SELECT count(*) FROM images_illustration WHERE status = 'queued' AND starts_at IS NOT NULL"
_DRAWN = """SELECT count(*) FROM images_illustration JOIN stories_story ON stories_story.id = story_id
            WHERE owner = 'many' AND images_illustration.status = 'pending_approval'"""


def run() -> Iterator[Row]:
    """1,000 pictures of 50 stories wait, 15 a minute; then those of 20 stories are drawn, fifteen times as fast"""
    with _stories(STORIES, PERIOD) as testbed:
        if testbed is None:
            yield NO_POSTGRES
            return
        yield from _cost_of_waiting(testbed)
    yield from _draw_all(SOME_STORIES, SPEED_UP)


def run_full() -> Iterator[Row]:
    """1,000 pictures of 50 stories, queued at once, are drawn ten times as fast as 15 a minute"""
    return _draw_all(STORIES, SPEED_UP_FULL)


def _draw_all(stories: int, speed_up: float) -> Iterator[Row]:
    with _stories(stories, PERIOD / speed_up) as testbed:
        if testbed is None:
            yield NO_POSTGRES
            return
        yield from _order_of_turns(testbed, 20 * stories, PERIOD / speed_up)


@contextmanager
def _stories(stories: int, period: float) -> Iterator[Testbed | None]:
    """A testbed with stories whose scenes are approved, and an illustrator that answers soon."""
    limits = {"IMAGES_PER_MINUTE": str(LIMIT), "IMAGE_PERIOD_SECONDS": str(period)}
    providers = {
        "MODERATE_INPUT": "false",
        "TEXT_PROVIDER": "local",
        "IMAGE_PROVIDER": "upstream",
        "IMAGE_HOST": "local",
    }
    with (
        Upstream(lambda asked, number: Answer(after=DRAWING_SECONDS)) as server,
        start_testbed(**limits, **providers, **{illustrator.ADDRESS: server.url}) as testbed,
    ):
        if testbed is not None:
            testbed.script("waiting", "make", stories)
        yield testbed


def _cost_of_waiting(testbed: Testbed) -> Iterator[Row]:
    with testbed.worker() as worker:
        time.sleep(OBSERVED_SECONDS / 3)
        idle = _processor_share(worker, OBSERVED_SECONDS / 3)
        began = time.monotonic()
        testbed.script("waiting", "approve")
        wait_until(lambda: testbed.count(_WAITING) >= 20 * STORIES - 2 * LIMIT, LONGEST)
        yield "until all have asked, and know when their turn comes", f"{time.monotonic() - began:.0f} s"
        redis = SiteProcess(psutil.Process(testbed.redis.process.pid))
        before = redis.processor_seconds
        waiting = _processor_share(worker, OBSERVED_SECONDS)
        redis_share = (redis.processor_seconds - before) / OBSERVED_SECONDS
        yield "the worker's part of one core while they wait; with nothing to do", f"{waiting:.1%}; {idle:.1%}"
        yield "Redis's part of one core meanwhile", f"{redis_share:.1%}"


def _processor_share(process: SiteProcess, seconds: float) -> float:
    """The part of one core that it uses during so many seconds."""
    before = process.processor_seconds
    time.sleep(seconds)
    return (process.processor_seconds - before) / seconds


def _order_of_turns(testbed: Testbed, pictures: int, period: float) -> Iterator[Row]:
    testbed.script("waiting", "approve")
    with testbed.worker() as worker:
        wait_until(lambda: testbed.count(_DRAWN) >= pictures / 10, LONGEST)
        memory_early = worker.memory
        redraws = testbed.script("waiting", "redraw", REDRAWS)
        left = pictures - testbed.count(_DRAWN)
        wait_until(lambda: testbed.count(_DRAWN) == pictures, LONGEST)
        memory_late = worker.memory
    ends = testbed.script("waiting", "ends")
    shortest = (math.ceil((pictures + REDRAWS) / LIMIT) - 1) * period + DRAWING_SECONDS
    slowest = max(redraw["seconds"] for redraw in redraws)
    most = max(redraw["before"] for redraw in redraws)
    yield "all drawn after", f"{max(ends):.0f} s ({max(ends) / shortest:.2f} of the shortest possible)"
    yield "a redraw that a person asks for, at the worst", f"{slowest:.1f} s, of a period of {period:.1f} s"
    yield "pictures that began before it, at the most", f"{most:.0f}, while {left} waited"
    yield "the slowest of the stories, as a part of the others' mean", f"{ends[-1] / mean(ends[:-1]):.3f}"
    yield "the first of the stories, as a part of the mean", f"{ends[0] / mean(ends):.3f}"
    yield "memory of the worker after a tenth of them, and after the last", f"{memory_early:.0f}, {memory_late:.0f} MB"
