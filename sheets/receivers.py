"""Every change of a story, its pictures, clips and texts makes its worksheet due."""

import logging
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import Error
from django.dispatch import receiver

from core.status import moved
from images.models import Illustration
from sheets import services
from stories.events import scene_text_changed
from stories.models import Scene, Story
from videos.models import Clip

log = logging.getLogger(__name__)


@receiver(moved, sender=Story, dispatch_uid="sheets.story")
def story_moved(sender: type, instance: Story, **kwargs: Any) -> None:
    """A story whose status changes gets a worksheet; other changes count only where there is one."""
    _note(lambda: services.ensure_worksheet(instance))


@receiver(moved, sender=Illustration, dispatch_uid="sheets.picture")
@receiver(moved, sender=Clip, dispatch_uid="sheets.clip")
def picture_or_clip_moved(sender: type, instance: Illustration | Clip, **kwargs: Any) -> None:
    """The worksheet shows the status."""
    _note(lambda: services.mark_due(instance.story_id))


@receiver(scene_text_changed, dispatch_uid="sheets.text")
def text_changed(sender: type, scene: Scene, **kwargs: Any) -> None:
    """The worksheet shows the text."""
    _note(lambda: services.mark_due(scene.story_id))


def _note(change: Callable[[], None]) -> None:
    """Never raises: an error of the sheet must not disturb the change."""
    try:
        if settings.USE_GOOGLE_AUTH:
            change()
    except Error as error:
        log.warning("A change was not noted for the Google Sheet (%s); the next change will bring it along.", error)
