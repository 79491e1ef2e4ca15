"""The sweeps find their work by indexes, however many old stories there are."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

import batches.tasks
import core.status
import images.tasks
import stories.tasks
from batches import statuses as row_statuses
from batches.models import BatchRow
from core.models import StatusEvent
from core.status import move
from images import statuses
from images.models import Illustration
from stories import statuses as story_statuses
from stories.models import Story
from tests.batches.rows import batch_of
from tests.broker import sent_tasks
from tests.factories import ANSWERS_A, bring_to, illustrated_story, make_story
from tests.resilience.story_copies import add_copies

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]
LARGE = ("images_illustration", "stories_story", "stories_scene", "core_statusevent", "batches_batchrow")
PAST = timedelta(minutes=5)


@pytest.fixture
def old_stories():
    """200,000 old pictures: those of half the stories are approved, those of the others still wait for it."""
    for status in (statuses.APPROVED, statuses.PENDING):
        add_copies(illustrated_story(status), 5000)
    StatusEvent.objects.update(told=True)
    made = batch_of(ANSWERS_A)
    row = {"batch": made, "status": row_statuses.MADE, "answers": ANSWERS_A}
    made.rows.all().delete()
    BatchRow.objects.bulk_create(BatchRow(line=line, **row) for line in range(20_000))


def plan_of(sql: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(("EXPLAIN " if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN ") + sql)
        return [str(row[-1]).strip() for row in cursor.fetchall()]


def scans_all(step: str) -> bool:
    """Whether a step of a plan reads all of a large table, or all of an index of it."""
    words = step.split()
    if connection.vendor == "postgresql":
        return "Seq Scan on" in step and any(table in words for table in LARGE)
    return words[0] == "SCAN" and words[1] in {*LARGE, "U0"}  # the name that a subquery gives to its table


@contextmanager
def counted() -> Iterator[list[int]]:
    """How many steps SQLite's machine takes in the block; PostgreSQL does not say."""
    steps: list[int] = []
    sqlite = connection.connection if connection.vendor == "sqlite" else None
    if sqlite:
        sqlite.set_progress_handler(lambda: steps.append(100), 100)
    yield steps
    if sqlite:
        sqlite.set_progress_handler(None, 0)


def something_of_everything() -> None:
    """A dead worker's picture, a lost message, a story not closed, one not written, unannounced changes; and of a batch
    a row that nobody looks at, and one that waits."""
    late = timezone.now() - PAST
    story = illustrated_story()
    bring_to(story.illustrations.get(number=1), statuses.GENERATING)
    story.illustrations.filter(number__lte=2).update(lease_until=late)
    Story.objects.filter(pk=illustrated_story(statuses.PENDING).pk).update(status=story_statuses.ILLUSTRATING)
    Story.objects.filter(pk=make_story().pk).update(queued_at=late)
    StatusEvent.objects.filter(channel=str(story.pk)).update(told=False, at=late)
    move(batch_of().rows.first(), row_statuses.MAKING, story=make_story(), queued_at=late)


def test_sweeps_read_no_large_table_as_a_whole(old_stories, commit):
    something_of_everything()
    assert Illustration.objects.count() >= 200_000
    with CaptureQueriesContext(connection) as asked, commit(), counted() as work:
        for sweep in (stories.tasks.sweep, images.tasks.sweep, core.status.sweep, batches.tasks.sweep):
            sweep()
    sent = [("batches.advance", None)] * 2 + [("images.draw", 1), ("images.draw", 2)] + [("stories.write", None)] * 2
    assert sorted(sent_tasks()) == sent
    assert not Story.objects.filter(status=story_statuses.ILLUSTRATING, illustrations__status=statuses.PENDING).exists()
    assert not StatusEvent.objects.filter(told=False, at__lt=timezone.now() - PAST).exists()
    queries = [query["sql"] for query in asked if query["sql"].startswith(("SELECT", "UPDATE"))]
    assert len(queries) > 10
    plans = {sql: plan_of(sql) for sql in queries}
    bad = {sql: steps for sql, steps in plans.items() if any(scans_all(step) for step in steps)}
    assert bad == {}
    # An index can be read from end to end too. To look at every story would take SQLite 800,000 steps here.
    assert sum(work) < 400_000
