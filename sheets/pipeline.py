"""Every change of a story makes its worksheet due; several changes send one task."""

import logging
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import Error

from core.queue import enqueue
from core.status import moved
from images.models import Illustration
from sheets import services, tasks
from stories.events import scene_text_changed
from stories.models import Scene, Story
from videos.models import Clip

log = logging.getLogger(__name__)


def connect() -> None:
    """Listen to the moves of stories, pictures and clips, and to changes of a scene's text."""
    for sender in (Story, Illustration, Clip):
        moved.connect(_moved, sender=sender, dispatch_uid=f"sheets.{sender.__name__}")
    scene_text_changed.connect(_text_changed, dispatch_uid="sheets.text")


def _moved(sender: type, instance: Any, **kwargs: Any) -> None:
    if settings.USE_GOOGLE_AUTH:
        _mark_due(instance if isinstance(instance, Story) else instance.story_id)


def _text_changed(sender: type, scene: Scene, **kwargs: Any) -> None:
    if settings.USE_GOOGLE_AUTH:
        _mark_due(scene.story_id)


def _mark_due(story: Story | UUID) -> None:
    """A story whose status changes gets a worksheet; other changes count only where there is one. Never raises: a
    problem with the sheet must not disturb the change."""
    try:
        fresh = services.ensure_worksheet(story) if isinstance(story, Story) else services.mark_due(story)
        if fresh:
            enqueue_writing(story.pk if isinstance(story, Story) else story)
    except Error as error:
        log.warning("A change was not noted for the Google Sheet (%s); the next change will bring it along.", error)


def enqueue_writing(story_id: UUID) -> None:
    """Send the task that writes a worksheet, for the moment when it is due."""
    enqueue(tasks.write.si(story_id=str(story_id)).set(countdown=services.EVERY.total_seconds()))
