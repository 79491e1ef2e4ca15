"""What `GET /story/<id>` says of clips."""

import pytest

from api.stories import clips_state
from tests.videos.factories import finish_clip, finish_clips
from videos import queries, statuses
from videos.models import Clip

pytestmark = pytest.mark.django_db


def test_a_story_whose_videos_nobody_asked_for_says_nothing_of_them(api, approved):
    assert "videos" not in api.get(f"/story/{approved.pk}")[1]


def test_polling_pages_read_every_clip(api, filming):
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
        "seen": queries.seen(clip),
    }
    assert answer["videos"]["8"]["url"] == ""


def test_reading_the_clips_costs_the_same_for_one_and_for_twenty(filming, django_assert_num_queries):
    finish_clips(filming)
    with django_assert_num_queries(1):
        clips_state(filming)
