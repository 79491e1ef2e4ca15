"""`GET /health` names the part that does not answer."""

import pytest
from django.db import connection

from core import health

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _count_anew(monkeypatch):
    """Forget how many workers were counted for the test before."""
    monkeypatch.setattr(health, "_counted", (float("-inf"), {}))


def test_the_site_is_ok_without_a_worker(api):
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
