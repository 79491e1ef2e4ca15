"""Takes up pictures again whose worker died or whose message was lost."""

from celery import shared_task
from django.db.models import Exists, OuterRef, QuerySet

from core.jobs import BATCH
from images import statuses
from images.jobs import DRAWING
from images.models import Illustration
from images.settling import settle
from stories import statuses as story_statuses
from stories.models import Story


@shared_task(name="images.sweep", ignore_result=True)
def sweep() -> None:
    """Reclaim pictures of dead workers and send lost messages again. May run twice at once."""
    DRAWING.sweep()
    for story in _drawn():
        settle(story.pk)


def _drawn() -> QuerySet[Story]:
    """Stories that are being drawn and of which no picture is. Only a change made by hand leaves one so."""
    active = Exists(Illustration.objects.filter(story=OuterRef("pk"), status__in=statuses.ACTIVE))
    return Story.objects.filter(~active, status=story_statuses.ILLUSTRATING).order_by()[:BATCH]
