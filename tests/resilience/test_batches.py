"""A batch whose workers are killed: every story is made, and none is paid for twice."""

from batches import queries, services
from batches.models import Batch
from images.models import Illustration, Version
from stories.models import Story
from tests.batches.rows import lines
from tests.factories import ANSWERS_A, ANSWERS_B
from tests.resilience.checks import LONG, check_all_drawn, check_paid_once, drawing, unknown, wait_for_eight_in_flight
from tests.stack import eventually


def test_a_batch_whose_worker_is_killed_makes_every_story_once(site, upstream, gate):
    rows = lines(ANSWERS_A, {"find": "a kite"}, ANSWERS_B)
    batch = services.prepare("answers.jsonl", rows, user=None, by="ada")
    services.start(batch, until=Batch.PICTURES, by="ada")
    wait_for_eight_in_flight(upstream)
    site.kill("worker")
    interrupted = drawing()
    gate.open()
    site.start_worker(threads=8)
    eventually(lambda: queries.progress_of(batch).is_done, LONG, "the batch to be done")
    assert list(batch.rows.values_list("status", flat=True)) == ["made", "failed", "made"]
    for story in Story.objects.all():
        check_all_drawn(str(story.pk))
    assert unknown() == interrupted
    assert (Story.objects.count(), Illustration.objects.count()) == (2, 40)
    assert Version.objects.count() == 40 + len(interrupted)
    check_paid_once(upstream)


def test_a_batch_that_began_while_no_worker_ran_is_made_when_one_starts(site, upstream, gate):
    gate.open()
    site.kill("worker")
    batch = services.prepare("answers.jsonl", lines(ANSWERS_A), user=None, by="ada")
    services.start(batch, until=Batch.PICTURES, by="ada")
    site.start_worker(threads=8)
    eventually(lambda: queries.progress_of(batch).is_done, LONG, "the batch to be done")
    assert list(batch.rows.values_list("status", flat=True)) == ["made"]
    assert len(upstream.asked) == 20
