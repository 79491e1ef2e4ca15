"""Pages with a hundred thousand stories in the database, next to the same pages with twenty."""

import time
from collections.abc import Iterator
from itertools import cycle
from typing import NamedTuple

import httpx

from benchmarks.measuring import Row, percentile
from benchmarks.testbed import NO_POSTGRES, SiteProcess, Testbed, start_testbed

FEW, MANY = 20, 100_000  # stories
EVERY = 20  # every twentieth story has scenes and pictures; with all of them, filling takes minutes
PAGE_REQUESTS = 100  # for each page, each for another story
LIST_REQUESTS = 20  # for each list of the admin
STORY_PAGES = {
    "GET /story/<id>": "/story/{story}",
    "a picture's card": "/stories/{story}/pictures/10/",
    "a story's page": "/stories/{story}/",
}
LISTS = {
    "admin: the review queue": "/admin/images/picturetoreview/",
    "admin: the review queue, all that is approved": "/admin/images/picturetoreview/?state=approved",
    "admin: the stories": "/admin/stories/story/",
    "admin: the pictures": "/admin/images/illustration/",
}


class Figures(NamedTuple):
    """Of one page: the seconds that 95 of 100 requests do not exceed, processor seconds and queries of a request."""

    seconds: float
    processor_seconds: float
    queries: int


def run() -> Iterator[Row]:
    """100,000 stories on PostgreSQL, every twentieth with its scenes and pictures; 95 of 100 pages within"""
    return _rows(EVERY)


def run_full() -> Iterator[Row]:
    """100,000 stories on PostgreSQL with 2,000,000 scenes and pictures; 95 of 100 pages within"""
    return _rows(1)


def _rows(every: int) -> Iterator[Row]:
    with start_testbed() as testbed:
        if testbed is None:
            yield NO_POSTGRES
            return
        testbed.script("large_database", "fill", FEW, 1)
        few = _measure(testbed)
        began = time.monotonic()
        pictures = testbed.script("large_database", "fill", MANY, every)
        yield f"to fill in {MANY:,} stories; pictures in all", f"{time.monotonic() - began:.0f} s; {pictures:,}"
        yield "for each page: 95 of 100 within; of a processor; queries", f"and within, with {FEW} stories"
        for page, many in _measure(testbed).items():
            before = few[page]
            if many.queries != before.queries:
                raise RuntimeError(f"{page}: {many.queries} queries, and {before.queries} with {FEW} stories.")
            times = [f"{1000 * seconds:.0f} ms" for seconds in (many.seconds, many.processor_seconds, before.seconds)]
            yield page, f"{times[0]}; {times[1]}; {many.queries}; {times[2]}"


def _measure(testbed: Testbed) -> dict[str, Figures]:
    found = testbed.script("large_database", "sessions", PAGE_REQUESTS)
    staff, first = found["staff"], found["pages"][0]
    requests = [(first["session"], path.format(**first)) for path in STORY_PAGES.values()]
    requests += [(staff, path) for path in LISTS.values()]
    queries = testbed.script("large_database", "queries", *[word for request in requests for word in request])
    with testbed.web() as web:
        times = [_request(web, path, found["pages"], PAGE_REQUESTS) for path in STORY_PAGES.values()]
        times += [_request(web, path, [{"session": staff}], LIST_REQUESTS) for path in LISTS.values()]
    figures = [Figures(*time_, count) for time_, count in zip(times, queries, strict=True)]
    return dict(zip([*STORY_PAGES, *LISTS], figures, strict=True))


def _request(web: SiteProcess, path: str, pages: list[dict[str, str]], times: int) -> tuple[float, float]:
    with httpx.Client(base_url=web.url, timeout=60) as client:
        _seconds(client, path, pages[0])  # the first request loads templates
        before = web.processor_seconds
        seconds = [_seconds(client, path, page) for _, page in zip(range(times), cycle(pages), strict=False)]
    return percentile(seconds, 0.95), (web.processor_seconds - before) / times


def _seconds(client: httpx.Client, path: str, page: dict[str, str]) -> float:
    began = time.perf_counter()
    answer = client.get(path.format(**page), headers={"Cookie": f"sessionid={page['session']}"})
    answer.raise_for_status()
    if answer.status_code != httpx.codes.OK:
        raise RuntimeError(f"{path} was answered with {answer.status_code}.")
    return time.perf_counter() - began
