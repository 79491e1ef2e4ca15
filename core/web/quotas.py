"""Quotas: how much one visitor may ask for in an hour or a day, counted in Redis by visitor or story, and by address.

They keep one visitor from taking all turns; budgets protect the money. So without Redis everything passes.
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

from core.errors import Refused
from core.web.visitors import address_of, forget, is_staff, known_visitor, visitor_of

log = logging.getLogger(__name__)

A_MINUTE, AN_HOUR = 60, 3600  # seconds
REDIS_SECONDS = 2.0


@dataclass(frozen=True)
class Quota:
    """What is counted: `what` in words (`one` of it), and the settings that limit it by the hour or, where their name
    ends in _DAY, by the day. Counted for each visitor; with `by_story` for each story, with `by_address` only for each
    address."""

    name: str
    what: str
    one: str
    settings: tuple[str, ...]
    by_story: bool = False
    by_address: bool = False


def _of_story(name: str, what: str, one: str, setting: str) -> Quota:
    return Quota(name, f"{what} this story", f"{one} this story", (setting,), by_story=True)


STORIES = Quota("stories", "stories", "story", ("STORIES_PER_HOUR", "STORIES_PER_DAY"))
REDRAWS = _of_story("redraws", "new pictures for", "new picture for", "REDRAWS_PER_STORY_HOUR")
REWRITES = _of_story("rewrites", "rewritings of", "rewriting of", "REWRITES_PER_STORY_HOUR")
CLIPS = _of_story("clips", "clips for", "clip for", "CLIPS_PER_STORY_HOUR")
UPLOADS = _of_story("uploads", "files of your own for", "file of your own for", "UPLOADS_PER_STORY_HOUR")
FILMS = _of_story("films", "films and downloads of", "film or download of", "FILMS_PER_STORY_HOUR")
EXPORTS = Quota("exports", "files of everything", "file of everything", ("FILMS_PER_STORY_HOUR",))
LOGINS = Quota("logins", "tries to sign in", "try to sign in", ("LOGINS_PER_HOUR",), by_address=True)
CSP_REPORTS = Quota("reports", "reports of browsers", "report of a browser", ("CSP_REPORTS_PER_HOUR",), by_address=True)
PAGE_REPORTS = Quota(
    "page-reports", "reports of pages", "report of a page", ("PAGE_REPORTS_PER_HOUR",), by_address=True
)
JOINS = Quota("joins", "tries to open a link", "try to open a link", ("LINK_TRIES_PER_HOUR",), by_address=True)
ALL = (STORIES, REDRAWS, REWRITES, CLIPS, UPLOADS, FILMS, EXPORTS, LOGINS, CSP_REPORTS, PAGE_REPORTS, JOINS)


class TooMany(Refused):
    """The visitor asks for more than one visitor may have: 429. `retry_after` is in seconds."""

    def __init__(self, sentence: str, retry_after: int) -> None:
        super().__init__(sentence, status=429, retry_after=retry_after)


@dataclass(frozen=True)
class _Window:
    """One counter in Redis: at most `most` in an hour or a day, for the story, visitor or address in `key`."""

    quota: Quota
    most: int
    daily: bool
    key: tuple[str, ...]
    of_address: bool

    @property
    def _item(self) -> RateLimitItem:
        return (RateLimitItemPerDay if self.daily else RateLimitItemPerHour)(self.most, namespace="storyforge")

    def has_room(self, amount: int) -> bool:
        """Whether `amount` more would be allowed."""
        return self.most >= amount and _limiter().test(self._item, *self.key, cost=amount)

    def count(self, amount: int) -> bool:
        """Count `amount` more. False, and nothing is counted, where that is too many by now."""
        return _limiter().hit(self._item, *self.key, cost=amount)

    def wait(self, amount: int) -> int:
        """Seconds until the oldest of what is counted leaves the window; an hour where waiting does not help."""
        if self.most < amount:
            return AN_HOUR
        stats = _limiter().get_window_stats(self._item, *self.key)
        return max(1, math.ceil(stats.reset_time - time.time()))

    def left(self) -> int:
        """How many more would be allowed."""
        return _limiter().get_window_stats(self._item, *self.key).remaining

    def clear(self) -> None:
        """Forget what is counted."""
        _limiter().clear(self._item, *self.key)

    def sentence(self, amount: int, wait: int) -> str:
        """Why `amount` more is refused, and what to do."""
        what = self.quota.one if self.most == 1 else self.quota.what
        if self.most < 0:
            return f"No {what} are taken at the moment. Please tell the people who run this site."
        a_window = "a day" if self.daily else "an hour"
        each = " from one address" if self.of_address else ""
        more = f", and {amount} more would be too many" if amount > 1 else ""
        then = f"try again {in_words(wait)}" if self.most >= amount else "ask for fewer at once"
        return f"There can be {self.most} {what} {a_window}{each}{more}. Please {then}."


def count(request: HttpRequest, quota: Quota, amount: int = 1, *, story: object = "") -> None:
    """Count `amount` more of `quota` for the visitor, or for `story` where it is counted by story. Raises TooMany, and
    counts nothing, when that is more than a limit allows. Staff are not counted."""
    if amount < 1 or is_staff(getattr(request, "user", None)):
        return
    is_known = bool(known_visitor(request))
    windows = list(_windows(request, quota, str(story)))
    try:
        full = next((window for window in windows if not window.has_room(amount)), None)
        # Another request may count between these two lines; counting asks again.
        full = full or next((window for window in windows if not window.count(amount)), None)
        wait = full.wait(amount) if full else 0
    except (RedisError, OSError) as error:
        log.warning("Redis does not count (%s), so no limit is kept for %s.", type(error).__name__, quota.name)
        return
    if full:
        if not is_known:
            forget(request)
        raise TooMany(full.sentence(amount, wait), wait)


def move(old: str, new: str) -> None:
    """Count for the visitor `new` what is counted for `old`, as if asked for now, as far as the limits allow."""
    try:
        for quota in ALL:
            if not (quota.by_story or quota.by_address):
                for name in quota.settings:
                    _move(_window_of(quota, name, old), _window_of(quota, name, new))
    except (RedisError, OSError) as error:
        log.warning("Redis does not count (%s), so what a visitor asked for is forgotten.", type(error).__name__)


def _move(old: _Window, new: _Window) -> None:
    if old.most > 0 and (amount := min(old.most - old.left(), new.left())):
        new.count(amount)
    old.clear()


def _window_of(quota: Quota, setting: str, visitor: str) -> _Window:
    return _Window(quota, getattr(settings, setting), setting.endswith("_DAY"), (quota.name, visitor), False)


def _windows(request: HttpRequest, quota: Quota, story: str) -> Iterator[_Window]:
    address = address_of(request)
    for name in quota.settings:
        most, daily = getattr(settings, name), name.endswith("_DAY")
        if most == 0:
            continue
        if not quota.by_address:
            yield _Window(quota, most, daily, (quota.name, story if quota.by_story else visitor_of(request)), False)
        factor = 1 if quota.by_address else settings.VISITORS_PER_ADDRESS
        if address and factor:
            yield _Window(quota, most * factor, daily, (quota.name, "address", address), True)


def in_words(seconds: int) -> str:
    """A wait, rounded up: "in a minute", "in 12 minutes", "in 3 hours"."""
    minutes = math.ceil(seconds / A_MINUTE)
    if minutes <= 1:
        return "in a minute"
    return f"in {minutes} minutes" if minutes < 2 * A_MINUTE else f"in {math.ceil(minutes / A_MINUTE)} hours"


@cache
def _limiter() -> MovingWindowRateLimiter:
    return MovingWindowRateLimiter(
        RedisStorage(
            settings.REDIS_URL,
            key_prefix=f"{settings.REDIS_KEY_PREFIX}LIMITS",
            socket_timeout=REDIS_SECONDS,
            socket_connect_timeout=REDIS_SECONDS,
            retry=Retry(NoBackoff(), 0),  # type: ignore[arg-type]  # a visitor does not wait for a Redis that is away
        )
    )
