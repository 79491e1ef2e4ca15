"""The page "My stories" of a visitor with a thousand stories, next to the page of one story."""

import time
from collections import defaultdict
from collections.abc import Iterator

import httpx

from benchmarks.measuring import Row, percentile
from benchmarks.testbed import NO_POSTGRES, start_testbed

STORIES = 1000
ROUNDS = 100  # in each of which every page is requested once
STORY_PAGE = "a story's page"
PAGES = {
    STORY_PAGE: "/stories/{story}/",
    "the start page": "/",
    "My stories": "/stories/",
    "My stories, the last page": "/stories/?page=42",
    "My stories, those that wait, the last changed first": "/stories/?stage=waiting&sort=changed",
    "My stories, a search of two words": "/stories/?search=walks+tree",
    "My stories, a search that finds nothing": "/stories/?search=giraffe",
}


def run() -> Iterator[Row]:
    """1,000 stories of one visitor on PostgreSQL: 95 and 50 of 100 pages within; beside a story's page; queries"""
    with start_testbed() as testbed:
        if testbed is None:
            yield NO_POSTGRES
            return
        known = testbed.script("my_stories", "fill_for_one", STORIES)
        paths = {page: path.format(**known) for page, path in PAGES.items()}
        asked = [word for path in paths.values() for word in (known["session"], path)]
        queries = dict(zip(PAGES, testbed.script("my_stories", "queries", *asked), strict=True))
        with testbed.web() as web:
            took = _in_turn(web.url, paths, known["session"])
        for page, seconds in took.items():
            most, half = (percentile(seconds, part) for part in (0.95, 0.5))
            ratios = [percentile(seconds, part) / percentile(took[STORY_PAGE], part) for part in (0.95, 0.5)]
            yield page, f"{1000 * most:.0f}, {1000 * half:.0f} ms; {ratios[0]:.2f}, {ratios[1]:.2f}; {queries[page]}"


def _in_turn(url: str, paths: dict[str, str], session: str) -> dict[str, list[float]]:
    """The seconds that the requests of each page took."""
    seconds: dict[str, list[float]] = defaultdict(list)
    with httpx.Client(base_url=url, timeout=60, headers={"Cookie": f"sessionid={session}"}) as client:
        for number in range(ROUNDS + 1):
            for page, path in paths.items():
                began = time.perf_counter()
                client.get(path).raise_for_status()
                if number:  # the first request loads templates
                    seconds[page].append(time.perf_counter() - began)
    return seconds
