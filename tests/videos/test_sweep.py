"""The sweep finds dead workers, lost messages and stories to settle, and nothing else."""

import base64
import json
from datetime import timedelta

import pytest
from django.utils import timezone

from core.token_bucket import redis
from stories import statuses as story_statuses
from stories.models import Story
from tests.broker import sent_clips
from videos import services, statuses
from videos.clips import generation
from videos.models import Clip, Take
from videos.tasks import sweep

pytestmark = pytest.mark.django_db


@pytest.fixture
def swept(commit):
    """Sweep, and return the messages that were sent."""

    def run() -> list[tuple[str, int]]:
        with commit():
            sweep()
        return sent_clips()

    return run


def expire(number: int) -> Clip:
    Clip.objects.filter(number=number).update(lease_until=timezone.now() - timedelta(seconds=1))
    return Clip.objects.get(number=number)


def test_the_sweep_leaves_healthy_clips_alone(filming, swept):
    assert swept() == []


def test_a_lost_message_is_sent_again_and_next_time_later(filming, swept):
    clip = expire(3)
    assert swept() == [("videos.submit", clip.pk)]
    assert swept() == [("videos.submit", clip.pk)]
    Clip.objects.filter(pk=clip.pk).update(queued_at=timezone.now() - timedelta(minutes=10))
    expire(3)
    swept()
    clip.refresh_from_db()
    assert clip.lease_until > timezone.now() + timedelta(minutes=9)


def test_a_clip_of_this_machine_goes_to_the_queue_of_clips(filming, settings, commit):
    settings.VIDEO_PROVIDER = "local"
    clip = expire(3)
    with commit():
        sweep()
    assert sent_clips(settings.CLIPS_QUEUE) == [("videos.make_here", clip.pk)]


def test_a_clip_whose_poll_message_was_lost_is_polled_again(clip, animator, swept):
    animator.looks = 2
    generation.submit(clip().pk)
    generation.poll(clip().pk)
    Take.objects.update(poll_at=timezone.now() + timedelta(hours=1))  # its worker died in the middle of a look
    expire(7)
    assert swept() == [("videos.poll", clip().pk)]
    generation.poll(clip().pk)
    assert (clip().status, animator.asked["submit"]) == (statuses.READY, 1)


def test_the_sweep_settles_a_story_whose_clips_are_all_done(filming, swept):
    Clip.objects.update(status=statuses.FAILED)
    swept()
    assert Story.objects.get().status == story_statuses.UNFILMED


def test_without_redis_nothing_is_lost(story, redis_outage, commit):
    with redis_outage(), commit():
        services.make_videos(story, by="")
    assert Story.objects.get().status == story_statuses.FILMING
    Clip.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    with commit():
        sweep()
    assert [name for name, _ in sent_clips()] == ["videos.submit"] * 20


def test_the_clips_of_a_story_are_sent_as_a_chord_that_ends_with_finish(story, commit):
    with commit():
        services.make_videos(story, by="")
    [message] = redis().lrange("celery", 0, -1)
    [last, *first] = json.loads(base64.b64decode(json.loads(message)["body"]))[2]["chain"]
    assert (first, last["task"]) == ([], "celery.chord")
    header, body = last["kwargs"]["header"]["kwargs"]["tasks"], last["kwargs"]["body"]
    steps = [[step["task"] for step in one["kwargs"]["tasks"]] for one in header]
    assert (steps, body["task"]) == ([["videos.submit", "videos.poll"]] * 20, "videos.finish")
