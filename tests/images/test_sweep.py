"""images.tasks.sweep: pictures of dead workers, lost messages, and stories whose pictures are all drawn."""

from datetime import timedelta

import pytest
from django.utils import timezone

from images import statuses
from images.jobs import picture_jobs
from images.models import Illustration
from images.tasks import sweep
from stories import statuses as story_statuses
from stories.models import Story
from tests.broker import sent_tasks
from tests.factories import bring_to, drawn_version, illustrated_story

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]
PAST = timedelta(minutes=5)


def expired(status: str, **fields) -> Illustration:
    """Picture 7 of a story, in `status`, with a lease that ran out."""
    picture = bring_to(illustrated_story().illustrations.get(number=7), status)
    Illustration.objects.filter(pk=picture.pk).update(lease_until=timezone.now() - PAST, **fields)
    return Illustration.objects.select_related("story").get(pk=picture.pk)


def run(commit) -> list:
    with commit():
        sweep()
    return sent_tasks()


def test_a_picture_whose_worker_died_is_queued_again_and_its_attempt_is_unknown(commit):
    picture = expired(statuses.GENERATING, tries=1)
    version = drawn_version(picture)
    version.outcome = statuses.DRAWING
    version.save()
    assert run(commit) == [("images.draw", 7)]
    picture.refresh_from_db()
    version.refresh_from_db()
    assert (picture.status, picture.tries) == (statuses.QUEUED, 1)
    assert version.outcome == statuses.UNKNOWN
    assert "whether that attempt was paid for is not known" in version.error


def test_a_picture_whose_message_was_lost_is_sent_again(commit):
    expired(statuses.QUEUED)
    assert run(commit) == [("images.draw", 7)]


def test_a_picture_that_was_just_sent_again_is_left_alone_for_a_lease(commit):
    expired(statuses.QUEUED)
    run(commit)
    assert run(commit) == [("images.draw", 7)]


def test_a_story_whose_first_message_was_lost_is_begun_again_once(commit):
    story = illustrated_story()
    story.illustrations.update(depiction="", lease_until=timezone.now() - PAST)
    assert run(commit) == [("images.compose", None)]
    assert run(commit) == [("images.compose", None)]


def test_what_is_alive_or_done_is_left_alone(commit):
    for status in (statuses.PENDING, statuses.APPROVED, statuses.FAILED):
        expired(status)
    living = bring_to(illustrated_story().illustrations.get(number=7), statuses.GENERATING)
    Illustration.objects.filter(pk=living.pk).update(lease_until=timezone.now() + PAST)
    assert run(commit) == []


def test_a_picture_is_given_up_in_words_after_three_dead_workers(commit):
    picture = expired(statuses.GENERATING, tries=picture_jobs.retry.tries)
    assert run(commit) == []
    picture.refresh_from_db()
    assert picture.status == statuses.FAILED
    assert "interrupted three times" in picture.error


def test_two_sweeps_that_saw_the_same_pictures_act_once(commit):
    lost, dead = expired(statuses.QUEUED), expired(statuses.GENERATING)
    also_lost, also_dead = (Illustration.objects.select_related("story").get(pk=row.pk) for row in (lost, dead))
    with commit():
        assert (picture_jobs.send_again(lost), picture_jobs.send_again(also_lost)) == (True, False)
        assert (picture_jobs.reclaim(dead), picture_jobs.reclaim(also_dead)) == (True, False)
    assert sent_tasks() == [("images.draw", 7), ("images.draw", 7)]


def test_a_worker_that_finished_before_the_sweep_acted_keeps_its_picture(commit):
    seen = expired(statuses.GENERATING)
    Illustration.objects.filter(pk=seen.pk).update(status=statuses.PENDING)
    with commit():
        assert not picture_jobs.reclaim(seen)
    assert Illustration.objects.get(pk=seen.pk).status == statuses.PENDING
    assert sent_tasks() == []


@pytest.mark.parametrize("change", [{"tries": 2}, {"lease_until": timezone.now() + PAST}], ids=["again", "renewed"])
def test_a_sweep_that_is_late_leaves_a_living_attempt_alone(change, commit):
    seen = expired(statuses.GENERATING)
    Illustration.objects.filter(pk=seen.pk).update(**change)
    with commit():
        assert not picture_jobs.reclaim(seen)
    assert Illustration.objects.get(pk=seen.pk).status == statuses.GENERATING
    assert sent_tasks() == []


def test_the_last_picture_that_is_given_up_closes_the_drawing(commit):
    story = illustrated_story(statuses.PENDING)
    Story.objects.filter(pk=story.pk).update(status=story_statuses.ILLUSTRATING)
    late = {"status": statuses.GENERATING, "tries": 3, "lease_until": timezone.now() - PAST}
    story.illustrations.filter(number=7).update(**late)
    run(commit)
    assert Story.objects.get().status == story_statuses.REVIEWING


@pytest.mark.parametrize(
    ("pictures", "stuck", "settled"),
    [
        (statuses.PENDING, story_statuses.ILLUSTRATING, story_statuses.REVIEWING),
        (statuses.FAILED, story_statuses.ILLUSTRATING, story_statuses.REVIEWING),
        (statuses.APPROVED, story_statuses.ILLUSTRATING, story_statuses.APPROVED),
        (statuses.QUEUED, story_statuses.ILLUSTRATING, story_statuses.ILLUSTRATING),
        (statuses.PENDING, story_statuses.REVIEWING, story_statuses.REVIEWING),
    ],
)
def test_a_story_whose_pictures_are_all_drawn_is_settled(pictures, stuck, settled, commit):
    story = illustrated_story(pictures)
    Story.objects.filter(pk=story.pk).update(status=stuck)
    run(commit)
    assert Story.objects.get().status == settled
