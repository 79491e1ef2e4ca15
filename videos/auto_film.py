"""A story whose videos are all made gets its upright film by itself."""

from typing import Any

from core.models import StatusEvent
from core.status import moved
from stories import statuses as story_statuses
from stories.models import Story
from videos import films


def connect() -> None:
    """Listen to the moves of stories. Called once the apps are loaded."""
    moved.connect(_story_moved, sender=Story, dispatch_uid="videos.auto_film")


def _story_moved(sender: type[Story], instance: Story, event: StatusEvent, **kwargs: Any) -> None:
    if event.new == story_statuses.FINISHED:
        films.ask_by_itself(instance)
