"""PostgreSQL crashes in the middle of a story and recovers."""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator

import httpx
import pytest
from django.conf import settings

from tests.postgres import Postgres, newest_postgres
from tests.resilience.checks import ALL, LONG, approve, calls_of
from tests.sse import ReconnectingStream
from tests.stack import eventually

PROGRAMS = newest_postgres()
pytestmark = pytest.mark.skipif(PROGRAMS is None, reason="There is no PostgreSQL server on this machine to restart.")
ATTEMPTS = """SELECT picture.number, version.outcome FROM images_version version
    JOIN images_illustration picture ON picture.id = version.illustration_id"""


@pytest.fixture
def postgres() -> Iterator[Postgres]:
    with Postgres(PROGRAMS) as postgres:
        yield postgres


@pytest.fixture
def environment(environment, postgres):
    return environment | {"DATABASE_URL": postgres.url}


@pytest.fixture
def content(environment):
    """The tables and the quiz, in the database that is restarted."""
    for command in ("migrate", "load_content"):
        program = [sys.executable, "manage.py", command]
        found = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"} | environment
        subprocess.run(program, cwd=settings.BASE_DIR, env=found, timeout=LONG, check=True, capture_output=True)


def phase(client: httpx.Client, story_id: str) -> str:
    """The story's phase; "" while the site does not answer."""
    answer = client.get(f"/story/{story_id}")
    return answer.json()["phase"] if answer.status_code == 200 else ""


def test_a_crash_of_postgresql_costs_time_and_nothing_else(site, client, upstream, gate, postgres):
    story_id = approve(client)
    with ReconnectingStream(site.url, story_id, client.cookies) as stream:
        eventually(lambda: len(upstream.asked) == 12, LONG, "eight pictures in flight")
        postgres.crash()
        gate.open()
        # Long enough for every call that was under way to have come back and found no database.
        eventually(lambda: "did not take a result" in site.log("worker"), LONG, "a result that cannot be saved")
        assert client.get("/health").status_code == 503
        postgres.start()
        eventually(lambda: phase(client, story_id) == "reviewing", LONG, "the end of drawing")
        eventually(lambda: stream.latest() == dict.fromkeys(ALL, "pending_approval"), LONG, f"{stream.latest()}")
    attempts = postgres.rows(ATTEMPTS)
    assert sorted(number for number, outcome in attempts if outcome == "drawn") == sorted(ALL)
    assert {outcome for _, outcome in attempts} <= {"drawn", "unknown"}
    calls = calls_of(upstream)
    assert set(calls.values()) == {1}
    unknown = Counter(number for number, outcome in attempts if outcome == "unknown")
    again = Counter(scene for _, scene, _ in calls)
    assert {scene for scene, times in again.items() if times > 1 + unknown[scene]} == set()
