"""Pages with a hundred thousand stories in the database, next to the same pages with twenty."""

import time
from collections.abc import Iterator
from itertools import cycle

import httpx

from benchmarks.ground import NOTHING_TO_MEASURE, Ground, Program, ground, percentile

Row = tuple[str, str]
FEW, MANY = 20, 100_000  # stories
PICTURED = 20  # only every so manieth has scenes and pictures, or filling takes minutes
TIMES = 100  # each page, each time of another story
LOOKS = 20  # each list of the admin
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
Figures = dict[str, tuple[float, float, int]]
"""By the page: how long 95 of 100 take at most, what one takes of the web process's processor, both in seconds, and how
many queries it makes."""


def run() -> Iterator[Row]:
    """100,000 stories on PostgreSQL, every twentieth with its scenes and pictures; 95 of 100 pages within"""
    return _rows(PICTURED)


def full() -> Iterator[Row]:
    """100,000 stories on PostgreSQL with 2,000,000 scenes and pictures; 95 of 100 pages within"""
    return _rows(1)


def _rows(every: int) -> Iterator[Row]:
    with ground() as place:
        if place is None:
            yield NOTHING_TO_MEASURE
            return
        place.inside("many", "fill", FEW, 1)
        few = _figures(place)
        began = time.monotonic()
        pictures = place.inside("many", "fill", MANY, every)
        yield f"to fill in {MANY:,} stories; pictures in all", f"{time.monotonic() - began:.0f} s; {pictures:,}"
        yield "for each page: 95 of 100 within; of a processor; queries", f"and within, with {FEW} stories"
        for what, (seconds, worked, queries) in _figures(place).items():
            before, _, made_before = few[what]
            if queries != made_before:
                raise RuntimeError(f"{what}: {queries} queries, and {made_before} with {FEW} stories.")
            yield what, f"{1000 * seconds:.0f} ms; {1000 * worked:.0f} ms; {queries}; {1000 * before:.0f} ms"


def _figures(place: Ground) -> Figures:
    found = place.inside("many", "some", TIMES)
    staff, first = found["staff"], found["pages"][0]
    asked = [(first["session"], address.format(**first)) for address in STORY_PAGES.values()]
    asked += [(staff, address) for address in LISTS.values()]
    queries = place.inside("many", "queries", *[word for pair in asked for word in pair])
    with place.web() as web:
        read = [_read(web, address, found["pages"], TIMES) for address in STORY_PAGES.values()]
        read += [_read(web, address, [{"session": staff}], LOOKS) for address in LISTS.values()]
    figures = [(*took, made) for took, made in zip(read, queries, strict=True)]
    return dict(zip([*STORY_PAGES, *LISTS], figures, strict=True))


def _read(web: Program, address: str, pages: list[dict[str, str]], times: int) -> tuple[float, float]:
    with httpx.Client(base_url=web.url, timeout=60) as client:
        _seconds(client, address, pages[0])  # the first one loads templates
        before = web.worked
        took = [_seconds(client, address, page) for _, page in zip(range(times), cycle(pages), strict=False)]
    return percentile(took, 0.95), (web.worked - before) / times


def _seconds(client: httpx.Client, address: str, page: dict[str, str]) -> float:
    began = time.perf_counter()
    answer = client.get(address.format(**page), headers={"Cookie": f"sessionid={page['session']}"})
    answer.raise_for_status()
    if answer.status_code != httpx.codes.OK:
        raise RuntimeError(f"{address} was answered with {answer.status_code}.")
    return time.perf_counter() - began
