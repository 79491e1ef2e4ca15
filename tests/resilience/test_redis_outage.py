"""Redis is killed while a story is drawn: it comes back with its data or empty, at once or after long."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.token_bucket import redis
from images import statuses
from images.models import Illustration, Version
from tests.resilience.checks import (
    LONG,
    approve,
    check_all_drawn,
    check_paid_once,
    drawing,
    is_closed,
    unknown,
    wait_for_all_events,
    wait_for_eight_in_flight,
    wait_until_closed,
)
from tests.sse import EventStream, ReconnectingStream
from tests.stack import eventually, running


@pytest.fixture
def site(killable_redis, content, tmp_path, environment):
    """The site, on a Redis that can be killed."""
    with running(tmp_path, beat=True, threads=8, **environment) as stack:
        yield stack


def drawn() -> int:
    return Version.objects.filter(outcome=statuses.DRAWN).count()


@pytest.mark.parametrize("empty", [False, True], ids=["with its data", "empty"])
def test_a_short_outage_costs_time_and_nothing_else(site, client, upstream, gate, killable_redis, empty):
    story_id = approve(client)
    with EventStream(site.url, story_id, client.cookies) as stream:  # its one connection stays open all the time
        wait_for_eight_in_flight(upstream)
        killable_redis.kill()
        gate.open()
        killable_redis.start(empty=empty)
        wait_until_closed(story_id)
        wait_for_all_events(stream)
    check_all_drawn(story_id)
    assert unknown() == set()
    check_paid_once(upstream)


def test_an_outage_of_several_leases_costs_time_and_nothing_else(site, client, upstream, gate, killable_redis):
    """A lease is six seconds here and a sweep one, so this outage lasts as many leases as one of minutes in production.
    Meanwhile calls under way end and their pictures are stored, and the page can be read."""
    story_id = approve(client)
    with EventStream(site.url, story_id, client.cookies) as stream:
        wait_for_eight_in_flight(upstream)
        killable_redis.kill()
        gate.open()
        eventually(lambda: not drawing(), LONG, "the calls under way to be stored without Redis")
        before = drawn()
        assert 12 <= before < 20
        leases_over(story_id)
        page = client.get(f"/stories/{story_id}/")
        state = client.get(f"/story/{story_id}").json()
        assert (page.status_code, state["status"], state["completed_scenes"]) == (200, "processing", before)
        assert client.get("/health").status_code == 503
        assert not is_closed(story_id)
        killable_redis.start(empty=True)
        wait_until_closed(story_id)
        wait_for_all_events(stream)
    check_all_drawn(story_id)
    assert unknown() == set()
    check_paid_once(upstream)


def leases_over(story_id: str) -> None:
    """Wait until every lease of the story's waiting pictures ran out, and as long again."""
    waiting = Illustration.objects.filter(story=story_id, status=statuses.QUEUED)
    for _ in range(2):
        end = max(waiting.values_list("lease_until", flat=True))
        end = max(end, timezone.now() + timedelta(seconds=6))
        eventually(lambda end=end: timezone.now() > end, LONG, "the leases to run out")


def test_messages_that_were_lost_before_a_worker_started_are_sent_again(
    content, tmp_path, environment, upstream, gate, owner
):
    gate.open()
    with running(tmp_path, worker=False, **environment) as stack:
        story_id = approve(owner(stack))
        redis().flushall()
        stack.start_beat()
        stack.start_worker(threads=8)
        wait_until_closed(story_id)
    check_all_drawn(story_id)
    assert len(upstream.asked) == 20


def test_scenes_that_are_approved_during_an_outage_are_drawn_afterwards(site, client, upstream, gate, killable_redis):
    killable_redis.kill()
    gate.open()
    story_id = approve(client)
    assert client.get(f"/story/{story_id}").json()["status"] == "processing"
    killable_redis.start(empty=True)
    with ReconnectingStream(site.url, story_id, client.cookies) as stream:
        wait_until_closed(story_id)
        wait_for_all_events(stream)
    check_all_drawn(story_id)
    assert (Version.objects.count(), len(upstream.asked)) == (20, 20)
