"""Slots at a video service: how many clips are made at once, and whose clip is next."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import approved_story
from videos import services, statuses
from videos.clips import generation
from videos.models import Clip

pytestmark = pytest.mark.django_db


def test_no_more_clips_are_submitted_than_max_concurrent_videos(filming, animator, settings):
    settings.MAX_CONCURRENT_VIDEOS, animator.looks = 3, 99
    waits = [generation.submit(clip.pk) for clip in filming.clips.all()]
    assert [wait is None for wait in waits] == [True] * 3 + [False] * 17
    assert (animator.asked["submit"], animator.most) == (3, 3)
    assert set(Clip.objects.filter(status=statuses.QUEUED).values_list("tries", flat=True)) == {0}


def test_a_free_slot_goes_to_the_next_clip(filming, animator, settings):
    settings.MAX_CONCURRENT_VIDEOS = 1
    first, second = filming.clips.filter(number__in=(1, 2))
    generation.submit(first.pk)
    assert generation.submit(second.pk) is not None
    generation.poll(first.pk)
    assert generation.submit(second.pk) is None
    assert animator.asked["submit"] == 2


def test_slots_are_shared_fairly_among_stories(filming, animator, settings):
    settings.MAX_CONCURRENT_VIDEOS, animator.looks = 3, 99
    for clip in filming.clips.all()[:2]:
        generation.submit(clip.pk)
    other = approved_story()
    services.make_videos(other, by="")
    assert generation.submit(filming.clips.get(number=9).pk) is not None
    assert generation.submit(other.clips.get(number=1).pk) is None


def test_clips_that_are_not_due_yet_do_not_count_as_waiting(filming, animator, settings):
    settings.MAX_CONCURRENT_VIDEOS, animator.looks = 3, 99
    generation.submit(filming.clips.get(number=1).pk)
    other = approved_story()
    services.make_videos(other, by="")
    other.clips.update(starts_at=timezone.now() + timedelta(minutes=1))
    assert generation.submit(filming.clips.get(number=9).pk) is None


def test_local_clips_take_no_slot(filming, animator, settings):
    settings.MAX_CONCURRENT_VIDEOS, animator.looks = 1, 99
    generation.submit(filming.clips.get(number=1).pk)
    clip = filming.clips.get(number=2)
    settings.VIDEO_PROVIDER, settings.VIDEO_SECONDS = "local", 0.2
    generation.make_here(clip.pk)
    clip.refresh_from_db()
    assert clip.status == statuses.READY
