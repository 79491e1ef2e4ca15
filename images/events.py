"""The events that pages of a story get about its pictures.

An approval is sent as `image_ready` with the status approved.
"""

import base64
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db import transaction
from django.dispatch import receiver

from core import live
from core.models import StatusEvent
from core.status import moved
from images import queries, statuses
from images.models import Illustration
from stories import statuses as story_statuses
from stories.events import story_status
from stories.models import SCENES, Story


@receiver(moved, sender=Illustration, dispatch_uid="images.events.picture")
def picture_moved(sender: type[Illustration], instance: Illustration, event: StatusEvent, **kwargs: Any) -> bool:
    """Announce the new status of a picture. Returns whether Redis took it."""
    drawn = Illustration.objects.drawn_count(instance.story_id)
    return live.announce(instance.channel, *image_event(instance, drawn, status=event.new))


@receiver(moved, sender=Story, dispatch_uid="images.events.story")
def story_moved(sender: type[Story], instance: Story, event: StatusEvent, **kwargs: Any) -> bool:
    """Announce what a story's new status means for its pictures. Returns whether Redis took it."""
    if (event.old, event.new) == (story_statuses.ILLUSTRATING, story_statuses.REVIEWING):
        return live.announce(instance.channel, *STORY_COMPLETE)
    return event.new != story_statuses.APPROVED or live.announce(instance.channel, *all_approved_event(instance))


def stopped(story_id: UUID, why: str) -> None:
    """Tell the pages that nothing more of the story is drawn for now, and why."""
    transaction.on_commit(lambda: live.announce(str(story_id), "story_error", {"status": "failed", "error": why}))


def preview(picture: Illustration, webp: bytes) -> None:
    """Send the pages an unfinished picture. `webp` is small and is part of the event itself."""
    small = "data:image/webp;base64," + base64.b64encode(webp).decode()
    live.announce(picture.channel, "image_preview", {"scene_number": picture.number, "preview": small})


def picture_changed(picture: Illustration) -> None:
    """Tell the pages how a picture is now: its turn, its scene's text or its URL has changed."""
    drawn = Illustration.objects.drawn_count(picture.story_id)
    transaction.on_commit(lambda: live.announce(picture.channel, *image_event(picture, drawn)))


def image_event(picture: Illustration, drawn: int, status: str | None = None) -> live.EventData:
    """The event about a picture that changed to `status`; `drawn` is how many of its story are drawn. The character
    sheet, which is none of the twenty, has an event of its own."""
    data: dict[str, Any] = {
        "scene_number": picture.number,
        "status": status or picture.status,
        "starts_in": picture.starts_in,
        "error": picture.error,
        "seen": picture.stamp,
    }
    if picture.is_sheet:
        return "character_update", data | {"image_url": picture.url}
    if picture.current is None:
        return "image_update", data
    more = {"image_url": picture.current.url, "completed_scenes": drawn, "total_scenes": SCENES}
    return "image_ready", data | more | {"version": picture.current.number}


def all_approved_event(story: Story) -> live.EventData:
    """The event that every picture of the story is approved."""
    approved = story.illustrations.filter(status=statuses.APPROVED).count()
    data = {"story_id": str(story.pk), "approved_count": approved, "total_images": SCENES}
    return "all_approved", {"message": "all_approved"} | data


STORY_COMPLETE: live.EventData = ("story_complete", {"status": "completed"})


def present_state(channel: str) -> Iterator[live.EventData]:
    """The state of a story as events, for a page that connects."""
    story = Story.objects.filter(pk=channel).first()
    if story is None:
        return
    yield story_status(story)
    sheet = Illustration.everything.filter(story=story, number=Illustration.SHEET)
    pictures = [*sheet.select_related("current"), *queries.pictures_of(story)]
    drawn = sum(picture.current_id is not None for picture in pictures if not picture.is_sheet)
    for picture in pictures:
        if picture.current_id or picture.status == statuses.FAILED:
            yield image_event(picture, drawn)
    settled = story.status in story_statuses.SETTLED  # in these statuses `stopped` is about clips, not pictures
    if story.status == story_statuses.FAILED or (story.stopped and not settled):
        yield "story_error", {"status": "failed", "error": story.error}
    if settled or story_statuses.IN_API[story.status] == "completed":
        yield STORY_COMPLETE
    if settled:
        yield all_approved_event(story)
