"""Sending work to Celery once the transaction that asks for it is committed."""

import logging

from celery.canvas import Signature
from django.db import transaction
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

log = logging.getLogger(__name__)


def enqueue(work: Signature) -> None:
    """Send `work` after commit. When Redis is away nothing is lost: the rows say what is to be done, and the sweeper
    sends it again."""
    transaction.on_commit(lambda: _send(work))


def _send(work: Signature) -> None:
    try:
        work.apply_async()
    except (OperationalError, RedisError, OSError, RuntimeError) as error:
        # RuntimeError is what Celery's result backend raises when it has tried for long enough.
        log.warning("Redis did not take the task %s (%s). The sweeper will send it again.", work.task, error)
