"""The live channel: a thousand open event streams on one web process, while pages are requested from it."""

import resource
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from benchmarks.event_streams import EventStreams
from benchmarks.measuring import Peaks, Row, percentile, wait_until
from benchmarks.page_load import CARD, PAGE, PROGRESS, STATE, request_pages
from benchmarks.testbed import NO_POSTGRES, SiteProcess, Testbed, start_testbed

STORIES, PAGES_EACH = 200, 5
STREAMS = STORIES * PAGES_EACH
SECONDS = 30.0
CHANGES = 1  # a second, each sent to PAGES_EACH pages; 15 pictures a minute cause about so many
# The requests of a second: each page's state once a minute, and the cards and progress bars after a change.
MIX = [STATE] * 17 + [CARD] * PAGES_EACH + [PROGRESS] * PAGES_EACH + [PAGE]
OPEN_FILES = 3 * STREAMS
LONGEST = 180.0  # seconds


def run() -> Iterator[Row]:
    """1,000 streams of 200 stories on one web process on PostgreSQL, and what 1,000 open pages ask for besides"""
    if not _allow_open_files(OPEN_FILES):
        yield f"This needs {OPEN_FILES} open files (ulimit -n)", "not measured"
        return
    with start_testbed(STREAMS_PER_PROCESS=str(2 * STREAMS)) as testbed:
        if testbed is None:
            yield NO_POSTGRES
            return
        pages = testbed.script("events", "make", STORIES)
        with testbed.web() as web, testbed.peaks(web) as peaks:
            yield from _measure(testbed, web, peaks, pages)


def _allow_open_files(files: int) -> bool:
    """Raise the limit of this process and its children. Return whether the hard limit allows it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < files:
        return False
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, files), hard))
    return True


def _measure(testbed: Testbed, web: SiteProcess, peaks: Peaks, pages: list[dict[str, str]]) -> Iterator[Row]:
    pages_alone, memory_alone = _request(web, pages, SECONDS / 3), web.memory
    with EventStreams(web.url, pages[:1]) as stream:
        stream.wait_until_open(LONGEST)
        single = _send(testbed, stream, 50, 1, 10, 5)
    began, peaks.highest["connections"] = time.perf_counter(), 0.0
    with EventStreams(web.url, pages * PAGES_EACH) as streams:
        streams.wait_until_open(LONGEST)
        yield "all streams opened at once: until the last has heard the state", f"{time.perf_counter() - began:.1f} s"
        memory_open = web.memory
        burst = _send(testbed, streams, STREAMS, STORIES)
        with ThreadPoolExecutor(1) as thread:
            requests = thread.submit(_request, web, pages, SECONDS)
            steady = _send(testbed, streams, int(CHANGES * SECONDS) * PAGES_EACH, STORIES, CHANGES, int(SECONDS))
            pages_meanwhile = requests.result()
        broken = streams.ended
    yield "events, one stream and nothing else: 99 of 100 within; the last", _delays(single)
    yield f"events, {STREAMS} streams while pages are read", _delays(steady)
    yield "one event of every story at once", _delays(burst)
    yield "pages without any stream, 95 of 100 within", _ms(pages_alone, 0.95)
    ratio = percentile(pages_meanwhile, 0.95) / percentile(pages_alone, 0.95)
    yield "pages meanwhile", f"{_ms(pages_meanwhile, 0.95)} ({ratio:.2f} of it)"
    memory = f"{memory_alone:.0f}, {memory_open:.0f}, {peaks.highest['memory']:.0f} MB"
    yield "memory of the web process: no stream, all open, at its peak", memory
    yield "most connections to the database; streams that broke", f"{peaks.highest['connections']:.0f}; {broken}"


def _request(web: SiteProcess, pages: list[dict[str, str]], seconds: float) -> list[float]:
    return request_pages(web.url, pages, MIX, rate=len(MIX), seconds=seconds)


def _send(testbed: Testbed, streams: EventStreams, expected: int, *numbers: int) -> list[float]:
    """Announce changes and return the delay of each event. Raises TimeoutError when fewer than `expected` arrive."""
    before = len(streams.delays)
    testbed.script("events", "announce", *numbers)
    wait_until(lambda: len(streams.delays) >= before + expected, LONGEST)
    return streams.delays[before:]


def _delays(seconds: list[float]) -> str:
    return f"{_ms(seconds, 0.99)}; {_ms(seconds, 1.0)}"


def _ms(seconds: list[float], part: float) -> str:
    return f"{1000 * percentile(seconds, part):.0f} ms"
