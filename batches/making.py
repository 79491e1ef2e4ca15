"""How the stories of batches are made: which begin, and what follows when a story has got one step farther.

Stories are written, drawn and filmed by the jobs of their own apps. A row that is being made is looked at when its
story changes its status, and every LOOK_SECONDS in case nobody noticed. Each look does what comes next, or ends the
row. Nothing is paid for twice, since a row has one story, and a story does each step once.
"""

from contextlib import suppress
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.dispatch import receiver
from django.utils import timezone

from batches import costs, statuses
from batches.models import Batch, BatchRow
from batches.steps import RowFailed, next_step, resume
from core.connections import lock
from core.errors import Refused
from core.jobs import LeaseLifecycle, RetryPolicy
from core.queue import enqueue
from core.status import Conflict, move, moved
from quiz.services import clean_answers, story_template
from sheets.ideas import take_for
from stories import ledger, services
from stories.answers import IDEA
from stories.models import Story
from videos.models import Film

OWNER = "batch"  # one visitor for all stories of batches, so that those of visitors have their turns between them
LOOK_SECONDS = 30.0
_NO_BUDGET = "It waits: the budget of today leaves too little for the next story. It goes on by itself tomorrow (UTC)."
_TAKEN = "A story was made of this idea already."


class RowJobs(LeaseLifecycle[BatchRow]):
    """How a row whose story is being made is looked at in the background."""

    model = BatchRow
    due_column = "queued_at"
    retry = RetryPolicy()

    def jobs(self) -> "QuerySet[BatchRow]":
        return super().jobs().filter(status=statuses.MAKING)

    def send(self, job: BatchRow) -> None:
        enqueue("batches.advance", row_id=job.pk)

    def give_up(self, job: BatchRow) -> None:
        """Its worker died three times."""
        fail(job, "Its worker stopped three times. Try the failed ones again.")


row_jobs = RowJobs()


def begin_waiting() -> None:
    """Begin the stories of waiting rows, as many as may be made at once and as the budget allows."""
    with transaction.atomic():
        lock("batches")
        running = Batch.objects.exclude(started_at=None).filter(stopped_at=None)
        rows = BatchRow.objects.filter(batch__started_at__isnull=False, batch__stopped_at=None)
        under_way = list(rows.filter(status=statuses.MAKING).select_related("batch"))
        free = settings.BATCH_STORIES_AT_ONCE - len(under_way)
        for batch in running.filter(rows__status=statuses.WAITING).distinct().order_by("started_at"):
            for row in batch.rows.filter(status=statuses.WAITING).select_related("story")[: max(0, free)]:
                row.batch = batch
                if _over_budget(row, under_way):
                    never = costs.refusal(batch.until)
                    _note(batch, never.reason if never else _NO_BUDGET)
                    break
                _note(batch, "")
                _begin(row)
                under_way.append(row)
                free -= row.status == statuses.MAKING


def _over_budget(row: BatchRow, under_way: list[BatchRow]) -> ledger.OverBudget | None:
    """Why the story of the row cannot be paid for today: the rest of those under way is to be paid for as well."""
    cost = costs.cost_of([row], row.batch.until)
    if cost == 0:
        return None
    others = [costs.cost_of([other], other.batch.until) for other in under_way if other.status == statuses.MAKING]
    reserved = None if cost is None or None in others else cost + sum(filter(None, others))
    return ledger.refusal("", reserved)


def _note(batch: Batch, note: str) -> None:
    Batch.objects.filter(pk=batch.pk).exclude(note=note).update(note=note)


def _begin(row: BatchRow) -> None:
    """Make the story of a row and send it to the writer; or have the story that it has go on."""
    by, now = row.batch.by, timezone.now()
    try:
        with transaction.atomic():
            if row.story is None or row.story.deleted_at:
                row.story = _create_story(row)
            else:
                resume(row.story, by=by)
            fresh: dict[str, Any] = {"tries": 0, "lease_until": None, "queued_at": now, "began_at": now, "error": ""}
            move(row, statuses.MAKING, by=by, story=row.story, **fresh)
            row_jobs.send(row)
    except IntegrityError:
        fail(BatchRow.objects.get(pk=row.pk), _TAKEN)
    except Refused as error:
        fail(BatchRow.objects.get(pk=row.pk), error.sentence)


def _create_story(row: BatchRow) -> Story:
    template = story_template(row.answers["story_type"])
    is_idea = IDEA in row.answers
    answers, details = (row.answers, []) if is_idea else clean_answers(row.answers)
    made_of: dict[str, Any] = {"template": template, "answers": answers, "details": details}
    story = services.start_story(owner=OWNER, user=row.batch.user, **made_of)
    if is_idea:
        take_for(story, in_sheet=row.batch.from_sheet)
    return story


def advance(row_id: int) -> None:
    """Do what comes next for a row whose story is being made, unless another worker looks at it."""
    row = BatchRow.objects.select_related("batch").filter(pk=row_id, status=statuses.MAKING).first()
    if row is None or not row_jobs.claim(row):
        return
    try:
        with row_jobs.holding(row):
            ended = _look(row)
    except (RowFailed, Refused) as error:
        if isinstance(error, ledger.OverBudget) and error.ends_today:
            _note(row.batch, _NO_BUDGET)
            return _look_again(row)
        return _end(row, statuses.FAILED, str(error))
    if ended:
        _end(row, statuses.MADE)
    else:
        _look_again(row)


def _look(row: BatchRow) -> bool:
    """Do all steps that can be done now. Returns whether the row is made."""
    before = ""
    while True:
        story = Story.everything.select_related("template").filter(batch_row=row).first()
        batch = Batch.objects.get(pk=row.batch_id)
        if story is None or story.deleted_at:
            raise RowFailed("Its story was deleted.")
        step = next_step(batch, story)
        if step is None or isinstance(step, bool) or story.status == before:
            return step is True
        before = story.status
        step()


def _look_again(row: BatchRow) -> None:
    row_jobs.release(row, tries=0, queued_at=timezone.now() + timedelta(seconds=LOOK_SECONDS))


def _end(row: BatchRow, status: str, error: str = "") -> None:
    with suppress(Conflict), transaction.atomic():
        if row_jobs.release(row, tries=0, queued_at=None):
            move(row, status, error=error, note=error)
            enqueue("batches.begin")


def fail(row: BatchRow, error: str) -> None:
    """End a row that cannot be made, in words."""
    move(row, statuses.FAILED, error=error, note=error, lease_until=None, queued_at=None)
    enqueue("batches.begin")


def wake(story_id: UUID) -> None:
    """Look soon at the row of a story that has changed."""
    rows = BatchRow.objects.filter(story=story_id, status=statuses.MAKING, lease_until=None)
    if rows.update(queued_at=timezone.now()):
        for row in rows:
            row_jobs.send(row)


@receiver(moved, sender=Story, dispatch_uid="batches.story")
def story_moved(sender: type[Story], instance: Story, **kwargs: Any) -> None:
    """Its row may have a next step."""
    wake(instance.pk)


@receiver(moved, sender=Film, dispatch_uid="batches.film")
def film_moved(sender: type[Film], instance: Film, **kwargs: Any) -> None:
    """The film is the last step."""
    wake(instance.story_id)
