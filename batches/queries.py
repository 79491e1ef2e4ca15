"""Reads of batches: how far they are, and how long they will take."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Count, QuerySet

from batches import statuses
from batches.models import Batch, BatchRow
from core.durations import LAST, left_label, usual
from images import statuses as picture_statuses
from images.models import Illustration
from stories import statuses as story_statuses
from stories.models import SCENES
from videos import statuses as clip_statuses
from videos.models import Clip

STATES = {statuses.WAITING: "Waiting", statuses.MAKING: "Being made", statuses.MADE: "Made", statuses.FAILED: "Failed"}
# How a story that is being made is called.
PHASES = {
    story_statuses.WRITING: "Being written",
    story_statuses.ILLUSTRATING: "Being drawn",
    story_statuses.FILMING: "Being filmed",
}
_WRITTEN = 0.05  # of a whole story with pictures; the rest is theirs


@dataclass(frozen=True)
class Progress:
    """How far a batch is: the number of rows in each status, and `done` of `total` with parts of those under way."""

    counts: Counter[str]
    done: float
    left_seconds: float | None

    @property
    def total(self) -> int:
        """All rows but those that were never valid."""
        return sum(self.counts.values())

    @property
    def percent(self) -> int:
        """How much of the batch is done."""
        return int(100 * self.done / self.total) if self.total else 100

    @property
    def is_done(self) -> bool:
        """Whether no row waits or is being made."""
        return not (self.counts[statuses.WAITING] or self.counts[statuses.MAKING])

    @property
    def left(self) -> str:
        """How long it will take, in words; "" while nobody knows."""
        return "" if self.left_seconds is None or self.is_done else left_label(self.left_seconds)

    @property
    def words(self) -> str:
        """The numbers in words: "3 made, 1 failed, 2 being made, 14 waiting"."""
        order = (statuses.MADE, statuses.FAILED, statuses.MAKING, statuses.WAITING)
        return ", ".join(f"{self.counts[status]} {STATES[status].lower()}" for status in order if self.counts[status])


def invalid_rows(batch: Batch) -> QuerySet[BatchRow]:
    """The rows whose answers make no story."""
    return batch.rows.filter(answers={})


def open_rows(batch: Batch, until: str = "") -> QuerySet[BatchRow]:
    """The rows that are to be made as far as `until` (default: as the batch is) and are not yet."""
    rows = batch.rows.exclude(answers={}).select_related("batch", "story")
    return rows.exclude(status=statuses.MADE) if batch.reaches(until or batch.until) else rows


def progress_of(batch: Batch) -> Progress:
    """How far the valid rows of the batch are."""
    rows = batch.rows.exclude(answers={}).order_by()
    counts = Counter(dict(rows.values_list("status").annotate(number=Count("pk"))))
    part = sum(map(_part, with_counts(rows.filter(status=statuses.MAKING))))
    ended = counts[statuses.MADE] + counts[statuses.FAILED]
    left = counts[statuses.WAITING] + counts[statuses.MAKING] - part
    one = _usual_seconds(batch)
    at_once = max(1, min(settings.BATCH_STORIES_AT_ONCE, counts[statuses.WAITING] + counts[statuses.MAKING]))
    return Progress(counts, ended + part, None if one is None else one * left / at_once)


def with_counts(rows: "QuerySet[BatchRow]") -> Sequence[BatchRow]:
    """The rows with their batch and story; those that are being made also with `drawn` and `clips`, how many of their
    pictures and clips are there."""
    found = list(rows.select_related("batch", "story"))
    stories = [row.story_id for row in found if row.status == statuses.MAKING]
    pictures = Illustration.objects.filter(story__in=stories, current__isnull=False)
    pictures = pictures.exclude(status__in=picture_statuses.ACTIVE)
    clips = Clip.objects.filter(story__in=stories, status=clip_statuses.READY)
    drawn_of, clips_of = _by_story(pictures), _by_story(clips)
    for row in found:
        row.drawn, row.clips = drawn_of.get(str(row.story_id), 0), clips_of.get(str(row.story_id), 0)
    return found


def _by_story(rows: "QuerySet[Any]") -> dict[str, int]:
    counted = rows.order_by().values_list("story").annotate(number=Count("pk"))
    return {str(story): number for story, number in counted}


def _part(row: "BatchRow") -> float:
    """How much of a story that is being made is there, of 1."""
    if row.story is None or row.story.status == story_statuses.WRITING:
        return 0.0
    steps = SCENES * (2 if row.batch.reaches(Batch.FILM) else 1)
    return min(0.99, _WRITTEN + (1 - _WRITTEN) * (row.drawn + row.clips) / steps)


def _usual_seconds(batch: Batch) -> float | None:
    """How long the stories of batches took lately that were made as far; None while none was."""
    made = BatchRow.objects.filter(status=statuses.MADE, batch__until=batch.until, began_at__isnull=False)
    spans = made.order_by("-updated_at").values_list("began_at", "updated_at")[:LAST]
    return usual([(began, ended) for began, ended in spans if began])


def state_of(row: BatchRow) -> str:
    """The state of a row in words: "Being drawn: 12 of 20 pictures"."""
    status = row.story.status if row.story else ""
    if row.status == statuses.FAILED and not row.answers:
        return "Left out"
    if row.status != statuses.MAKING or status not in PHASES:
        return STATES[row.status]
    counts = {story_statuses.ILLUSTRATING: (row.drawn, "pictures"), story_statuses.FILMING: (row.clips, "clips")}
    number, what = counts.get(status, (0, ""))
    return f"{PHASES[status]}: {number} of {SCENES} {what}" if what else PHASES[status]
