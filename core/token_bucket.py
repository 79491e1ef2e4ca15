"""The global token bucket: no window of `period` seconds, wherever it begins, sees more than `limit` calls start.

Each token comes back one period after it was taken. A second, shorter window limits bursts: at most `burst` starts in
`period * burst / limit` seconds. And at most `at_once` calls are under way at a time. The decision is one Lua script in
Redis, so it holds for all stories, threads, processes and machines. No thread sleeps for a token: the bucket says how
long the wait is, and the caller asks again then. One whose turn is more than FAR_SECONDS away may sleep
instead, without a message or a thread: `sleepers` names it when its turn is near.

An ask costs Redis the same with ten callers waiting and with a hundred thousand, and so does the promise in its answer.
"""

import logging
import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from redis import Redis
from redis.exceptions import RedisError

log = logging.getLogger(__name__)

_BUCKET = (Path(__file__).parent / "token_bucket.lua").read_text()
_PAUSE = """
local clock = redis.call('TIME')
local now = clock[1] * 1000000 + clock[2]
local until_ = math.max(now + ARGV[1], tonumber(redis.call('HGET', KEYS[1], 'paused_until') or 0))
redis.call('HSET', KEYS[1], 'paused_until', string.format('%.0f', until_), 'burst', ARGV[2],
    'burst_until', string.format('%.0f', now + ARGV[3]))
redis.call('PEXPIRE', KEYS[1], math.max(604800000, math.ceil((until_ - now + ARGV[3]) / 1000)))
return 1
"""
_STARTED = """
local clock = redis.call('TIME')
return redis.call('ZADD', KEYS[1], 'XX', string.format('%.0f', clock[1] * 1000000 + clock[2]), ARGV[1])
"""
_FINISHED = """
local began = redis.call('ZSCORE', KEYS[1], ARGV[1])
if not began then return 0 end
redis.call('ZREM', KEYS[1], ARGV[1])
local clock = redis.call('TIME')
local lasted = clock[1] * 1000000 + clock[2] - tonumber(began)
local usually = tonumber(redis.call('HGET', KEYS[2], 'lasts') or lasted)
redis.call('HSET', KEYS[2], 'lasts', string.format('%.0f', usually + 0.2 * (lasted - usually)))
redis.call('PEXPIRE', KEYS[2], 604800000)
return 1
"""
# A promised turn is kept so long for a caller that is late: longer than a busy worker needs to pick up a due message.
GRACE_SECONDS = 3.0
# A caller whose turn is farther away need not ask again until it is woken.
FAR_SECONDS = 120.0
_CHUNK = 50  # callers that one command of Redis names, wakes or removes
# How far back tokens count for "the story that had the fewest lately".
MEMORY_SECONDS = 600.0
# So long bursts stay halved after the provider refused a call for its rate.
CAREFUL_SECONDS = 600.0
# A call whose end is not reported for so long no longer counts as under way.
LONGEST_CALL_SECONDS = 1800.0
_RATE = "pace"  # in Redis: another name would forget the pauses of the running buckets


@cache
def redis() -> Redis:
    """This process's Redis client, with a time limit on every command."""
    return Redis.from_url(settings.REDIS_URL, decode_responses=True, socket_timeout=5, socket_connect_timeout=2)


@dataclass(frozen=True)
class Turn:
    """The bucket's answer: a token (`grant` names it, `call` the call that it is for), or the seconds to `wait`."""

    granted: bool
    wait: float = 0.0
    grant: str = ""
    call: str = ""

    @property
    def is_far(self) -> bool:
        """Whether the caller is asleep now: it is named by `Bucket.sleepers` when its turn is near."""
        return self.wait > FAR_SECONDS


