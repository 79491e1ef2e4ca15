"""Pages that are asked for at a steady pace, whether or not those before were answered."""

import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle

import httpx

AT_ONCE = 8
LIMIT = 30.0  # seconds for any answer
# What open pages ask for: each looks at the state once a minute; a change brings a card and a bar; somebody comes new.
LOOK, PAGE = "/story/{story}", "/stories/{story}/"
CARD, BAR = "/stories/{story}/pictures/7/", "/stories/{story}/progress"


def asked(
    url: str, pages: Sequence[Mapping[str, str]], addresses: Sequence[str], *, rate: float, seconds: float
) -> list[float]:
    """Ask for `addresses` in turn, each of another of `pages` ("story" and "session"), so many a second. Gives how long
    each took from the moment when it was due, in seconds. Raises httpx.HTTPError for any that was not answered well."""
    with httpx.Client(base_url=url, timeout=LIMIT) as client, ThreadPoolExecutor(AT_ONCE) as readers:
        began = time.perf_counter() + 0.1

        def read(number: int, page: Mapping[str, str], address: str) -> float:
            due = began + number / rate
            time.sleep(max(0.0, due - time.perf_counter()))
            headers = {"Cookie": f"sessionid={page['session']}"}
            client.get(address.format(**page), headers=headers).raise_for_status()
            return time.perf_counter() - due

        numbers = range(int(rate * seconds))
        return list(readers.map(read, numbers, cycle(pages), cycle(addresses)))
