"""The contexts of the page "My stories" and of the newest stories on the start page."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db.models import Count, QuerySet
from django.urls import reverse

from core import expenses
from core.expenses import in_dollars
from core.status import accepts
from images import costs
from images import statuses as picture_statuses
from images.models import Illustration
from images.queries import cover_number, pictures_of
from stories import copying, ledger, presentation, statuses
from stories.models import AUTHOR_LIMIT, TITLE_LIMIT, Scene, Story
from studio.my_stories import listing, stages
from studio.refusals import NO_REFUSAL, Refusal
from studio.story.page_data import CENT
from videos import statuses as clip_statuses
from videos.models import Clip

NEWEST = 12  # stories on the start page


@dataclass(frozen=True)
class Row:
    """A story in a list: its picture ("" for none), its phase in words, whether it `waits` for the visitor, `done` of
    twenty and what that counts ("" while there is nothing to count), and what it cost ("" where no price is known)."""

    story: Story
    cover: str
    phase: str
    waits: bool
    done: int
    counts: str
    cost: str


def list_context(stories: QuerySet[Story], asked: listing.Asked, *, archived: bool = False) -> dict[str, Any]:
    """The list of those of the stories that are not archived, or of those that are, as it was asked for."""
    listed = stories.filter(archived_at__isnull=not archived)
    counts, page = listing.counts_of(listed), listing.page_of(listed, asked)
    total = sum(counts.values())
    return {
        "archived": archived,
        "list_url": reverse("mine:archived" if archived else "mine:list"),
        "others": stories.count() - total,
        "asked": asked,
        "page": page,
        "rows": rows_of(page.object_list),
        "total": total,
        "stages": [(name, label, counts.get(name, 0)) for name, label in stages.LABELS.items()],
        "sorts": listing.SORTS.items(),
        "waiting": counts.get(stages.WAITING, 0),
        "here": asked.address(page=str(page.number)),
        "before": asked.address(page=str(page.number - 1)),
        "after": asked.address(page=str(page.number + 1)),
        "waiting_address": asked.address(search="", stage=stages.WAITING),
    }


def details_context(story: Story, refusal: Refusal = NO_REFUSAL) -> dict[str, Any]:
    """The page of a story's title, cover and copies."""
    typed = refusal.typed or {}
    pictures = [picture for picture in pictures_of(story) if picture.current]
    return {
        "story": story,
        "refusal": refusal,
        "title": typed.get("title", story.title),
        "author": typed.get("author", story.author),
        "limits": {"title": TITLE_LIMIT, "author": AUTHOR_LIMIT},
        "may_rename": accepts(presentation.check_may_rename, story),
        "pictures": pictures,
        "cover": cover_number(story, [picture.number for picture in pictures]),
        **_copies(story),
        "has_film": story.films.exclude(file="").exists(),
    }


def _copies(story: Story) -> dict[str, Any]:
    """What copies the story can have, and what they will probably cost. A form sends `copy_id` along, so that a second
    click makes no second copy."""
    copy_id, count = uuid4(), costs.pictures_to_draw(review=settings.REVIEW_CHARACTER)
    writing, drawing = ledger.writing_cost(), costs.cost_of_pictures(count)
    return {
        "copy_id": copy_id,
        "may_copy_scenes": accepts(copying.check_may_copy_scenes, story),
        "review": settings.REVIEW_CHARACTER,
        "writing_cost": in_dollars(writing) if writing else "",
        "drawing_cost": in_dollars(drawing) if drawing else "",
        "no_writing": ledger.refusal("", writing),
        "no_drawing": ledger.refusal(str(copy_id), drawing),
    }


def newest_rows(stories: QuerySet[Story]) -> list[Row]:
    """The newest of these stories that are not archived."""
    return rows_of(stages.with_stage(stories.filter(archived_at=None)).order_by("-created_at")[:NEWEST])


def rows_of(stories: Iterable[Story]) -> list[Row]:
    """The rows of a list, from stories of `stages.with_stage`; in a fixed number of queries."""
    found = list(stories)
    pictures, spent = _pictures(found), expenses.known_costs(story.channel for story in found)
    done = _done(found, pictures)
    return [_row(story, pictures[story.pk], done[story.pk], spent.get(story.channel, Decimal(0))) for story in found]


def _row(story: Any, pictures: Collection[Mapping[str, Any]], done: int, cost: Decimal) -> Row:
    drawn = {one["number"]: one["current__thumbnail_url"] or one["current__url"] for one in pictures if one["current"]}
    return Row(
        story=story,
        cover=drawn.get(cover_number(story, drawn), ""),
        phase=stages.words_of(story, to_approve=any(one["status"] == picture_statuses.PENDING for one in pictures)),
        waits=story.stage == stages.WAITING,
        done=done,
        counts=_COUNTS.get(story.status, ""),
        cost=in_dollars(cost) if cost >= CENT else "",
    )


def _pictures(stories: Collection[Story]) -> Mapping[UUID, list[Any]]:
    """What a row shows of the pictures of each story, in order."""
    rows = Illustration.objects.filter(story__in=stories).order_by("number")
    found: dict[UUID, list[Any]] = defaultdict(list)
    for one in rows.values("story", "number", "status", "current", "current__thumbnail_url", "current__url"):
        found[one["story"]].append(one)
    return found


_COUNTS = {
    statuses.EDITING: "scenes written",
    statuses.ILLUSTRATING: "pictures drawn",
    statuses.REVIEWING: "pictures approved",
    statuses.APPROVED: "pictures approved",
    statuses.FILMING: "clips made",
    statuses.FINISHED: "clips made",
    statuses.UNFILMED: "clips made",
}


def _done(stories: Collection[Story], pictures: Mapping[UUID, list[Any]]) -> Mapping[UUID, int]:
    """How far each story is, as `_COUNTS` says it."""
    written = Scene.objects.filter(story__in=stories, story__status=statuses.EDITING).exclude(text="")
    filmed = Clip.objects.filter(story__in=stories, current__isnull=False).exclude(status__in=clip_statuses.ACTIVE)
    found: Counter[UUID] = Counter()
    for rows in (written, filmed):
        found.update(dict(rows.order_by().values_list("story").annotate(number=Count("pk"))))
    for story in stories:
        if story.status == statuses.ILLUSTRATING:
            found[story.pk] = sum(one["current"] is not None for one in pictures[story.pk])
        elif story.status in (statuses.REVIEWING, statuses.APPROVED):
            found[story.pk] = sum(one["status"] == picture_statuses.APPROVED for one in pictures[story.pk])
    return found
