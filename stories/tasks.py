"""Celery tasks of writing: take an id, call the service, done.

Nobody reads a result. Whoever sends a task that has one subscribes to it, and then hangs while Redis is away.
"""

from celery import Task, shared_task

from stories import services, writing


@shared_task(bind=True, name="stories.write", max_retries=None, ignore_result=True)
def write(self: Task, story_id: str) -> None:
    """Write a story; come back later when the writer asks for it."""
    wait = writing.write(story_id)
    if wait is not None:
        raise self.retry(countdown=wait)


@shared_task(name="stories.rewrite_scene", ignore_result=True)
def rewrite_scene(story_id: str, scene: int) -> None:
    """Write one scene again."""
    services.rewrite_scene(story_id, scene)
