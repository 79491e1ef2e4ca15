"""Whether database, Redis and workers answer."""

import time
from collections import Counter
from collections.abc import Mapping
from typing import Any

from celery import current_app
from django.conf import settings
from django.db import DatabaseError, connection
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from core.token_bucket import redis

WORKER_ANSWER_SECONDS = 0.5
# A monitor that asks every second must not send a broadcast to all workers every second.
CACHE_SECONDS = 3.0
DEFAULT_QUEUE = "celery"
_counted: tuple[float, Mapping[str, int]] = (0.0, {})


def health() -> dict[str, Any]:
    """Ask every part. `database` and `redis` are "ok" or say what is wrong. `workers` (that write, draw and make
    downloads) and `renderers` (that make films) count those that answered within half a second."""
    said = redis_says()
    workers = answering_workers() if said == "ok" else {}
    return {
        "database": database_says(),
        "redis": said,
        "workers": workers.get(DEFAULT_QUEUE, 0),
        "renderers": workers.get(settings.RENDERING_QUEUE, 0),
    }


def database_says() -> str:
    """ "ok", or why the database cannot be used."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return "ok"
    except DatabaseError as error:
        return f"not answering ({type(error).__name__})"


def redis_says() -> str:
    """ "ok", or why Redis cannot be used."""
    try:
        redis().ping()
        return "ok"
    except (RedisError, OSError) as error:
        return f"not answering ({type(error).__name__})"


def answering_workers() -> Mapping[str, int]:
    """How many workers take work from each queue, of those that answer within half a second; at most CACHE_SECONDS
    old."""
    global _counted
    counted_at, found = _counted
    if time.monotonic() - counted_at > CACHE_SECONDS:
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
