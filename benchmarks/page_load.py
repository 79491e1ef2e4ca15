"""Requests for pages at a steady rate, whether or not those before were answered."""

import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle

import httpx

THREADS = 8
LIMIT = 30.0  # seconds for any answer
# What an open page requests: the state once a minute, a card and the progress bar after a change. New visitors request
# the whole page.
STATE, PAGE = "/story/{story}", "/stories/{story}/"
CARD, PROGRESS = "/stories/{story}/pictures/7/", "/stories/{story}/progress"


def request_pages(
    url: str, pages: Sequence[Mapping[str, str]], paths: Sequence[str], *, rate: float, seconds: float
) -> list[float]:
    """Request `paths` in turn, each for the next of `pages` ("story" and "session"), `rate` of them a second.

    Returns the seconds that each took, counted from when it was due. Raises httpx.HTTPError for an error answer.
    """
    with httpx.Client(base_url=url, timeout=LIMIT) as client, ThreadPoolExecutor(THREADS) as threads:
        began = time.perf_counter() + 0.1

        def request(number: int, page: Mapping[str, str], path: str) -> float:
            due = began + number / rate
            time.sleep(max(0.0, due - time.perf_counter()))
            headers = {"Cookie": f"sessionid={page['session']}"}
            client.get(path.format(**page), headers=headers).raise_for_status()
            return time.perf_counter() - due

        return list(threads.map(request, range(int(rate * seconds)), cycle(pages), cycle(paths)))
