"""The cover of a story: one of its twenty pictures."""

from django.db import transaction
from django.utils import timezone

from core import audit
from core.status import Conflict
from images import queries
from stories.models import Story


def choose(story: Story, number: int, *, by: str) -> None:
    """Make the picture of that number the cover. Raises NotFound, and Conflict for one that is not drawn yet."""
    picture = queries.picture_of(story, number)
    if picture.current is None:
        raise Conflict(f"Picture {number} is not drawn yet, so it cannot be the cover.")
    with transaction.atomic():
        if Story.objects.filter(pk=story.pk).exclude(cover=number).update(cover=number, updated_at=timezone.now()):
            audit.record("edited", story, by=by, note=f"cover: picture {number}")
    story.cover = number