@dataclass(frozen=True)
class Bucket:
    """The bucket of one provider and model. `period` is in seconds. With `limit` None every call gets a token at once
    and nothing is counted, with `burst` None there is no second window, with `at_once` None any number of calls may be
    under way.

    Without Redis `take` raises RedisError. What is reported later is dropped then: the token counts a little
    differently.
    """

    name: str
    limit: int | None
    period: float = 60.0
    burst: int | None = None
    at_once: int | None = None

    def take(
        self, who: str, *, story: str = "", visitor: str = "", urgent: bool = False, since: float | None = None
    ) -> Turn:
        """Take a token for `who`, or get the wait in seconds.

        `urgent` goes before all that is not. Then the `visitor` goes first that had the fewest tokens lately, of the
        visitor's stories the one that had the fewest, and within a story the caller that waits longest (`since`,
        seconds since 1970, default now). A caller keeps its place by asking again; one that does not within
        GRACE_SECONDS of the promised turn loses it, unless it is asleep.
        """
        if self.limit is None:
            return Turn(True)
        grant = secrets.token_hex(8)
        granted, *said = self._ask("take", *_caller(who, story, visitor, urgent, since), grant)
        if granted:
            return Turn(True, grant=said[1], call=f"{who}|{grant}")
        return Turn(False, wait=int(said[0]) / 1e6)

    def promise(
        self, who: str, *, story: str = "", visitor: str = "", urgent: bool = False, since: float | None = None
    ) -> Turn:
        """The wait in seconds as `take` would say it, 0 if a token is free; takes none."""
        if self.limit is None:
            return Turn(False)
        _, wait = self._ask("take", *_caller(who, story, visitor, urgent, since), "")
        return Turn(False, wait=int(wait) / 1e6)

    def sleepers(self, *, every: float = 0.0) -> list[str]:
        """The sleeping callers whose turn is near by now, those whose turn comes first before the others. None when
        somebody has asked this less than `every` seconds ago: one at a time is enough to wake them, and when it dies
        the next one may."""
        found: list[str] = []
        place = 0 if self.limit is not None else -1
        while place >= 0:
            place, *names = self._ask("sleepers", place, _CHUNK, _us(every))
            found += names
        return found

    def woken(self, callers: Sequence[str]) -> None:
        """Report that these sleepers will ask soon. One that does not within FAR_SECONDS loses its place."""
        self._report(lambda: [self._ask("woken", *some) for some in _chunks(callers)])

    def leave(self, callers: Sequence[str]) -> None:
        """Report that these callers wait no more. Those that do not wait are passed over."""
        self._report(lambda: [self._ask("leave", *some) for some in _chunks(callers)])

    def started(self, turn: Turn) -> None:
        """Report that the call for this token goes out now. The attempt is recorded between token and call; the
        provider counts from the call on, and so does the bucket."""
        self._report(lambda: _run(_STARTED, [self._key("grants")], [turn.grant]))

    def finished(self, turn: Turn) -> None:
        """Report that the call has ended, in whatever way, so that another may start. May be called twice."""
        self._report(lambda: _run(_FINISHED, [self._key("under-way"), self._key(_RATE)], [turn.call]))

    def lost(self, who: str) -> None:
        """Report that the calls of `who` are no longer under way, since their process died."""

        def forget() -> None:
            calls: Any = redis().zrange(self._key("under-way"), 0, -1)
            if gone := [call for call in calls if call.rpartition("|")[0] == who]:
                redis().zrem(self._key("under-way"), *gone)

        self._report(forget)

    def give_back(self, turn: Turn) -> None:
        """Return a token whose call never reached the provider."""
        self._report(lambda: self._ask("give_back", turn.grant, turn.call))

    def pause(self, seconds: float) -> None:
        """Grant no token to anybody for `seconds`, and halve the bursts for CAREFUL_SECONDS."""
        half = max(1, (self.burst or self.limit or 1) // 2)
        self._report(lambda: _run(_PAUSE, [self._key(_RATE)], [_us(seconds), half, _us(CAREFUL_SECONDS)]))

    def _report(self, change: Callable[[], object]) -> None:
        if self.limit is None:
            return
        try:
            change()
        except RedisError as error:
            log.warning("Redis did not take a change of the token bucket (%s).", error)

    def grants(self) -> list[float]:
        """When the tokens of the last MEMORY_SECONDS were taken, oldest first, in seconds since 1970."""
        rows: Any = redis().zrange(self._key("grants"), 0, -1, withscores=True)
        return [score / 1e6 for _, score in rows]

    def _ask(self, what: str, *details: int | str) -> Any:
        parts = ("grants", _RATE, "under-way", "callers", "due", "asleep", "line:")
        limit = self.limit or 0
        arguments: list[int | str] = [what, limit, _us(self.period), self.burst or limit, self.at_once or 0]
        arguments += [_us(GRACE_SECONDS), _us(max(MEMORY_SECONDS, self.period)), _us(LONGEST_CALL_SECONDS)]
        return _run(_BUCKET, [self._key(part) for part in parts], [*arguments, _us(FAR_SECONDS), *details])

    def _key(self, part: str) -> str:
        # The braces keep all keys of a bucket on one node of a Redis cluster, which a script requires.
        return f"{settings.REDIS_KEY_PREFIX}bucket:{{{self.name}}}:{part}"


def _run(script: str, keys: list[str], arguments: list[Any]) -> Any:
    return redis().register_script(script)(keys=keys, args=arguments)


def _caller(who: str, story: str, visitor: str, urgent: bool, since: float | None) -> tuple[int | str, ...]:
    since = time.time() if since is None else since
    return who, 0 if urgent else 1, f"{visitor}/{story}" if visitor else story, _us(since)


def _chunks(callers: Sequence[str]) -> Iterator[Sequence[str]]:
    return (callers[begin : begin + _CHUNK] for begin in range(0, len(callers), _CHUNK))


def _us(seconds: float) -> int:
    return int(seconds * 1_000_000)
