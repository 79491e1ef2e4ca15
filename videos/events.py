"""What the pages of a story hear about its clips."""

from typing import Any

from core import live
from core.models import StatusEvent
from core.status import moved
from stories import statuses as story_statuses
from stories.models import Story
from videos import queries
from videos.models import Clip

_PHASES = (story_statuses.FILMING, story_statuses.FINISHED, story_statuses.UNFILMED)


def connect() -> None:
    """Announce the moves of clips and stories."""
    moved.connect(_clip_moved, sender=Clip, dispatch_uid="videos.events.clip")
    moved.connect(_story_moved, sender=Story, dispatch_uid="videos.events.story")


def _clip_moved(sender: type[Clip], instance: Clip, event: StatusEvent, **kwargs: Any) -> bool:
    return live.announce(instance.channel, *queries.clip_news(instance, queries.counts(instance.story_id)))


def _story_moved(sender: type[Story], instance: Story, event: StatusEvent, **kwargs: Any) -> bool:
    if event.new not in _PHASES:
        return True
    return all(live.announce(instance.channel, *news) for news in queries.story_news(instance))
