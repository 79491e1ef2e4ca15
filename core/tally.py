"""Counts of what leaves no row, kept in Redis for all processes together. An empty Redis counts from 0 again, as those
who read such numbers expect."""

import contextlib

from django.conf import settings
from redis.exceptions import RedisError

from core.live import redis_at_once

RECLAIMS = "reclaims"  # by the model of the job
STORAGE_ERRORS = "storage errors"  # by what was done with a file


def count(what: str, of: str) -> None:
    """Count one more. Never raises; without Redis nothing is counted."""
    with contextlib.suppress(RedisError, OSError):
        redis_at_once().hincrby(_key(what), of, 1)


def counted(what: str) -> dict[str, int]:
    """How many there were of each. Raises RedisError."""
    found: dict[bytes, bytes] = redis_at_once().hgetall(_key(what))  # type: ignore[assignment]
    return {of.decode(): int(number) for of, number in found.items()}


def _key(what: str) -> str:
    return f"{settings.REDIS_KEY_PREFIX}tally:{what}"
