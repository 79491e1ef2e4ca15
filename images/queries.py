"""Reads of illustrations."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery

from core.errors import NotFound
from images import statuses
from images.models import Decision, Illustration, Version
from stories.models import SCENES, Story


@dataclass(frozen=True)
class Progress:
    """How far the pictures of a story are. `failed` have no picture to show; `missing` are all that could not be drawn,
    also those that show an earlier version, and `stopped` those that somebody stopped. `next_start` is in seconds, None
    if no picture waits for its turn."""

    total: int
    drawn: int
    approved: int
    failed: int
    pending: int
    missing: int
    stopped: int
    next_start: int | None


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
    waits = [wait for picture in rows if (wait := picture.starts_in) is not None]
    return Progress(
        total=len(rows) or SCENES,
        drawn=sum(picture.current_id is not None for picture in rows),
        approved=sum(picture.status == statuses.APPROVED for picture in rows),
        failed=sum(picture.status == statuses.FAILED and picture.current_id is None for picture in rows),
        pending=sum(picture.status == statuses.PENDING for picture in rows),
        missing=sum(picture.status == statuses.FAILED and not picture.stopped for picture in rows),
        stopped=sum(picture.status == statuses.FAILED and picture.stopped for picture in rows),
        next_start=min(waits, default=None),
    )


def changed_pictures(pictures: Iterable[Illustration]) -> list[Illustration]:
    """Those of `pictures` that could be drawn again because their scene's text has changed since; no uploads, which
    nobody drew."""
    outdated = [picture for picture in pictures if picture.is_outdated and picture.status in statuses.REDRAWABLE]
    return [picture for picture in outdated if picture.current and picture.current.mode != Version.UPLOAD]


def review_order() -> list[Any]:
    """The order of the review queue: story by story, the one that waits longest first, and its scenes in order."""
    same = Illustration.objects.filter(story=OuterRef("story"), status=OuterRef("status")).order_by("updated_at")
    return [Subquery(same.values("updated_at")[:1]).asc(), "story", "number"]


def next_to_review(after: Story) -> Illustration | None:
    """The first picture of another story that waits for approval, in the order of the review queue."""
    rows = Illustration.objects.filter(status=statuses.PENDING, story__deleted_at=None).exclude(story=after)
    return rows.select_related("story").order_by(*review_order()).first()


def cover_number(story: Story, shown: Iterable[int]) -> int:
    """The number of the picture that is the cover, of those that can be `shown`: the chosen one, else the first; 0
    where there is none."""
    numbers = set(shown)
    return story.cover if story.cover in numbers else min(numbers, default=0)


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


def version_of(picture: Illustration, url: str) -> Version | None:
    """The drawn version of this picture that has `url`, if there is one."""
    # Compared here: not every text that a client can send is one that every database takes.
    return next((version for version in picture.versions.filter(outcome=statuses.DRAWN) if version.url == url), None)


def uncleared_uploads() -> QuerySet[Version]:
    """The uploaded pictures that stories show and that nobody, neither a moderator nor staff, has found fit."""
    return Version.objects.filter(mode=Version.UPLOAD, cleared_by="", pk=F("illustration__current"))
