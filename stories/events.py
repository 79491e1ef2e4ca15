"""Live events about the writing of a story."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.dispatch import Signal, receiver

from core import live
from core.models import StatusEvent
from core.status import moved
from stories import guests, queries, statuses
from stories.models import Scene, Story

scene_text_changed = Signal()
"""Sent after commit with the `scene` whose text changed."""
title_changed = Signal()
"""Sent after commit with the `story` that was renamed."""


@receiver(moved, sender=Story, dispatch_uid="stories.events")
def story_moved(sender: type[Story], instance: Story, event: StatusEvent, **kwargs: Any) -> bool:
    """Announce the new status of a story. Returns whether Redis took it."""
    told = live.announce(instance.channel, *story_status(instance))
    if event.new == statuses.FAILED:
        told &= live.announce(instance.channel, "story_error", {"status": "failed", "error": instance.error})
    return told


def story_status(story: Story) -> tuple[str, Mapping[str, Any]]:
    """The event after which a page reads the whole state again."""
    return "story_status", {"status": statuses.IN_API[story.status], "phase": story.status}


def scene_changed(scene: Scene) -> None:
    """Announce that the text of a scene changed, or that it is being written again."""
    data = {"scene_number": scene.number, "stamp": queries.scene_stamp(Scene.objects.get(pk=scene.pk))}
    transaction.on_commit(lambda: live.announce(str(scene.story_id), "scene_update", data))
    transaction.on_commit(lambda: scene_text_changed.send_robust(Scene, scene=scene))


@receiver(guests.commented, dispatch_uid="stories.events.comments")
def comments_changed(sender: type[Story], story: Story, **kwargs: Any) -> None:
    """Have the pages of a story read its comments again."""
    live.announce(story.channel, *story_status(story))


def story_renamed(story: Story) -> None:
    """Announce that a story has another title."""
    transaction.on_commit(lambda: live.announce(story.channel, *story_status(story)))
    transaction.on_commit(lambda: title_changed.send_robust(Story, story=story))
