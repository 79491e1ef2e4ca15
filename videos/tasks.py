"""Celery tasks of clips and films: ids in, one call. No task of a clip raises an error of a provider, so that a chord
of them always reaches its body. Only the chord reads results: see `stories.tasks`."""

from uuid import UUID

from celery import Task, shared_task
from django.conf import settings
from django.db.models import Exists, OuterRef

from core.jobs import BATCH
from stories import statuses as story_statuses
from stories.models import Story
from videos import statuses, turns
from videos.clips import generation
from videos.clips.jobs import clip_jobs
from videos.film import rendering
from videos.film import services as film_services
from videos.models import Clip
from videos.settling import settle


@shared_task(name="videos.begin", ignore_result=True)
def begin(story_id: str) -> None:
    """Do nothing: the step before a chord, so that a worker sends the chord. The sender subscribes to all its results,
    and a web process would hang in that while Redis is away."""


@shared_task(bind=True, name="videos.submit", max_retries=None, ignore_result=True)
def submit(self: Task, clip_id: int) -> None:
    """Submit a clip to its service, or come back when it is due. Waiting spends no retries."""
    wait = generation.submit(clip_id)
    if wait is not None:
        raise self.retry(countdown=wait)


@shared_task(bind=True, name="videos.poll", max_retries=None)
def poll(self: Task, clip_id: int) -> None:
    """Ask whether a clip is done, and come back while it is not."""
    wait = generation.poll(clip_id)
    if wait is not None:
        raise self.retry(countdown=wait)


@shared_task(bind=True, name="videos.make_here", max_retries=None, time_limit=settings.RENDER_TIMEOUT)
def make_here(self: Task, clip_id: int) -> None:
    """Make a clip on this machine: the one whose turn it is, which may be another than the message was sent for."""
    wait = generation.make_here(turns.next_clip() or clip_id)
    if wait is not None:
        raise self.retry(countdown=wait)


@shared_task(name="videos.finish", ignore_result=True)
def finish(story_id: str) -> None:
    """Close the phase in which a story's clips are made, if all are done."""
    settle(UUID(story_id))


@shared_task(
    name="videos.render",
    ignore_result=True,
    time_limit=settings.RENDER_TIMEOUT,
    soft_time_limit=settings.RENDER_SOFT_TIMEOUT,
)
def render(artifact: int) -> None:
    """Make the film whose turn it is, which may be another than the message was sent for: there is a message for each.
    May run twice: the second finds nothing to do."""
    rendering.render_next()


@shared_task(name="videos.sweep", ignore_result=True)
def sweep() -> None:
    """Reclaim clips from dead workers, send lost messages again, settle stories whose clips are all done, and request
    films that are missing. May run twice at once."""
    clip_jobs.sweep()
    active = Exists(Clip.objects.filter(story=OuterRef("pk"), status__in=statuses.ACTIVE))
    for story in Story.objects.filter(~active, status=story_statuses.FILMING).order_by()[:BATCH]:
        settle(story.pk)  # the worker that changed its last clip died before it did that
    film_services.request_missing_films()
