"""Celery tasks: take an id, call the service.

These tasks ignore their results: whoever sends a task with a result subscribes to it in Redis, and hangs while Redis is
away.
"""

from threading import BoundedSemaphore

from celery import Task, shared_task

from stories import deletion, rewriting, writing
from stories import removal as removals

# Hundreds of stories that are deleted at once, or a host that hangs, must not occupy the threads that draw.
_removing = BoundedSemaphore(4)
BUSY_SECONDS = 5.0


@shared_task(bind=True, name="stories.write", max_retries=None, ignore_result=True)
def write(self: Task, story_id: str) -> None:
    """Write a story; come back later when the writer says so."""
    wait = writing.write(story_id)
    if wait is not None:
        raise self.retry(countdown=wait)


@shared_task(name="stories.rewrite_scene", ignore_result=True)
def rewrite_scene(story_id: str, scene: int) -> None:
    """Write one scene again."""
    rewriting.rewrite(story_id, scene)


@shared_task(bind=True, name="stories.remove_files", max_retries=None, ignore_result=True)
def remove_files(self: Task, removal: int) -> None:
    """Remove files of a story that is gone; come back later while others are removed."""
    if not _removing.acquire(blocking=False):
        raise self.retry(countdown=BUSY_SECONDS)
    try:
        removals.remove(removal)
    finally:
        _removing.release()


@shared_task(name="stories.sweep", ignore_result=True)
def sweep() -> None:
    """Send stories and removals again whose worker died or whose message was lost, and remove for good what was deleted
    a week ago. May run twice at once."""
    writing.story_jobs.sweep()
    removals.removal_jobs.sweep()
    deletion.sweep()
