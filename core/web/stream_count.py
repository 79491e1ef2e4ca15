"""Counts the open event streams of a visitor over all web processes, in Redis.

Each is an entry that its process renews; those of a process that was killed run out. Without Redis nothing is counted:
then no event comes either, and each process still keeps to its own limit.
"""

import contextlib
import time

from django.conf import settings
from redis.exceptions import RedisError

from core.live import redis_at_once

LASTS = 150.0  # seconds that an entry counts without being renewed


def count(listener: str, stream: str) -> int:
    """Count `stream`, a new one or one that is still open. Returns how many `listener` has; 0 without Redis."""
    key, now = _key(listener), time.time()
    with contextlib.suppress(RedisError, OSError), redis_at_once().pipeline() as commands:
        commands.zremrangebyscore(key, "-inf", now - LASTS)
        commands.zadd(key, {stream: now})
        commands.zcard(key)
        commands.expire(key, int(LASTS))
        commands.zremrangebyscore(_all(), "-inf", now - LASTS)
        commands.zadd(_all(), {f"{listener}|{stream}": now})
        commands.expire(_all(), int(LASTS))
        return int(commands.execute()[2])
    return 0


def forget(listener: str, stream: str) -> None:
    """It is closed, or was not opened."""
    with contextlib.suppress(RedisError, OSError):
        redis_at_once().zrem(_key(listener), stream)
        redis_at_once().zrem(_all(), f"{listener}|{stream}")


def open_streams() -> int:
    """How many there are of all visitors. Raises RedisError."""
    number: int = redis_at_once().zcount(_all(), time.time() - LASTS, "+inf")
    return number


def _key(listener: str) -> str:
    return f"{settings.REDIS_KEY_PREFIX}streams:{listener}"


def _all() -> str:
    return f"{settings.REDIS_KEY_PREFIX}open-streams"
