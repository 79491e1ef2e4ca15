"""Sending work to Celery, by task name, once the transaction that asks for it is committed.

enqueue("images.draw", story_id=str(story.pk), scene=7)
enqueue(chain(message("images.compose", story_id=story_id), message("images.draw", story_id=story_id, scene=7)))
"""

import logging
from typing import Any

from celery import current_app
from celery.canvas import Signature
from django.db import transaction
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

log = logging.getLogger(__name__)


def message(task: str, **arguments: Any) -> Signature:
    """The message that has the task of that name run with these keyword arguments, for chains and chords. In a chain
    it is not given the result of the task before it."""
    return current_app.signature(task, kwargs=arguments, immutable=True)


def enqueue(work: Signature | str, *, countdown: float | None = None, **arguments: Any) -> None:
    """Send `work`, a message or a task's name with its `arguments`, after commit, to be run in `countdown` seconds.

    When Redis is away nothing is lost: the rows say what is to be done, and a sweep sends it again.
    """
    # Nobody reads the result of a task that is sent by its name, and subscribing to one hangs while Redis is away.
    sent = message(work, **arguments).set(ignore_result=True) if isinstance(work, str) else work
    if countdown is not None:
        sent = sent.set(countdown=countdown)
    transaction.on_commit(lambda: _send(sent))


def _send(work: Signature) -> None:
    try:
        work.apply_async()
    except (OperationalError, RedisError, OSError, RuntimeError) as error:
        # RuntimeError is what Celery's result backend raises when it has tried for long enough.
        log.warning("Redis did not take the task %s (%s). The sweep will send it again.", work.task, error)
