"""Whether the parts that every story needs answer."""

import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from celery import current_app
from django.conf import settings
from django.db import DatabaseError, connection
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from core.token_bucket import redis

WORKER_ANSWER_SECONDS = 0.5
# A probe every second must not become a broadcast to all workers every second.
REMEMBER_SECONDS = 3.0
DEFAULT_QUEUE = "celery"
_counted: tuple[float, Mapping[str, int]] = (0.0, {})


@dataclass(frozen=True)
class Health:
    """`database` and `redis` are "ok" or say what is wrong. Within half a second so many `workers` answered that write
    and draw, and so many `renderers` that make films and downloads."""

    database: str
    redis: str
    workers: int
    renderers: int

    @property
    def ok(self) -> bool:
        """Whether requests can be served. No worker is no reason to take the site away: work waits in its queue."""
        return self.database == self.redis == "ok"


def health() -> Health:
    """Ask every part."""
    redis_says = _ask_redis()
    workers = _count_workers() if redis_says == "ok" else {}
    return Health(_ask_database(), redis_says, workers.get(DEFAULT_QUEUE, 0), workers.get(settings.RENDERING_QUEUE, 0))


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


def _count_workers() -> Mapping[str, int]:
    global _counted
    asked_at, found = _counted
    if time.monotonic() - asked_at > REMEMBER_SECONDS:
        found = workers_by_queue(WORKER_ANSWER_SECONDS)
        _counted = (time.monotonic(), found)
    return found


def workers_by_queue(limit: float) -> Mapping[str, int]:
    """How many workers take work from each queue, of those that answer within `limit` seconds."""
    try:
        answers = current_app.control.inspect(timeout=limit).active_queues() or {}
    except (OperationalError, RedisError, OSError):
        return {}
    return Counter(queue["name"] for queues in answers.values() for queue in queues)
