"""How much one visitor may ask for: counted in Redis over moving windows, by visitor or story, and by address.

Budgets guard the money; these guard everybody else's turn. So without Redis everything passes.
"""

import logging
import math
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.http import HttpRequest
from limits import RateLimitItem, RateLimitItemPerDay, RateLimitItemPerHour
from limits.storage.redis import RedisStorage
from limits.strategies import MovingWindowRateLimiter
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from core.addresses import address_of
from core.errors import Refused
from core.visitors import is_staff, visitor_of

log = logging.getLogger(__name__)

HOUR, DAY = "hour", "day"
_WINDOWS: dict[str, type[RateLimitItem]] = {HOUR: RateLimitItemPerHour, DAY: RateLimitItemPerDay}
A_MINUTE, AN_HOUR = 60, 3600  # seconds
REDIS_SECONDS = 2.0


@dataclass(frozen=True)
class Kind:
    """What is counted: `what` (and `one` of it) in words, and for each setting the window it is about. `by_story`: for
    each story, else for each visitor. `by_address`: only for each address."""

    name: str
    what: str
    one: str
    settings: tuple[tuple[str, str], ...]
    by_story: bool = False
    by_address: bool = False


STORIES = Kind("stories", "stories", "story", (("STORIES_PER_HOUR", HOUR), ("STORIES_PER_DAY", DAY)))
REDRAWS = Kind(
    "redraws",
    "new pictures for this story",
    "new picture for this story",
    (("REDRAWS_PER_STORY_HOUR", HOUR),),
    by_story=True,
)
REWRITES = Kind(
    "rewrites",
    "rewritings of this story",
    "rewriting of this story",
    (("REWRITES_PER_STORY_HOUR", HOUR),),
    by_story=True,
)
CLIPS = Kind("clips", "clips for this story", "clip for this story", (("CLIPS_PER_STORY_HOUR", HOUR),), by_story=True)
UPLOADS = Kind(
    "uploads",
    "files of your own for this story",
    "file of your own for this story",
    (("UPLOADS_PER_STORY_HOUR", HOUR),),
    by_story=True,
)
FILMS = Kind(
    "films",
    "films and downloads of this story",
    "film or download of this story",
    (("FILMS_PER_STORY_HOUR", HOUR),),
    by_story=True,
)
LOGINS = Kind("logins", "tries to sign in", "try to sign in", (("LOGINS_PER_HOUR", HOUR),), by_address=True)
ALL = (STORIES, REDRAWS, REWRITES, CLIPS, UPLOADS, FILMS, LOGINS)


class TooMany(Refused):
    """The visitor asks for more than one visitor may have: 429. `retry_after` is in seconds."""

    def __init__(self, sentence: str, retry_after: int) -> None:
        super().__init__(sentence, status=429, retry_after=retry_after)


@dataclass(frozen=True)
class _Window:
    """One counter: the setting's value, how long it looks back, and whom it is about."""

    kind: Kind
    most: int
    span: str
    who: tuple[str, ...]
    of_address: bool

    @property
    def item(self) -> RateLimitItem:
        return _WINDOWS[self.span](self.most, namespace="storyforge")


def count(request: HttpRequest, kind: Kind, amount: int = 1, *, story: object = "") -> None:
    """Count `amount` more of `kind` for whoever asks, about `story` where it is counted by story. Raises TooMany, and
    counts nothing, when that would be more than a limit allows. Staff are not counted."""
    if amount < 1 or is_staff(getattr(request, "user", None)):
        return
    windows = list(_windows(request, kind, str(story)))
    try:
        refused = next((window for window in windows if not _fits(window, amount)), None)
        # Whoever is counted between these two lines is seen by `hit`, which asks again.
        refused = refused or next((window for window in windows if not _hit(window, amount)), None)
        wait = _wait(refused, amount) if refused else 0
    except (RedisError, OSError) as error:
        log.warning("Redis does not count (%s), so no limit is kept for %s.", type(error).__name__, kind.name)
        return
    if refused:
        raise TooMany(_sentence(refused, amount, wait), wait)


def _windows(request: HttpRequest, kind: Kind, story: str) -> Iterator[_Window]:
    address = address_of(request)
    for name, span in kind.settings:
        most = getattr(settings, name)
        if most == 0:
            continue
        if not kind.by_address:
            yield _Window(kind, most, span, (kind.name, story if kind.by_story else visitor_of(request)), False)
        factor = 1 if kind.by_address else settings.VISITORS_PER_ADDRESS
        if address and factor:
            yield _Window(kind, most * factor, span, (kind.name, "address", address), True)


def _fits(window: _Window, amount: int) -> bool:
    return window.most >= amount and _counter().test(window.item, *window.who, cost=amount)


def _hit(window: _Window, amount: int) -> bool:
    return _counter().hit(window.item, *window.who, cost=amount)


def _wait(window: _Window, amount: int) -> int:
    """Seconds until the oldest of what is counted drops out of the window; an hour where waiting does not help."""
    if window.most < amount:
        return AN_HOUR
    stats = _counter().get_window_stats(window.item, *window.who)
    return max(1, math.ceil(stats.reset_time - time.time()))


def _sentence(window: _Window, amount: int, wait: int) -> str:
    what = window.kind.one if window.most == 1 else window.kind.what
    if window.most < 0:
        return f"No {what} are taken at the moment. Please tell the people who run this site."
    a_window = "an hour" if window.span == HOUR else "a day"
    each = " from one address" if window.of_address else ""
    more = f", and {amount} more would be too many" if amount > 1 else ""
    then = f"try again {in_words(wait)}" if window.most >= amount else "ask for fewer at once"
    return f"There can be {window.most} {what} {a_window}{each}{more}. Please {then}."


def in_words(seconds: int) -> str:
    """A wait, rounded up: "in a minute", "in 12 minutes", "in 3 hours"."""
    minutes = math.ceil(seconds / A_MINUTE)
    if minutes <= 1:
        return "in a minute"
    return f"in {minutes} minutes" if minutes < 2 * A_MINUTE else f"in {math.ceil(minutes / A_MINUTE)} hours"


@cache
def _counter() -> MovingWindowRateLimiter:
    at_once = Retry(NoBackoff(), 0)  # whoever waits for an answer is not held up by a Redis that is away
    return MovingWindowRateLimiter(
        RedisStorage(
            settings.REDIS_URL,
            socket_timeout=REDIS_SECONDS,
            socket_connect_timeout=REDIS_SECONDS,
            retry=at_once,  # type: ignore[arg-type]
        )
    )
