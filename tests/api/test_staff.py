"""The two calls for staff: a whole story as JSON, and a test event."""

import json

import pytest

from core import live
from core.token_bucket import redis
from images import statuses
from tests.factories import illustrated_story

pytestmark = pytest.mark.django_db


def test_staff_see_the_whole_story(staff):
    story = illustrated_story(statuses.PENDING)
    status, found = staff.get(f"/debug_story/{story.pk}")
    assert status == 200
    assert found["answers"] == story.answers
    assert len(found["scenes"]) == len(found["versions"]) == 20
    assert found["versions"][6]["prompt"] == "The red fox walks."


def test_staff_send_a_test_event_to_the_pages_of_a_story(staff):
    story = illustrated_story(statuses.PENDING)
    hearing = redis().pubsub(ignore_subscribe_messages=True)
    hearing.subscribe(live.redis_channel())
    hearing.get_message(timeout=5)
    status, answer = staff.get(f"/test_emit/{story.pk}")
    message = json.loads(hearing.get_message(timeout=5)["data"])
    hearing.close()
    assert (status, answer["sent"]) == (200, True)
    assert (message["channel"], message["event_type"]) == (f"story-{story.pk}", "image_ready")
    data = json.loads(message["data"])
    assert (data["status"], data["completed_scenes"], data["total_scenes"]) == ("test", 20, 20)
    assert data["image_url"]


@pytest.mark.parametrize("path", ["debug_story", "test_emit"])
def test_an_owner_who_is_not_staff_is_refused(api, path):
    assert api.get(f"/{path}/{illustrated_story().pk}") == (404, {"error": "Story not found"})
