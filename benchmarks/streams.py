"""The live channel: a thousand open event streams on one web process, while pages are read from it."""

import resource
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from benchmarks.ground import NOTHING_TO_MEASURE, Ground, Program, ground, percentile
from benchmarks.listeners import Listeners
from benchmarks.pages import BAR, CARD, LOOK, PAGE, asked
from benchmarks.site import until
from benchmarks.watch import Watch

Row = tuple[str, str]
STORIES, EACH = 200, 5
STREAMS = STORIES * EACH
SECONDS = 30.0
CHANGES = 1  # a second, each heard by EACH pages; 15 pictures a minute bring about so many
# In a second: every page's look once a minute, and the cards and bars that EACH pages fetch after a change.
MIX = [LOOK] * 17 + [CARD] * EACH + [BAR] * EACH + [PAGE]
OPEN_FILES = 3 * STREAMS
LONGEST = 180.0  # seconds


def run() -> Iterator[Row]:
    """1,000 streams of 200 stories on one web process on PostgreSQL, and what 1,000 open pages ask for besides"""
    if not _may_open(OPEN_FILES):
        yield f"This needs {OPEN_FILES} open files (ulimit -n)", "not measured"
        return
    with ground(STREAMS_PER_PROCESS=str(2 * STREAMS)) as place:
        if place is None:
            yield NOTHING_TO_MEASURE
            return
        pages = place.inside("heard", "make", STORIES)
        with place.web() as web, Watch(web.process.pid, place.database) as watch:
            yield from _measured(place, web, watch, pages)


def _may_open(files: int) -> bool:
    """Raise the bound of this process and of those it starts, as far as it may."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < files:
        return False
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, files), hard))
    return True


def _measured(place: Ground, web: Program, watch: Watch, pages: list[dict[str, str]]) -> Iterator[Row]:
    alone, without = _read(web, pages, SECONDS / 3), web.memory
    with Listeners(web.url, pages[:1]) as one:
        one.wait_until_all_have_caught_up(LONGEST)
        single = _heard(place, one, 50, 1, 10, 5)
    began, watch.connections = time.perf_counter(), 0
    with Listeners(web.url, pages * EACH) as many:
        many.wait_until_all_have_caught_up(LONGEST)
        yield "all streams opened at once: until the last has heard the state", f"{time.perf_counter() - began:.1f} s"
        held = web.memory
        burst = _heard(place, many, STREAMS, STORIES)
        with ThreadPoolExecutor(1) as reader:
            reading = reader.submit(_read, web, pages, SECONDS)
            steady = _heard(place, many, int(CHANGES * SECONDS) * EACH, STORIES, CHANGES, int(SECONDS))
            meanwhile = reading.result()
        broken = many.ended
    yield "events, one stream and nothing else: 99 of 100 within; the last", _late(single)
    yield f"events, {STREAMS} streams while pages are read", _late(steady)
    yield "one event of every story at once", _late(burst)
    yield "pages without any stream, 95 of 100 within", _ms(alone, 0.95)
    ratio = percentile(meanwhile, 0.95) / percentile(alone, 0.95)
    yield "pages meanwhile", f"{_ms(meanwhile, 0.95)} ({ratio:.2f} of it)"
    memory = f"{without:.0f}, {held:.0f}, {watch.peak:.0f} MB"
    yield "memory of the web process: no stream, all open, at its peak", memory
    yield "most connections to the database; streams that broke", f"{watch.connections}; {broken}"


def _read(web: Program, pages: list[dict[str, str]], seconds: float) -> list[float]:
    return asked(web.url, pages, MIX, rate=len(MIX), seconds=seconds)


def _heard(place: Ground, listeners: Listeners, expected: int, *news: int) -> list[float]:
    """Announce, and give how late each event was heard, once all were. Raises TimeoutError if some never are."""
    before = len(listeners.heard)
    place.inside("heard", "announce", *news)
    until(lambda: len(listeners.heard) >= before + expected, LONGEST)
    return listeners.heard[before:]


def _late(seconds: list[float]) -> str:
    return f"{_ms(seconds, 0.99)}; {_ms(seconds, 1.0)}"


def _ms(seconds: list[float], part: float) -> str:
    return f"{1000 * percentile(seconds, part):.0f} ms"
