"""Reads of clips, and their shape in the API and in events."""

import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from core.errors import NotFound
from core.live import News
from stories import statuses as story_statuses
from stories.models import SCENES, Story
from videos import statuses
from videos.models import Clip, Take


@dataclass(frozen=True)
class ClipProgress:
    """The clips of a story in numbers: `made` can be watched and are not being made again, `active` are queued or being
    made, `failed` and `overdue` wait for a person's decision."""

    total: int
    made: int
    active: int
    failed: int
    overdue: int


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


def takes_of(clip: Clip) -> list[Take]:
    """Every take of the clip, oldest first, with what it cost."""
    return list(clip.takes.select_related("expense").order_by("number"))


def waiting_clips(story: Story) -> QuerySet[Clip]:
    """The clips that wait to be submitted; without those that may have been submitted already."""
    asked = Take.objects.filter(clip=OuterRef("pk"), outcome__in=(statuses.ASKED, statuses.MAKING))
    return Clip.objects.filter(~Exists(asked), story=story, status=statuses.QUEUED)


def progress_of(clips: Iterable[Clip]) -> ClipProgress:
    """Count `clips`."""
    rows = list(clips)
    return ClipProgress(
        total=len(rows) or SCENES,
        made=sum(is_made(clip.status, clip.current_id) for clip in rows),
        active=sum(clip.status in statuses.ACTIVE for clip in rows),
        failed=sum(clip.status == statuses.FAILED for clip in rows),
        overdue=sum(clip.status == statuses.OVERDUE for clip in rows),
    )


def is_made(status: str, current: Any) -> bool:
    """Whether a clip counts as made; `current` is the id of its shown take or None."""
    return current is not None and status not in statuses.ACTIVE


def seen(clip: Clip) -> str:
    """A mark that changes whenever the clip's card does, so that a page knows when to fetch the card."""
    words = f"{clip.motion}\n{clip.error}\n{clip.is_outdated}"
    return f"{clip.status}:{clip.current_id or 0}:{zlib.crc32(words.encode()):x}"


def counts(story_id: UUID) -> dict[str, int]:
    """How many clips of the story are made, and of how many."""
    rows = Clip.objects.filter(story=story_id).values_list("status", "current")
    made = sum(is_made(status, current) for status, current in rows)
    return {"completed_videos": made, "total_videos": len(rows) or SCENES}


def clip_news(clip: Clip, done: Mapping[str, int]) -> News:
    """The event of a clip's present state; `done` as `counts` returns it."""
    if clip.status == statuses.READY and clip.current:
        return "video_ready", _ready(clip, clip.current, done)
    return "clip_update", _update(clip) | {"error": clip.error}


def _ready(clip: Clip, take: Take, done: Mapping[str, int]) -> dict[str, Any]:
    return _update(clip) | {"video_url": take.url, "poster_url": take.poster_url, **done}


def _update(clip: Clip) -> dict[str, Any]:
    return {"scene_number": clip.number, "status": clip.status, "seen": seen(clip)}


def story_news(story: Story) -> Iterator[News]:
    """The events of the phase in which the clips of a story are made."""
    if story.status == story_statuses.FILMING:
        yield "video_generation_started", {"status": "started"} | counts(story.pk)
    if story.status == story_statuses.FINISHED:
        yield "video_generation_complete", {"status": "completed"} | _urls(story)
    if story.status == story_statuses.UNFILMED:
        yield "video_generation_error", {"status": "error", "error": why_unfilmed(story)}


def _urls(story: Story) -> dict[str, Any]:
    made = {str(clip.number): clip.current.url for clip in clips_of(story) if clip.current}
    return {"successful_videos": len(made), "total_videos": SCENES, "video_urls": made}


def why_unfilmed(story: Story) -> str:
    """Why no clip could be made, in a sentence."""
    errors = {clip.error for clip in story.clips.exclude(error="")}
    one = f" {errors.pop()}" if len(errors) == 1 else ""
    return story.error or f"Not one clip could be made.{one}"


def present_state(channel: str) -> Iterator[News]:
    """The present state of a story's clips as events, for pages that connect."""
    story = Story.objects.filter(pk=channel).first()
    clips = list(clips_of(story)) if story else []
    if story is None or not clips:
        return
    filming = story.status == story_statuses.FILMING
    if filming:
        yield from story_news(story)
    progress = progress_of(clips)
    done = {"completed_videos": progress.made, "total_videos": progress.total}
    for clip in clips:
        if clip.current and clip.status != statuses.READY:  # an earlier take can still be watched
            yield "video_ready", _ready(clip, clip.current, done)
        yield clip_news(clip, done)
    if not filming:
        yield from story_news(story)
