"""Batches of answers, and the work that Celery does for them, step by step."""

import json
from typing import Any

from batches import making, services, statuses
from batches.models import Batch, BatchRow
from images import statuses as picture_statuses
from images.settling import settle
from stories import writing
from stories.models import Story
from tests.factories import ANSWERS_A, ANSWERS_B, _bring_all_to


def lines(*answers: Any) -> bytes:
    """A file with those answers as JSON, one on each line."""
    return "\n".join(json.dumps(each) for each in answers).encode()


def batch_of(*answers: Any, until: str = Batch.SCENES, started: bool = True) -> Batch:
    """A batch of those answers, by default of two stories."""
    batch = services.prepare("answers.jsonl", lines(*(answers or (ANSWERS_A, ANSWERS_B))), user=None, by="ada")
    if started:
        services.start(batch, until=until, by="ada")
    return batch


def states(batch: Batch) -> list[str]:
    """The status of each row."""
    return list(batch.rows.values_list("status", flat=True))


def write_all() -> None:
    """Write every story that waits for the writer, and look at its row."""
    for story in Story.objects.filter(status="writing"):
        writing.write(story.pk)
    look_at_all()


def look_at_all() -> None:
    """Look at every row whose story is being made, as the sweep does sooner or later."""
    making.row_jobs.jobs().update(queued_at=making.timezone.now())
    for row in BatchRow.objects.filter(status=statuses.MAKING):
        making.advance(row.pk)


def draw_all(status: str = picture_statuses.PENDING) -> None:
    """Bring all pictures that are being drawn to that status."""
    for story in Story.objects.filter(status="illustrating"):
        _bring_all_to(story, status)
        settle(story.pk)
    look_at_all()
