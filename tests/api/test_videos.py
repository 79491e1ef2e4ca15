"""POST /approve_videos: one clip a scene, when every picture is approved, and once."""

import pytest

from images import services as picture_services
from images import statuses
from stories.models import Story
from tests.broker import sent_tasks
from tests.factories import illustrated_story
from videos.models import Clip

pytestmark = pytest.mark.django_db


def test_videos_are_refused_until_every_picture_is_approved(api):
    story = illustrated_story(statuses.PENDING)
    *rest, last = story.illustrations.select_related("story")
    for picture in rest:
        picture_services.approve(picture, by="")
    status, answer = api.post(f"/approve_videos/{story.pk}", {})
    assert (status, answer["error"].startswith("Only 19/20 images approved. ")) == (400, True)
    picture_services.approve(last, by="")
    assert api.post(f"/approve_videos/{story.pk}", {})[0] == 200


def test_one_clip_a_scene_is_started(api, approved, commit):
    with commit():
        status, answer = api.post(f"/approve_videos/{approved.pk}", {})
    assert (status, sorted(answer)) == (200, ["message", "status", "story_id"])
    assert (answer["story_id"], answer["status"]) == (str(approved.pk), "generating_videos")
    assert (Clip.objects.count(), sent_tasks()) == (20, [("videos.begin", None)])


def test_a_second_time_is_a_conflict_and_starts_nothing(api, approved, commit):
    api.post(f"/approve_videos/{approved.pk}", {})
    with commit():
        status, answer = api.post(f"/approve_videos/{approved.pk}", {})
    assert (status, "being made already" in answer["error"]) == (409, True)
    assert (Clip.objects.count(), sent_tasks()) == (20, [])


def test_somebody_else_s_story_is_404(stranger, approved):
    assert stranger.post(f"/approve_videos/{approved.pk}", {}) == (404, {"error": "Story not found"})


def test_a_story_that_would_cost_too_much_is_refused_and_starts_nothing(api, approved, settings):
    settings.PRICES, settings.DAILY_BUDGET_USD = {"clip-1": {"second": 1}}, 50
    status, answer = api.post(f"/approve_videos/{approved.pk}", {})
    assert (status, "$100.00" in answer["error"]) == (409, True)
    assert not Clip.objects.exists()


def test_too_many_requests_are_told_to_wait(api, approved, settings):
    settings.CLIPS_PER_STORY_HOUR = 19
    status, answer = api.post(f"/approve_videos/{approved.pk}", {})
    assert (status, "clips" in answer["error"]) == (429, True)
    assert Story.objects.get().status == "approved"


def test_the_story_s_state_has_the_videos(api, approved):
    api.post(f"/approve_videos/{approved.pk}", {})
    _, answer = api.get(f"/story/{approved.pk}")
    assert (answer["status"], answer["completed_videos"], answer["total_videos"]) == ("generating_videos", 0, 20)
    assert answer["videos"]["1"]["status"] == "queued"
