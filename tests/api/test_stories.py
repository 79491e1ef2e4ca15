"""`GET /story/<id>`: the state of a story, its pictures and its clips."""

import pytest

from api.stories import clips_state
from images import statuses as picture_statuses
from stories.models import Story
from tests.factories import bring_to, edited_story, illustrated_story, make_story, visitor
from tests.videos.factories import finish_clip, finish_clips
from videos import queries, statuses
from videos.models import Clip

pytestmark = pytest.mark.django_db
STATUSES = {"writing", "editing", "processing", "completed", "failed"}


def test_a_story_says_its_status_and_every_pictures(api):
    row = bring_to(illustrated_story().illustrations.get(number=7), picture_statuses.PENDING)
    status, story = api.get(f"/story/{row.story_id}")
    assert status == 200
    assert {"status", "completed_scenes", "total_scenes", "images"} <= set(story)
    assert (story["status"], story["completed_scenes"], story["total_scenes"]) == ("processing", 1, 20)
    assert list(story["images"]) == [str(n) for n in range(1, 21)]
    seven, eight = story["images"]["7"], story["images"]["8"]
    assert {
        "url": row.current.url,
        "status": "pending_approval",
        "version": 1,
        "starts_in": None,
    }.items() <= seven.items()
    assert {"url": "", "status": "queued", "version": 0}.items() <= eight.items()


@pytest.mark.parametrize(
    ("make", "name", "images"),
    [
        (make_story, "writing", 0),
        (edited_story, "editing", 0),
        (illustrated_story, "processing", 20),
        (lambda: illustrated_story(picture_statuses.PENDING), "completed", 20),
        (lambda: illustrated_story(picture_statuses.FAILED), "completed", 20),
        (lambda: illustrated_story(picture_statuses.APPROVED), "completed", 20),
    ],
)
def test_every_status_of_a_story_has_its_name_in_the_contract(api, make, name, images):
    _, story = api.get(f"/story/{make().pk}")
    assert (story["status"], len(story["images"])) == (name, images)
    assert name in STATUSES


def test_a_story_without_videos_has_no_keys_about_them(api, approved):
    assert "videos" not in api.get(f"/story/{approved.pk}")[1]


def test_every_clip_has_its_state(api, filming):
    clip = Clip.objects.select_related("illustration").get(number=7)
    take = finish_clip(clip)
    clip.refresh_from_db()
    _, answer = api.get(f"/story/{filming.pk}")
    assert (answer["status"], answer["completed_videos"], answer["total_videos"]) == ("generating_videos", 1, 20)
    assert answer["videos"]["7"] == {
        "url": take.url,
        "poster": take.poster_url,
        "status": statuses.READY,
        "error": "",
        "outdated": False,
        "seen": queries.clip_stamp(clip),
    }
    assert answer["videos"]["8"]["url"] == ""


def test_reading_the_clips_costs_the_same_for_one_and_for_twenty(filming, django_assert_num_queries):
    finish_clips(filming)
    with django_assert_num_queries(1):
        clips_state(filming)


def test_a_story_is_deleted_and_had_back(content):
    story, browser = make_story(), visitor()
    answer = browser.delete(f"/story/{story.pk}")
    assert answer.json()["status"] == "deleted"
    assert answer.json()["undo_until"] > str(story.created_at.year)
    assert browser.get(f"/story/{story.pk}").status_code == 404
    assert browser.delete(f"/story/{story.pk}").status_code == 404
    back = browser.post(f"/undo_delete/{story.pk}", "{}", content_type="application/json")
    assert back.json() == {"story_id": str(story.pk), "status": "writing", "undo_until": None}
    assert browser.get(f"/story/{story.pk}").status_code == 200


def test_another_site_cannot_delete_a_story(content):
    story = make_story()
    answer = visitor().delete(f"/story/{story.pk}", headers={"Origin": "https://evil.example"})
    assert (answer.status_code, Story.objects.count()) == (403, 1)
