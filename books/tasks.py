"""The Celery tasks of downloads. They have a queue of their own, which the worker takes: none waits behind films."""

import threading
from collections.abc import Callable

from celery import Task, shared_task

from books import exports, services

AGAIN_SECONDS = 2.0
# A book holds pictures in memory, and the worker's threads are there for drawing: one of each kind at a time in each
# worker.
_making_book, _making_export = threading.Lock(), threading.Lock()


@shared_task(bind=True, name="books.make", max_retries=None, ignore_result=True)
def make(self: Task, artifact: int) -> None:
    """Make a download, or come back later while this worker makes another. May run twice: the second finds nothing to
    do."""
    _one_at_a_time(self, _making_book, services.make, artifact)


@shared_task(bind=True, name="books.export", max_retries=None, ignore_result=True)
def export(self: Task, artifact: int) -> None:
    """Make a file of everything that a visitor has, as `make` makes a download."""
    _one_at_a_time(self, _making_export, exports.make, artifact)


def _one_at_a_time(task: Task, lock: threading.Lock, work: Callable[[int], None], artifact: int) -> None:
    if not lock.acquire(blocking=False):
        raise task.retry(countdown=AGAIN_SECONDS)
    try:
        work(artifact)
    finally:
        lock.release()
