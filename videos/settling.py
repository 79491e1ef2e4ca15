"""A story's status follows its clips, in the same transaction: filming while they are made, then finished or
unfilmed."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from uuid import UUID

from django.db import transaction

from core.status import Conflict, locked, move
from stories import statuses as story_statuses
from stories.models import Story
from videos import statuses
from videos.models import Clip


@contextmanager
def settling(story_id: UUID) -> Iterator[Story]:
    """A transaction for changes of a story's clips: gives the story, locked before its clips as everywhere, and settles
    it at the end. Raises Conflict when the story is gone."""
    with transaction.atomic():
        story = locked(Story.everything.filter(pk=story_id))
        yield story
        _settle(story)


@contextmanager
def changing(clip: Clip) -> Iterator[Story]:
    """`settling` for one clip: gives its story, locked."""
    with settling(clip.story_id) as story:
        clip.story = story
        yield story


def settle(story_id: UUID) -> None:
    """Bring the story's status in line with its clips. May run at any time, any number of times."""
    with suppress(Conflict), settling(story_id):
        pass


def start_filming(story: Story, by: str) -> None:
    """Move the story to filming. Clears the error that stopped its clips: a person has requested more since."""
    if story.status == story_statuses.FILMING:
        Story.objects.filter(pk=story.pk).exclude(stopped="").update(stopped="", error="")
    else:
        move(story, story_statuses.FILMING, by=by, stopped="", error="")


def _settle(story: Story) -> None:
    clips = list(story.clips.values_list("status", "current"))
    if any(status in statuses.ACTIVE for status, _ in clips):
        return
    made = any(current for _, current in clips)
    if story.status == story_statuses.FILMING:
        move(story, story_statuses.FINISHED if made else story_statuses.UNFILMED)
    elif story.status == story_statuses.UNFILMED and made:
        move(story, story_statuses.FINISHED)
