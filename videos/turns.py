"""Whose film, or whose clip that is made on this machine, comes next.

A message of the renderer says that one more is to be made, not which: when it is taken from the queue, the rows say
whose turn it is. So a visitor with ten films does not hold up another with one, whenever either asked. First comes the
visitor who had the fewest lately, of a visitor's stories the one that had the fewest, then what waits longest.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from core import artifact_statuses
from core.jobs import of_present
from videos import statuses
from videos.clips.animators import LOCAL, clip_providers_meaning
from videos.models import Clip, Film, Take

LATELY = timedelta(hours=1)


class Waiting(NamedTuple):
    """A row that waits to be made; `owner` is the visitor's, "" for nobody's."""

    key: int
    owner: str
    story: UUID
    since: datetime | None


def films_in_order() -> list[int]:
    """The keys of the films that wait, the one whose turn it is first."""
    waiting = Film.objects.filter(status=artifact_statuses.QUEUED)
    lately = Film.objects.filter(
        Q(status=artifact_statuses.MAKING) | Q(made_at__gte=timezone.now() - LATELY, status=artifact_statuses.READY)
    )
    return in_order(_waiting(of_present(waiting)), lately.values_list("story__owner", "story"))


def next_clip() -> int | None:
    """The key of the clip whose turn it is, of those that this machine makes and that are due; None without any."""
    order = clips_in_order(LOCAL)
    return order[0] if order else None


def clips_in_order(provider: str) -> list[int]:
    """The keys of the clips that wait for this provider and are due, the one whose turn it is first. A service gets
    them as it has slots, about in this order."""
    now = timezone.now()
    mine = Clip.objects.filter(status=statuses.QUEUED, provider__in=clip_providers_meaning(provider))
    due = mine.filter(Q(starts_at=None) | Q(starts_at__lte=now))
    lately = Take.objects.filter(provider=provider, started_at__gte=now - LATELY)
    return in_order(_waiting(of_present(due)), lately.values_list("clip__story__owner", "clip__story"))


def _waiting(rows: Iterable[Film] | Iterable[Clip]) -> Iterable[Waiting]:
    found = rows.order_by().values_list("pk", "story__owner", "story", "queued_at")  # type: ignore[union-attr]
    return (Waiting(*row) for row in found)


def in_order(waiting: Iterable[Waiting], lately: Iterable[tuple[str, UUID]]) -> list[int]:
    """The keys of `waiting` in the order of their turns, when those in `lately` (owner and story of each) were made."""
    stories, visitors = Counter[UUID](), Counter[str]()
    for owner, story in lately:
        stories[story] += 1
        visitors[owner or str(story)] += 1
    by_age = sorted(waiting, key=lambda row: (row.since is not None, row.since or 0, row.key))
    turns = []
    for age, row in enumerate(by_age):
        stories[row.story] += 1
        turns.append((stories[row.story], age, row))
    order = []
    for story_turn, age, row in sorted(turns):
        visitor = row.owner or str(row.story)
        visitors[visitor] += 1
        order.append((visitors[visitor], story_turn, age, row.key))
    return [key for *_, key in sorted(order)]
