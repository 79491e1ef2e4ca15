"""Finds clips whose worker died or whose message was lost, and stories whose clips are all done."""

from uuid import UUID

from celery import shared_task
from django.db.models import Exists, Max, OuterRef, QuerySet

from core.jobs import BATCH
from core.models import StatusEvent
from stories import statuses as story_statuses
from stories.models import Story
from videos import statuses
from videos.clips.jobs import clip_jobs
from videos.film import services as film_services
from videos.models import Clip
from videos.settling import settle

RECENT = 500  # changes


@shared_task(name="videos.sweep", ignore_result=True)
def sweep() -> None:
    """Reclaim clips from dead workers, send lost messages again, close what is done. May run twice at once."""
    clip_jobs.sweep()
    for story_id in unsettled_stories():
        settle(story_id)
    for story in stories_without_film():
        film_services.request_auto_film(story)


def unsettled_stories() -> list[UUID]:
    """Filming stories without active clips: the worker that changed the last one died before it settled the story."""
    active = Exists(Clip.objects.filter(story=OuterRef("pk"), status__in=statuses.ACTIVE))
    rows = Story.objects.filter(~active, status=story_statuses.FILMING).order_by()
    return list(rows.values_list("pk", flat=True)[:BATCH])


def stories_without_film() -> QuerySet[Story]:
    """Recently finished stories without a film: the worker that finished them died before it requested one."""
    newest = StatusEvent.objects.aggregate(newest=Max("pk"))["newest"] or 0
    changed = StatusEvent.objects.filter(pk__gt=newest - RECENT, kind="stories.story", new=story_statuses.FINISHED)
    finished = [UUID(channel) for channel in changed.order_by().values_list("channel", flat=True)]
    return Story.objects.filter(pk__in=finished, status=story_statuses.FINISHED, films=None)
