"""What the pages of a story hear about its clips."""

from typing import Any

from core import live
from core.models import StatusEvent
from core.status import moved
from images.queries import add_to_story_json
from stories import statuses as story_statuses
from stories.models import Story
from videos import queries
from videos.models import Clip

_PHASES = (story_statuses.FILMING, story_statuses.FINISHED, story_statuses.UNFILMED)


def connect() -> None:
    """Listen to the moves of clips and stories, and say how the present state of the clips is told."""
    moved.connect(_clip_moved, sender=Clip, dispatch_uid="videos.events.clip")
    moved.connect(_story_moved, sender=Story, dispatch_uid="videos.events.story")
    live.describe_with(queries.present_state)
    add_to_story_json(queries.story_json)


def _clip_moved(sender: type[Clip], instance: Clip, event: StatusEvent, **kwargs: Any) -> bool:
    return live.announce(instance.channel, *queries.clip_news(instance, queries.counts(instance.story_id)))


def _story_moved(sender: type[Story], instance: Story, event: StatusEvent, **kwargs: Any) -> bool:
    if event.new not in _PHASES:
        return True
    return all(live.announce(instance.channel, *news) for news in queries.story_news(instance))
