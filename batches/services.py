"""Writes: prepare a batch from a file or from the sheet of ideas, start it, stop it, and try again what failed."""

import json
from collections.abc import Iterable
from contextlib import suppress
from hashlib import sha256
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from batches import answers, costs, files, statuses
from batches.files import FILE, Given
from batches.making import fail, wake
from batches.models import Batch, BatchRow
from batches.steps import resume
from core import audit
from core.errors import Invalid, Refused
from core.queue import enqueue
from core.status import Conflict, move
from images import stopping
from sheets import ideas
from stories.answers import DEFAULT_TYPE, IDEA
from stories.ledger import OverBudget
from stories.models import Story
from videos import services as clip_services

NAME_LIMIT = 200  # characters
_NOTHING = "No row of this batch has answers that make a story. Correct the file and give it again."


def prepare(name: str, data: bytes, *, user: Any, by: str) -> Batch:
    """The batch of a file, with its rows checked; nothing begins. The same file gives the same batch. Raises Invalid
    when the file cannot be read as a whole."""
    return _batch_of(name, files.read(data, answers.columns()), user=user, by=by)


def prepare_ideas(*, user: Any, by: str, story_type: str = DEFAULT_TYPE) -> Batch:
    """The batch of the ideas in progress in the Google Sheet, or the one of the sheet that is not done. Raises as
    `sheets.ideas.waiting`."""
    waits = BatchRow.objects.filter(status__in=(statuses.WAITING, statuses.MAKING), batch__from_sheet=True)
    if row := waits.select_related("batch").first():
        return row.batch
    found = [Given(idea.row, {IDEA: idea.text, "story_type": story_type}) for idea in ideas.waiting()]
    return _batch_of("the sheet of ideas", found[: files.MOST_ROWS], user=user, by=by, from_sheet=True)


def _batch_of(name: str, given: Iterable[Given], **fields: Any) -> Batch:
    rows = list(given)
    written = json.dumps([[row.line, row.answers or row.problem] for row in rows], sort_keys=True)
    digest = sha256(written.encode()).hexdigest()
    fields["user"] = fields["user"] if fields["user"] and fields["user"].is_authenticated else None
    with suppress(IntegrityError), transaction.atomic():
        if not Batch.objects.filter(digest=digest).exists():
            batch = Batch.objects.create(name=name[:NAME_LIMIT], digest=digest, **fields)
            BatchRow.objects.bulk_create(_row_of(batch, row) for row in rows)
    return Batch.objects.get(digest=digest)


def _row_of(batch: Batch, given: Given) -> BatchRow:
    problem, clean = given.problem, {}
    if not problem:
        try:
            clean = answers.clean(given.answers)
        except Invalid as error:
            problem = error.sentence
    status = statuses.FAILED if problem else statuses.WAITING
    return BatchRow(batch=batch, line=given.line, answers=clean, status=status, error=problem)


def check_may_start(batch: Batch, until: str) -> None:
    """Raise Invalid when no row is valid, OverBudget when not even one story can be paid for, whatever day it is."""
    if not batch.rows.exclude(answers={}).exists():
        raise Invalid(FILE, _NOTHING)
    if over := costs.refusal(until):
        raise over


def start(batch: Batch, *, until: str = "", by: str) -> None:
    """Have the stories of the batch made as far as `until`, one of Batch.STAGES (default: as it says), but never less
    far than before. One that was started, and stopped, goes on. Raises as `check_may_start`, and Invalid."""
    if until and until not in dict(Batch.STAGES):
        raise Invalid("until", f"until must be one of: {', '.join(dict(Batch.STAGES))}.")
    with transaction.atomic():
        row = Batch.objects.select_for_update().get(pk=batch.pk)
        if until and (row.started_at is None or not row.reaches(until)):
            row.until = until
            for made in row.rows.filter(status=statuses.MADE):
                move(made, statuses.WAITING, by=by, note=f"It is to be made as far as {row.until}.")
        check_may_start(row, row.until)
        row.started_at, row.by = row.started_at or timezone.now(), by
        row.save(update_fields=["until", "started_at", "by"])
        audit.record("started", row, by=by, note=f"as far as {row.until}")
        enqueue("batches.begin")
    batch.refresh_from_db()
    if batch.stopped_at:
        go_on(batch, by=by)


def stop(batch: Batch, *, by: str) -> None:
    """Begin no more stories of the batch, and no more pictures and clips of those under way. What a service is at is
    finished and kept. Raises Conflict when it is not running."""
    if (
        not Batch.objects.filter(pk=batch.pk, stopped_at=None)
        .exclude(started_at=None)
        .update(stopped_at=timezone.now(), note="")
    ):
        raise Conflict("This batch is not running; there is nothing to stop.")
    audit.record("stopped", batch, by=by)
    batch.refresh_from_db()
    for story in Story.objects.filter(batch_row__batch=batch, batch_row__status=statuses.MAKING):
        with suppress(Conflict):
            stopping.stop(story, by=by)
        with suppress(Conflict):
            clip_services.stop(story, by=by)


def go_on(batch: Batch, *, by: str) -> None:
    """Let a stopped batch go on where it was. Raises Conflict when it is not stopped."""
    if not Batch.objects.filter(pk=batch.pk, stopped_at__isnull=False).update(stopped_at=None):
        raise Conflict("This batch is not stopped.")
    audit.record("goes on", batch, by=by)
    batch.refresh_from_db()
    for story in Story.objects.filter(batch_row__batch=batch, batch_row__status=statuses.MAKING):
        try:
            resume(story, by=by)
        except OverBudget as error:
            fail(story.batch_row, error.sentence)
        except Refused:
            pass  # somebody did that already; the next look at the row says how it is
        wake(story.pk)
    enqueue("batches.begin")


def try_again(batch: Batch, *, by: str) -> int:
    """Let the rows wait again whose stories could not be made. Returns how many. Those go on where they failed."""
    with transaction.atomic():
        failed = list(batch.rows.filter(status=statuses.FAILED).exclude(answers={}).select_for_update())
        for row in failed:
            move(row, statuses.WAITING, by=by, error="", note="tried again")
        enqueue("batches.begin")
    return len(failed)
