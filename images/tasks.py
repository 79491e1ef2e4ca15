"""Celery tasks of drawing: take ids, call the service, done. None of them raises for what a provider does, so that a
chord of them always reaches its body. Only the chord reads results: see `stories.tasks`."""

from uuid import UUID

from celery import Task, shared_task
from django.db.models import Exists, OuterRef

from core.jobs import BATCH
from images import settling, statuses
from images.drawing import composing, drawing, throttle
from images.jobs import picture_jobs
from images.models import Illustration
from stories import statuses as story_statuses
from stories.models import Story

WAKE_SECONDS = 1.0  # more often nobody looks which sleeping pictures are to be woken


@shared_task(bind=True, name="images.compose", max_retries=None, ignore_result=True)
def compose(self: Task, story_id: str) -> None:
    """Describe every picture of the story; retry later if the moderator did not answer."""
    wait = composing.compose_prompts(story_id)
    if wait is not None:
        raise self.retry(countdown=wait)


@shared_task(bind=True, name="images.draw", max_retries=None)
def draw(self: Task, story_id: str, scene: int) -> None:
    """Draw one picture, or come back later if it has no token yet (see `throttle`). Celery's retry count is
    unlimited."""
    wait = drawing.draw(story_id, scene)
    throttle.wake_sleepers(every=WAKE_SECONDS)
    if wait is not None:
        raise self.retry(countdown=wait)


@shared_task(name="images.finish", ignore_result=True)
def finish(story_id: str) -> None:
    """Close the story's drawing phase, if every picture is drawn or has failed for good."""
    settling.settle(UUID(story_id))


@shared_task(name="images.sweep", ignore_result=True)
def sweep() -> None:
    """Tell sleeping pictures when their turn comes and wake those whose turn is near; reclaim pictures of dead
    workers, send lost messages again, and settle stories that are being drawn and of which
    no picture is; only a change made by hand leaves one so. May run twice at once."""
    throttle.renew_promises()
    throttle.wake_sleepers(every=WAKE_SECONDS)
    picture_jobs.sweep()
    active = Exists(Illustration.objects.filter(story=OuterRef("pk"), status__in=statuses.ACTIVE))
    for story in Story.objects.filter(~active, status=story_statuses.ILLUSTRATING).order_by()[:BATCH]:
        settling.settle(story.pk)
