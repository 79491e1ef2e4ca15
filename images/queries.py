"""Reads of illustrations, and the shapes in which the API, the events and the pages show them."""

import math
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from core.errors import NotFound
from core.live import News
from images import statuses
from images.models import Decision, Illustration, Version
from stories import statuses as story_statuses
from stories.models import SCENES, Story


@dataclass(frozen=True)
class Progress:
    """How far the pictures of a story are. `failed` have no picture to show; `missing` are all that could not be drawn,
    also those that show an earlier version. `next_start` is in seconds, None when none waits for a turn."""

    total: int
    drawn: int
    approved: int
    failed: int
    active: int
    pending: int
    missing: int
    next_start: int | None

    @property
    def percent(self) -> int:
        """Drawn or failed for good, of a hundred."""
        return round(100 * (self.total - self.unfinished) / self.total) if self.total else 0

    @property
    def unfinished(self) -> int:
        """How many are still waited for: active ones that have no picture to show yet."""
        return max(self.total - self.drawn - self.failed, 0)


def pictures_of(story: Story) -> QuerySet[Illustration]:
    """The story's illustrations in order, with what a card needs, in one query."""
    return story.illustrations.select_related("scene", "current__expense").order_by("number")


def picture_of(story: Story, number: int) -> Illustration:
    """One illustration of a story. Raises NotFound."""
    picture = pictures_of(story).filter(number=number).first()
    if picture is None:
        raise NotFound(f"This story has no picture {number}.")
    picture.story = story
    return picture


def progress_of(pictures: Iterable[Illustration]) -> Progress:
    """Count `pictures`."""
    rows = list(pictures)
    waits = [wait for picture in rows if (wait := starts_in(picture)) is not None]
    return Progress(
        total=len(rows) or SCENES,
        drawn=sum(picture.current_id is not None for picture in rows),
        approved=sum(picture.status == statuses.APPROVED for picture in rows),
        failed=sum(picture.status == statuses.FAILED and picture.current_id is None for picture in rows),
        active=sum(picture.status in statuses.ACTIVE for picture in rows),
        pending=sum(picture.status == statuses.PENDING for picture in rows),
        missing=sum(picture.status == statuses.FAILED for picture in rows),
        next_start=min(waits, default=None),
    )


def starts_in(picture: Illustration) -> int | None:
    """Whole seconds until the picture's turn, None when it does not wait for one."""
    if picture.status != statuses.QUEUED or picture.starts_at is None:
        return None
    return max(0, math.ceil((picture.starts_at - timezone.now()).total_seconds()))


def versions_of(picture: Illustration) -> list[Version]:
    """Every attempt at the picture, oldest first, with what it cost and what people said about it."""
    return list(picture.versions.select_related("expense").prefetch_related("decisions").order_by("number"))


def drawn_version(picture: Illustration, number: int) -> Version:
    """The drawn version of that number. Raises NotFound."""
    version = picture.versions.filter(number=number, outcome=statuses.DRAWN).first()
    if version is None:
        raise NotFound("Version not found")
    return version


def last_actions(pictures: Iterable[Illustration]) -> dict[int, str]:
    """The last decision about each of the pictures, by the picture's id, in one query."""
    rows = Decision.objects.filter(illustration__in=[picture.pk for picture in pictures]).order_by("pk")
    return dict(rows.values_list("illustration", "action"))


def image_url(picture: Illustration) -> str:
    """The URL of the version that is shown, "" when none is drawn."""
    return picture.current.url if picture.current else ""


def version_mark(picture: Illustration) -> str:
    """Which version of which picture a page shows, as "picture:version", both by number."""
    return f"{picture.number}:{picture.current.number if picture.current else ''}"


def picture_stamp(picture: Illustration) -> str:
    """What a page shows of a picture, in short: as long as it is the same, the card need not be fetched again."""
    text = f"{zlib.crc32(picture.scene_text.encode()):x}"
    version = picture.current.number if picture.current else 0
    return f"{picture.status}:{version}:{text}{':waits' if starts_in(picture) is not None else ''}"


def image_news(picture: Illustration, drawn: int, status: str | None = None) -> News:
    """The event that says what became of a picture; `status` is what it changed to, `drawn` how many are drawn. What
    becomes of the character sheet has a name of its own, for it is none of the twenty."""
    data: dict[str, Any] = {
        "scene_number": picture.number,
        "status": status or picture.status,
        "starts_in": starts_in(picture),
        "error": picture.error,
        "seen": picture_stamp(picture),
    }
    if picture.is_sheet:
        return "character_update", data | {"image_url": image_url(picture)}
    if picture.current is None:
        return "image_update", data
    more = {"image_url": picture.current.url, "completed_scenes": drawn, "total_scenes": SCENES}
    return "image_ready", data | more | {"version": picture.current.number}


def all_approved_news(story: Story) -> News:
    """The event that says that every picture is approved."""
    approved = story.illustrations.filter(status=statuses.APPROVED).count()
    data = {"story_id": str(story.pk), "approved_count": approved, "total_images": SCENES}
    return "all_approved", {"message": "all_approved"} | data


def phase_news(story: Story) -> News:
    """The event that says in which phase the story is."""
    return "story_status", {"status": story_statuses.IN_API[story.status], "phase": story.status}


STORY_COMPLETE: News = ("story_complete", {"status": "completed"})


def present_state(channel: str) -> Iterator[News]:
    """The state of a story as events: what a page hears first when it connects."""
    story = Story.objects.filter(pk=channel).first()
    if story is None:
        return
    yield phase_news(story)
    sheet = Illustration.everything.filter(story=story, number=Illustration.SHEET)
    pictures = [*sheet.select_related("current"), *pictures_of(story)]
    drawn = sum(picture.current_id is not None for picture in pictures if not picture.is_sheet)
    for picture in pictures:
        if picture.current_id or picture.status == statuses.FAILED:
            yield image_news(picture, drawn)
    yield from _milestones(story)


def _milestones(story: Story) -> Iterator[News]:
    settled = story.status in story_statuses.SETTLED  # what stops it then stops its clips
    if story.status == story_statuses.FAILED or (story.stopped and not settled):
        yield "story_error", {"status": "failed", "error": story.error}
    if settled or story_statuses.IN_API[story.status] == "completed":
        yield STORY_COMPLETE
    if settled:
        yield all_approved_news(story)


def drawn_count(story_id: Any) -> int:
    """How many pictures of the story are drawn and kept."""
    return Illustration.objects.filter(story=story_id, current__isnull=False).count()


def version_of(picture: Illustration, url: str) -> Version | None:
    """The drawn version of this picture that has `url`, if there is one."""
    # Compared here: not every text that a client can send is one that every database takes.
    return next((version for version in picture.versions.filter(outcome=statuses.DRAWN) if version.url == url), None)
