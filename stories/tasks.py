"""Celery tasks of writing: take an id, call the service, done."""

from celery import Task, shared_task

from stories import services


@shared_task(bind=True, name="stories.write", max_retries=None)
def write(self: Task, story_id: str) -> None:
    """Write a story; come back later when the writer asks for it."""
    wait = services.write(story_id)
    if wait is not None:
        raise self.retry(countdown=wait)


@shared_task(name="stories.rewrite_scene")
def rewrite_scene(story_id: str, scene: int) -> None:
    """Write one scene again."""
    services.rewrite_scene(story_id, scene)
