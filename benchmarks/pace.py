"""The pace: three whole stories at once on a whole site, against services that count; next to plain batches of five.

`python -m benchmarks pace` runs three times as fast as life; `python -m benchmarks pace-uncompressed` runs as long as
users wait, some sixteen minutes.
"""

import math
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from statistics import median

from benchmarks.approving import after_a_look_at_the_fox, straight_through
from benchmarks.batches import Batches
from benchmarks.site import Site, until
from benchmarks.upstreams import Upstreams, finished, upstreams

Row = tuple[str, str]
STORIES, PICTURES, LIMIT = 3, 60, 15
PERIOD, DRAWING, PAUSE = 60.0, 10.0, 20.0  # seconds
LONGEST = 10 * PERIOD


def run() -> Iterator[Row]:
    """three stories of twenty, 15 pictures a minute of 10 s each, in a third of the time; next to batches of five"""
    return _rows(3.0)


def uncompressed() -> Iterator[Row]:
    """three stories of twenty at 15 pictures a minute of 10 s each; next to batches of five with a pause of 20 s"""
    return _rows(1.0)


def _rows(faster: float) -> Iterator[Row]:
    with _counting(faster) as services:
        upload = _one_upload(services)
    shortest = _shortest(PICTURES, faster) + upload
    yield "shortest possible: the windows, one drawing, one upload", f"{shortest:.2f} s ({upload:.3f} s to upload)"
    with _counting(faster) as services:
        look = partial(after_a_look_at_the_fox, stories=STORIES, pause=PERIOD / faster)
        kept = _on_the_site(services, faster, look)
        yield from _what_happened("StoryForge, foxes kept", services, shortest, PERIOD / faster, kept)
        yield "StoryForge, foxes kept: from then to last upload", f"{_last(services) - kept:.2f} s"
    with _counting(faster) as services:
        approved = _on_the_site(services, faster, partial(straight_through, stories=STORIES))
        with_foxes = _shortest(PICTURES + STORIES, faster) + upload
        yield "shortest possible with the foxes, which take turns as well", f"{with_foxes:.2f} s"
        yield from _what_happened("StoryForge, straight through", services, with_foxes, PERIOD / faster, approved)
    with _counting(faster) as services, _counting(faster) as others, ThreadPoolExecutor(2) as both:
        plain = Batches(services.environment, PAUSE / faster)
        obedient = Batches(others.environment, PAUSE / faster, obedient=True)
        list(both.map(lambda batches: batches.draw(STORIES), (plain, obedient)))
        yield from _what_happened("batches of five", services, shortest, PERIOD / faster)
        yield from _what_happened("batches that wait as told", others, shortest, PERIOD / faster)


def _shortest(pictures: int, faster: float) -> float:
    """Seconds until so many pictures are drawn, at the least: the last of them starts when its window does."""
    return ((math.ceil(pictures / LIMIT) - 1) * PERIOD + DRAWING) / faster


@contextmanager
def _counting(faster: float) -> Iterator[Upstreams]:
    """Services that draw LIMIT pictures in a minute that lasts so much shorter, and refuse what comes sooner."""
    with upstreams() as services:
        openai = services.openai
        openai.images_per_minute, openai.window_seconds, openai.think = LIMIT, PERIOD / faster, DRAWING / faster
        yield services


def _one_upload(services: Upstreams) -> float:
    """The usual seconds that one upload takes when nothing else happens."""
    client, data = Batches(services.environment), finished()
    return median(_seconds(partial(client.upload, data, f"alone-{number}")) for number in range(7))


def _seconds(act: Callable[[], None]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def _on_the_site(services: Upstreams, faster: float, approve: Callable[[Site], float]) -> float:
    """Draw three stories at once, each with its fox, on a site of their own; gives what `approve` does: the moment when
    the pictures were asked for."""
    period = {"IMAGES_PER_MINUTE": str(LIMIT), "IMAGE_PERIOD_SECONDS": str(PERIOD / faster)}
    with tempfile.TemporaryDirectory(prefix="storyforge-bench-") as folder:
        site = Site(folder, **services.environment, **period)
        try:
            site.wait_for_the_first_page()
            asked = approve(site)
            until(lambda: len(services.cloudinary.uploads) == PICTURES + STORIES, LONGEST)
            return asked
        finally:
            site.stop()


def _what_happened(who: str, services: Upstreams, shortest: float, window: float, since: float = 0.0) -> Iterator[Row]:
    first = next(at for at in services.asked_for_pictures() if at >= since)
    took = _last(services) - first
    refused = len(services.openai.refused_by_pace)
    yield f"{who}: first request to last upload", f"{took:.2f} s ({took / shortest:.3f} of it)"
    yield f"{who}: refused (429); most in any {window:.0f} s", f"{refused}; {services.most_drawn_in(window)}"


def _last(services: Upstreams) -> float:
    return max(services.cloudinary.taken)
