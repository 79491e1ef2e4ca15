"""The events that pages of a story get about its pictures."""

import base64
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db import transaction
from django.dispatch import receiver

from core import live
from core.models import StatusEvent
from core.status import moved
from images import queries
from images.models import Illustration
from stories import statuses as story_statuses
from stories.models import Story


@receiver(moved, sender=Illustration, dispatch_uid="images.events.picture")
def picture_moved(sender: type[Illustration], instance: Illustration, event: StatusEvent, **kwargs: Any) -> bool:
    """Announce the new status of a picture. Returns whether Redis took it."""
    drawn = queries.drawn_count(instance.story_id)
    return live.announce(instance.channel, *queries.image_news(instance, drawn, status=event.new))


@receiver(moved, sender=Story, dispatch_uid="images.events.story")
def story_moved(sender: type[Story], instance: Story, event: StatusEvent, **kwargs: Any) -> bool:
    """Announce what a story's new status means for its pictures. Returns whether Redis took it."""
    return all(live.announce(instance.channel, *news) for news in _news_of(instance, event))


def _news_of(story: Story, event: StatusEvent) -> Iterator[live.News]:
    if (event.old, event.new) == (story_statuses.ILLUSTRATING, story_statuses.REVIEWING):
        yield queries.STORY_COMPLETE
    if event.new in (story_statuses.SKETCHING, story_statuses.ILLUSTRATING):
        yield queries.phase_news(story)
    if event.new == story_statuses.APPROVED:
        yield queries.all_approved_news(story)


def stopped(story_id: UUID, why: str) -> None:
    """Tell the pages that nothing more of the story is drawn for now, and why."""
    transaction.on_commit(lambda: live.announce(str(story_id), "story_error", {"status": "failed", "error": why}))


def preview(picture: Illustration, webp: bytes) -> None:
    """Send the pages an unfinished picture. `webp` is small and is part of the event itself."""
    small = "data:image/webp;base64," + base64.b64encode(webp).decode()
    live.announce(picture.channel, "image_preview", {"scene_number": picture.number, "preview": small})


def picture_changed(picture: Illustration) -> None:
    """Tell the pages how a picture is now: its turn, its scene's text or its URL has changed."""
    drawn = queries.drawn_count(picture.story_id)
    transaction.on_commit(lambda: live.announce(picture.channel, *queries.image_news(picture, drawn)))
