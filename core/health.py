"""Whether the parts that every story needs answer."""

import time
from dataclasses import dataclass

from celery import current_app
from django.db import DatabaseError, connection
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from core.ratelimit import redis

WORKER_ANSWER_SECONDS = 0.5
# A probe every second must not become a broadcast to all workers every second.
REMEMBER_SECONDS = 3.0
_counted: tuple[float, int] = (0.0, 0)


@dataclass(frozen=True)
class Health:
    """`database` and `redis` are "ok" or say what is wrong; `workers` answered within half a second."""

    database: str
    redis: str
    workers: int

    @property
    def ok(self) -> bool:
        """Whether requests can be served. No worker is no reason to take the site away: work waits in its queue."""
        return self.database == self.redis == "ok"


def health() -> Health:
    """Ask every part."""
    redis_says = _ask_redis()
    return Health(_ask_database(), redis_says, _count_workers() if redis_says == "ok" else 0)


def _ask_database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return "ok"
    except DatabaseError as error:
        return f"not answering ({type(error).__name__})"


def _ask_redis() -> str:
    try:
        redis().ping()
        return "ok"
    except (RedisError, OSError) as error:
        return f"not answering ({type(error).__name__})"


def _count_workers() -> int:
    global _counted
    asked_at, number = _counted
    if time.monotonic() - asked_at > REMEMBER_SECONDS:
        number = _ask_workers()
        _counted = (time.monotonic(), number)
    return number


def _ask_workers() -> int:
    try:
        return len(current_app.control.ping(timeout=WORKER_ANSWER_SECONDS))
    except (OperationalError, RedisError, OSError):
        return 0
