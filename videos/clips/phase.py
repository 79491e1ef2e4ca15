"""The story's status while its clips are made: filming, and finished or unfilmed when all clips are done."""

from uuid import UUID

from django.db import transaction

from core.status import move
from stories import statuses as story_statuses
from stories.models import Story
from videos import statuses


def start_filming(story: Story, by: str) -> None:
    """Move the story to filming. Clears the error that stopped its clips: a person has asked for more clips since."""
    if story.status == story_statuses.FILMING:
        Story.objects.filter(pk=story.pk).exclude(stopped="").update(stopped="", error="")
    else:
        move(story, story_statuses.FILMING, by=by, stopped="", error="")


def settle(story_id: UUID | str) -> None:
    """Bring the story's status in line with its clips. Counts rows; may run at any time, any number of times."""
    with transaction.atomic():
        # The lock makes settlements run one by one, so that the last one sees all changes.
        story = Story.objects.select_for_update().filter(pk=story_id).first()
        if story is None:
            return
        clips = list(story.clips.values_list("status", "current"))
        if any(status in statuses.ACTIVE for status, _ in clips):
            return
        made = any(current for _, current in clips)
        if story.status == story_statuses.FILMING:
            move(story, story_statuses.FINISHED if made else story_statuses.UNFILMED)
        elif story.status == story_statuses.UNFILMED and made:
            move(story, story_statuses.FINISHED)
