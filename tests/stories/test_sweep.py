"""Stories whose writer died or whose message was lost are sent again."""

from datetime import timedelta

import pytest
from django.utils import timezone

from stories import statuses
from stories.models import Story
from stories.tasks import sweep
from stories.writing import story_jobs, write
from tests.broker import sent_tasks
from tests.factories import edited_story, make_story

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]
LONG_AGO = timedelta(hours=1)


def story_that(**fields) -> Story:
    """A story in writing with these columns, set without `move`."""
    story = make_story()
    Story.objects.filter(pk=story.pk).update(**fields)
    story.refresh_from_db()
    return story


def test_a_story_whose_lease_ran_out_is_sent_again(commit):
    story = story_that(lease_until=timezone.now() - LONG_AGO, tries=1)
    with commit():
        sweep()
    assert sent_tasks() == [("stories.write", None)]
    story.refresh_from_db()
    assert (story.status, story.lease_until, story.tries) == (statuses.WRITING, None, 1)


def test_a_story_whose_message_was_lost_is_sent_again(commit):
    story_that(queued_at=timezone.now() - LONG_AGO)
    with commit():
        sweep()
    assert sent_tasks() == [("stories.write", None)]


def test_a_slow_sweep_leaves_a_story_alone_that_a_worker_claimed_meanwhile(commit):
    seen = story_that(queued_at=timezone.now() - LONG_AGO)
    Story.objects.filter(pk=seen.pk).update(lease_until=timezone.now() + LONG_AGO, tries=1)
    with commit():
        assert not story_jobs.reclaim(seen)
    assert sent_tasks() == []
    assert Story.objects.get().lease_until > timezone.now()


def test_a_story_that_was_just_sent_is_left_alone_for_a_lease(commit):
    story_that(queued_at=timezone.now() - LONG_AGO)
    for _ in range(2):
        with commit():
            sweep()
    assert sent_tasks() == [("stories.write", None)]


def test_stories_that_are_being_written_or_are_written_are_left_alone(commit):
    story_that()
    story_that(lease_until=timezone.now() + LONG_AGO, queued_at=timezone.now() - LONG_AGO)
    done = edited_story()
    Story.objects.filter(pk=done.pk).update(lease_until=timezone.now() - LONG_AGO)
    with commit():
        sweep()
    assert sent_tasks() == []


def test_two_sweeps_at_once_send_one_message(commit):
    story_that(lease_until=timezone.now() - LONG_AGO)
    first, second = Story.objects.get(), Story.objects.get()
    with commit():
        assert [story_jobs.reclaim(story) for story in (first, second)] == [True, False]
    assert sent_tasks() == [("stories.write", None)]


def test_after_three_tries_the_story_fails_in_words(commit):
    story = story_that(lease_until=timezone.now() - LONG_AGO, tries=3)
    with commit():
        sweep()
    story.refresh_from_db()
    assert story.status == statuses.FAILED
    assert story.error == "The writer stopped three times without an answer. Please try again."
    assert sent_tasks() == []


def test_a_story_that_is_sent_again_is_written(writer, commit):
    story = story_that(lease_until=timezone.now() - LONG_AGO, tries=2)
    with commit():
        sweep()
    write(story.pk)
    story.refresh_from_db()
    assert story.status == statuses.EDITING
