"""Three whole stories at once on a whole site, against services that count; next to plain batches of five.

`python -m benchmarks throughput` runs three times as fast as real services; `throughput-full` runs as fast, for
some sixteen minutes.
"""

import math
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from statistics import median

from benchmarks.fixed_batches import FixedBatches
from benchmarks.measuring import Row, wait_until
from benchmarks.running_site import RunningSite
from benchmarks.story_flow import approve_by_api, approve_by_pages
from benchmarks.upstreams import Upstreams, sample_picture, upstreams

STORIES, PICTURES, LIMIT = 3, 60, 15
PERIOD, DRAWING_SECONDS, PAUSE = 60.0, 10.0, 20.0  # seconds
LONGEST = 10 * PERIOD


def run() -> Iterator[Row]:
    """three stories of twenty, 15 pictures a minute of 10 s each, in a third of the time; next to batches of five"""
    return _rows(3.0)


def run_full() -> Iterator[Row]:
    """three stories of twenty at 15 pictures a minute of 10 s each; next to batches of five with a pause of 20 s"""
    return _rows(1.0)


def _rows(speed_up: float) -> Iterator[Row]:
    period = PERIOD / speed_up
    with _services(speed_up) as services:
        upload = _upload_seconds(services)
    shortest = _shortest(PICTURES, speed_up) + upload
    yield "shortest possible: the windows, one drawing, one upload", f"{shortest:.2f} s ({upload:.3f} s to upload)"
    with _services(speed_up) as services:
        kept = _draw_on_site(services, period, partial(approve_by_pages, stories=STORIES, pause=period))
        yield from _result("StoryForge, characters kept", services, shortest, period, kept)
        yield "StoryForge, characters kept: from then to last upload", f"{_last_upload(services) - kept:.2f} s"
    with _services(speed_up) as services:
        approved = _draw_on_site(services, period, partial(approve_by_api, stories=STORIES))
        with_characters = _shortest(PICTURES + STORIES, speed_up) + upload
        yield "shortest possible with the characters, which take turns as well", f"{with_characters:.2f} s"
        yield from _result("StoryForge, straight through", services, with_characters, period, approved)
    with _services(speed_up) as services, _services(speed_up) as others, ThreadPoolExecutor(2) as threads:
        plain = FixedBatches(services.environment, PAUSE / speed_up)
        obedient = FixedBatches(others.environment, PAUSE / speed_up, obedient=True)
        list(threads.map(lambda batches: batches.draw(STORIES), (plain, obedient)))
        yield from _result("batches of five", services, shortest, period)
        yield from _result("batches that wait as told", others, shortest, period)


def _shortest(pictures: int, speed_up: float) -> float:
    """The fewest seconds until so many pictures are drawn: the last one starts when its window does."""
    return ((math.ceil(pictures / LIMIT) - 1) * PERIOD + DRAWING_SECONDS) / speed_up


@contextmanager
def _services(speed_up: float) -> Iterator[Upstreams]:
    """Services that draw LIMIT pictures in each shortened minute, and refuse the others."""
    with upstreams() as services:
        openai = services.openai
        openai.images_per_minute, openai.window_seconds = LIMIT, PERIOD / speed_up
        openai.think = DRAWING_SECONDS / speed_up
        yield services


def _upload_seconds(services: Upstreams) -> float:
    """The median seconds of one upload while nothing else happens."""
    client, data = FixedBatches(services.environment), sample_picture()
    return median(_seconds(partial(client.upload, data, f"alone-{number}")) for number in range(7))


def _seconds(act: Callable[[], None]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def _draw_on_site(services: Upstreams, period: float, approve: Callable[[RunningSite], float]) -> float:
    """Draw three stories at once, each with its character, on a new site. Return what `approve` returns: the time when
    the pictures were asked for."""
    limits = {"IMAGES_PER_MINUTE": str(LIMIT), "IMAGE_PERIOD_SECONDS": str(period)}
    with (
        tempfile.TemporaryDirectory(prefix="storyforge-bench-") as folder,
        RunningSite(folder, **services.environment, **limits) as site,
    ):
        site.wait_for_first_page()
        asked = approve(site)
        wait_until(lambda: len(services.cloudinary.uploads) == PICTURES + STORIES, LONGEST)
        return asked


def _result(label: str, services: Upstreams, shortest: float, window: float, since: float = 0.0) -> Iterator[Row]:
    first = next(at for at in services.picture_requests() if at >= since)
    seconds = _last_upload(services) - first
    refused = len(services.openai.refused_by_rate)
    yield f"{label}: first request to last upload", f"{seconds:.2f} s ({seconds / shortest:.3f} of it)"
    yield f"{label}: refused (429); most in any {window:.0f} s", f"{refused}; {services.most_drawn_in(window)}"


def _last_upload(services: Upstreams) -> float:
    return max(services.cloudinary.taken)
