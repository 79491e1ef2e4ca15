"""Stopping the clips that wait; clips that are being made go on."""

from datetime import timedelta

import pytest
from django.utils import timezone

from stories import statuses as story_statuses
from stories.models import Story
from tests.factories import visitor
from tests.upstreams.json_server import Answer
from tests.videos.factories import finish_clips
from videos import services, statuses
from videos.clips import generation, slots
from videos.models import Clip

pytestmark = pytest.mark.django_db


def page(story: Story) -> str:
    return visitor().get(f"/stories/{story.pk}/film/").content.decode()


def stop(story: Story) -> int:
    return visitor().post(f"/stories/{story.pk}/film/stop").status_code


def waited(story: Story) -> None:
    story.clips.update(queued_at=timezone.now() - slots.LONGEST_SILENCE - timedelta(seconds=1))


def test_the_page_says_that_no_worker_answers_and_the_story_can_be_stopped(filming):
    assert "does not answer" not in page(filming)
    assert 'id="stop-videos"' in page(filming)
    waited(filming)
    assert "The machine that makes the clips does not answer" in page(filming)
    assert stop(filming) == 302
    assert set(filming.clips.values_list("status", "error")) == {(statuses.FAILED, services.STOPPED)}
    assert Story.objects.get().status == story_statuses.UNFILMED
    assert "Make the missing clips" in page(filming)


def test_stop_leaves_clips_that_are_or_may_be_submitted(filming, clip, animator):
    first = filming.clips.get(number=1)
    generation.submit(first.pk)
    animator.instead["submit"] = [Answer(drop=True)]
    generation.submit(clip().pk)
    assert stop(filming) == 302
    assert filming.clips.filter(status=statuses.FAILED).count() == 18
    generation.poll(first.pk)
    assert clip().status == statuses.QUEUED
    Clip.objects.update(starts_at=None)
    generation.submit(clip().pk)
    generation.poll(clip().pk)
    assert filming.clips.filter(status=statuses.READY).count() == 2
    assert Story.objects.get().status == story_statuses.FINISHED
    assert animator.asked["submit"] == 2


def test_a_story_that_waits_for_a_slot_is_not_shown_as_stalled(filming, animator):
    animator.looks = 99
    generation.submit(filming.clips.get(number=1).pk)
    waited(filming)
    assert "does not answer" not in page(filming)


def test_stop_is_refused_when_no_clip_waits(filming):
    finish_clips(filming)
    assert 'id="stop-videos"' not in page(filming)
    assert stop(filming) == 409
