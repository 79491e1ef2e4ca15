"""Worksheets, changes that they show, and time that passes."""

from datetime import timedelta

from django.db.models import F

from core.status import move
from images.models import Illustration
from sheets.models import Worksheet
from stories.models import Story
from tests.factories import drawn_version
from videos.models import Clip, Take

WRITE = ("sheets.write", None)  # the task, as the broker knows it


def after(seconds: float = 5.0) -> None:
    """Let so many seconds pass for all worksheets."""
    earlier = timedelta(seconds=seconds)
    Worksheet.objects.update(due_at=F("due_at") - earlier, lease_until=F("lease_until") - earlier)


def worksheet_of(story: Story) -> Worksheet:
    """The story's worksheet as it is now."""
    return Worksheet.objects.get(story=story)


def redraw(picture: Illustration) -> None:
    """Draw a picture again, which changes the worksheet."""
    for status in ("queued", "generating"):
        move(picture, status)
    move(picture, "pending_approval", current=drawn_version(picture))


def clip_of(picture: Illustration, url: str = "https://clips.example/7.mp4") -> Clip:
    """A clip that is ready, of a take that cost nothing."""
    clip = Clip.objects.create(story=picture.story, illustration=picture, number=picture.number)
    for status in ("submitting", "working"):
        move(clip, status)
    take = Take.objects.create(clip=clip, number=1, motion="", provider="local", model="1", key=f"k{clip.pk}", url=url)
    move(clip, "ready", current=take)
    return clip
