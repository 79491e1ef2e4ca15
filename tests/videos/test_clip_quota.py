"""What counts towards CLIPS_PER_STORY_HOUR: requested clips, and no refused ones."""

import pytest

from images import settling
from images import statuses as picture_statuses
from stories import statuses as story_statuses
from tests.factories import visitor
from tests.videos.factories import made_take
from videos import statuses
from videos.settling import settle

pytestmark = pytest.mark.django_db


def press(story, what, **fields):
    return visitor().post(f"/stories/{story.pk}/film/{what}", fields).status_code


@pytest.fixture
def finished(filming):
    """A story whose clips are all made."""
    for clip in filming.clips.select_related("illustration__current"):
        clip.current, clip.status = made_take(clip, clip.illustration, files=False), statuses.READY
        clip.save()
    settle(filming.pk)
    filming.refresh_from_db()
    return filming


def test_a_request_before_all_pictures_are_approved_does_not_count(story, settings):
    settings.CLIPS_PER_STORY_HOUR = 20
    story.illustrations.filter(number=20).update(status=picture_statuses.PENDING)
    assert press(story, "videos") == 409
    story.illustrations.filter(number=20).update(status=picture_statuses.APPROVED)
    settling.settle(story.pk)
    assert press(story, "videos") == 302
    story.refresh_from_db()
    assert story.status == story_statuses.FILMING


def test_only_the_clips_that_are_missing_count(finished, settings):
    settings.CLIPS_PER_STORY_HOUR = 2
    finished.clips.get(number=20).delete()
    finished.clips.get(number=19).delete()
    assert press(finished, "videos") == 302
    assert finished.clips.count() == 20


@pytest.mark.parametrize("what", ["redo", "again", "here"])
def test_a_refused_redo_does_not_count(what, finished, settings):
    settings.CLIPS_PER_STORY_HOUR = 1
    finished.clips.filter(number=3).update(status=statuses.QUEUED)
    assert press(finished, f"clips/3/{what}", motion="The camera rises.") == 409
    finished.clips.filter(number=3).update(status=statuses.READY)
    assert press(finished, f"clips/3/{what}", motion="The camera rises.") == 302
    assert finished.clips.get(number=3).status == statuses.QUEUED
    assert press(finished, f"clips/4/{what}", motion="The camera rises.") == 429


def test_an_empty_motion_does_not_count(finished, settings):
    settings.CLIPS_PER_STORY_HOUR = 1
    assert press(finished, "clips/3/redo", motion=" ") == 422
    assert press(finished, "clips/3/redo", motion="The camera rises.") == 302
