"""Queue pictures, and send the messages that have them drawn."""

from collections.abc import Mapping
from typing import Any

from celery import chain, chord
from django.utils import timezone

from core import leases
from core.queue import enqueue, message
from core.status import move
from images import statuses
from images.models import Illustration
from stories.models import Story


def queue_again(picture: Illustration, by: str, changes: Mapping[str, Any], *, urgent: bool = True) -> None:
    """Queue the picture for a new version with `changes` to its fields, and send its message. In `settling`."""
    fresh: dict[str, Any] = {"tries": 0, "softening": 0, "error": "", "starts_at": None, "base": None, "variations": 0}
    times = {"queued_at": timezone.now(), "lease_until": leases.lease()}
    # If the reason for which the story stopped still holds, this picture finds out.
    Story.objects.filter(pk=picture.story_id).exclude(stopped="").update(stopped="", error="")
    move(picture, statuses.QUEUED, by=by, **(fresh | times | {"urgent": urgent} | dict(changes)))
    send_picture(picture)


def send_picture(picture: Illustration) -> None:
    """Have one queued picture drawn; composed first, if nobody has said yet what it shows."""
    if picture.depiction:
        return enqueue("images.draw", story_id=str(picture.story_id), scene=picture.number)
    story_id = str(picture.story_id)
    draw = message("images.draw", story_id=story_id, scene=picture.number).set(ignore_result=True)
    enqueue(chain(message("images.compose", story_id=story_id), draw))


def send_story(story: Story) -> None:
    """Have a story drawn: its character sheet if it is queued, the prompts, then all pictures as a chord whose body
    closes the drawing phase."""
    story_id = str(story.pk)
    numbers = story.illustrations.values_list("number", flat=True)
    drawings = chord(
        [message("images.draw", story_id=story_id, scene=number) for number in numbers],
        message("images.finish", story_id=story_id),
    )
    sheets = Illustration.everything.filter(story=story, number=Illustration.SHEET, status=statuses.QUEUED)
    first = [message("images.draw", story_id=story_id, scene=sheet.number) for sheet in sheets]
    enqueue(chain(*first, message("images.compose", story_id=story_id), drawings))
