"""Reads of clips."""

import zlib
from collections.abc import Collection, Iterable

from django.db.models import Exists, OuterRef, QuerySet

from core.errors import NotFound
from images.models import Illustration
from stories.models import SCENES, Story
from videos import statuses
from videos.models import Clip, Take


def clips_of(story: Story) -> QuerySet[Clip]:
    """The story's clips in order, with the rows that a card needs, in one query."""
    return story.clips.select_related("current__expense", "illustration__current", "illustration__scene").order_by(
        "number"
    )


def clip_of(story: Story, number: int) -> Clip:
    """One clip of a story. Raises NotFound."""
    clip = clips_of(story).filter(number=number).first()
    if clip is None:
        raise NotFound("Clip not found")
    clip.story = story
    return clip


def take_of(clip: Clip, number: int) -> Take:
    """The finished take of that number. Raises NotFound."""
    take = clip.takes.filter(number=number, outcome=statuses.MADE).first()
    if take is None:
        raise NotFound("Take not found")
    return take


def waiting_clips(story: Story) -> QuerySet[Clip]:
    """The clips that wait to be submitted; without those that may have been submitted already."""
    asked = Take.objects.filter(clip=OuterRef("pk"), outcome__in=(statuses.ASKED, statuses.MAKING))
    return Clip.objects.filter(~Exists(asked), story=story, status=statuses.QUEUED)


def pictures_without_clip(story: Story) -> list[tuple[Illustration, Clip | None]]:
    """The pictures without a clip of the version that is approved now, each with its clip so far."""
    pictures = story.illustrations.select_related("scene", "current").order_by("number")
    clips = {clip.illustration_id: clip for clip in story.clips.select_related("current")}
    filmed = _filmed_versions(clips.values())
    pairs = ((picture, clips.get(picture.pk)) for picture in pictures)
    return [
        (picture, clip)
        for picture, clip in pairs
        if clip is None or (clip.status not in statuses.ACTIVE and filmed[clip.pk] != picture.current_id)
    ]


def _filmed_versions(clips: Collection[Clip]) -> dict[int, int | None]:
    """The version of its picture that each clip shows, or will show if it is overdue: an overdue clip may still come
    and is paid for, so people decide about each of them."""
    overdue = [clip.pk for clip in clips if clip.status == statuses.OVERDUE]
    last = Take.objects.filter(clip__in=overdue).order_by("number").values_list("clip_id", "picture_id")
    shown = {clip.pk: clip.current.picture_id if clip.current else None for clip in clips}
    return shown | dict(last if overdue else ())


def clip_stamp(clip: Clip) -> str:
    """A short text that changes with what the clip's card shows, so that a page knows when to fetch it again."""
    words = f"{clip.motion}\n{clip.error}\n{clip.is_outdated}"
    return f"{clip.status}:{clip.current_id or 0}:{zlib.crc32(words.encode()):x}"


def counts_of(clips: Iterable[Clip]) -> dict[str, int]:
    """How many clips can be watched and are not being made again, and how many there are, as events and API say it."""
    rows = list(clips)
    made = sum(clip.current_id is not None and clip.status not in statuses.ACTIVE for clip in rows)
    return {"completed_videos": made, "total_videos": len(rows) or SCENES}
