"""Health, and the two calls that only staff may make."""

import json

import pytest
from django.db import connection

from core import health
from core.token_bucket import redis
from images import statuses
from tests.factories import illustrated_story

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _count_anew(monkeypatch):
    """Forget how many workers were counted for the test before."""
    monkeypatch.setattr(health, "_counted", (float("-inf"), {}))


def test_all_is_well_even_without_a_worker(api):
    found = {"status": "ok", "database": "ok", "redis": "ok", "workers": 0, "renderers": 0}
    assert api.get("/health") == (200, found)


def test_a_redis_that_is_away_is_named(api, redis_outage):
    with redis_outage():
        status, found = api.get("/health")
    assert status == 503
    assert found["redis"].startswith("not answering")
    assert (found["database"], found["workers"], found["error"]) == ("ok", 0, "The redis does not answer.")
    assert api.get("/health")[0] == 200


@pytest.mark.django_db(transaction=True)
def test_a_database_that_is_away_is_named(client):
    name = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = "/there/is/no/such/database"
    try:
        answer = client.get("/health")
    finally:
        connection.close()
        connection.settings_dict["NAME"] = name
    assert answer.status_code == 503
    assert answer.json()["database"].startswith("not answering")
    assert answer.json()["error"] == "The database does not answer."


def test_health_needs_no_session(client):
    assert client.get("/health").status_code == 200
    assert not client.cookies


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
    hearing.subscribe("events_channel")
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
def test_the_owner_who_is_not_staff_is_refused_like_everybody(api, path):
    assert api.get(f"/{path}/{illustrated_story().pk}") == (404, {"error": "Story not found"})
