"""Redis dies in the middle of a story: with its data and without, for a moment and for long."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.token_bucket import redis
from images import statuses
from images.models import Illustration, Version
from tests.resilience.accounts import (
    LONG,
    all_drawn,
    approve,
    closes,
    drawing,
    eight_in_flight,
    heard_all,
    is_closed,
    paid_once,
    unknown,
)
from tests.sse import Ear, SteadyEar
from tests.stack import eventually, running


@pytest.fixture
def site(killable_redis, content, tmp_path, environment):
    """The site, on a Redis that can be killed."""
    with running(tmp_path, beat=True, threads=8, **environment) as stack:
        yield stack


def drawn() -> int:
    return Version.objects.filter(outcome=statuses.DRAWN).count()


@pytest.mark.parametrize("empty", [False, True], ids=["with its data", "empty"])
def test_a_redis_that_is_killed_and_comes_back_costs_time_and_nothing_else(
    site, client, upstream, gate, killable_redis, empty
):
    story_id = approve(client)
    with Ear(site.url, story_id, client.cookies) as ear:  # its one connection stays open all the time
        eight_in_flight(upstream)
        killable_redis.kill()
        gate.open()
        killable_redis.start(empty=empty)
        closes(story_id)
        heard_all(ear)
    all_drawn(story_id)
    assert unknown() == set()
    paid_once(upstream)


def test_a_redis_that_is_away_for_several_leases_and_sweeps_costs_time_and_nothing_else(
    site, client, upstream, gate, killable_redis
):
    """A lease is six seconds here and a sweep one: until all that hung on Redis has run out is as long as minutes with
    thirty and fifteen. What was under way is finished and kept meanwhile, and the page can be looked at."""
    story_id = approve(client)
    with Ear(site.url, story_id, client.cookies) as ear:
        eight_in_flight(upstream)
        killable_redis.kill()
        gate.open()
        eventually(lambda: not drawing(), LONG, "what was under way to be kept without Redis")
        before = drawn()
        assert 12 <= before < 20
        leases_over(story_id)
        page = client.get(f"/stories/{story_id}/")
        state = client.get(f"/story/{story_id}").json()
        assert (page.status_code, state["status"], state["completed_scenes"]) == (200, "processing", before)
        assert client.get("/health").status_code == 503
        assert not is_closed(story_id)
        killable_redis.start(empty=True)
        closes(story_id)
        heard_all(ear)
    all_drawn(story_id)
    assert unknown() == set()
    paid_once(upstream)


def leases_over(story_id: str) -> None:
    """Wait until every lease of the story's waiting pictures ran out, and as long again."""
    waiting = Illustration.objects.filter(story=story_id, status=statuses.QUEUED)
    for _ in range(2):
        end = max(waiting.values_list("lease_until", flat=True))
        end = max(end, timezone.now() + timedelta(seconds=6))
        eventually(lambda end=end: timezone.now() > end, LONG, "the leases to run out")


def test_messages_that_were_flushed_before_a_worker_came_are_sent_again(
    content, tmp_path, environment, upstream, gate, owner
):
    gate.open()
    with running(tmp_path, worker=False, **environment) as stack:
        story_id = approve(owner(stack))
        redis().flushall()
        stack.start_beat()
        stack.start_worker(threads=8)
        closes(story_id)
    all_drawn(story_id)
    assert len(upstream.asked) == 20


def test_scenes_that_are_approved_while_redis_is_away_are_drawn_when_it_is_back(
    site, client, upstream, gate, killable_redis
):
    killable_redis.kill()
    gate.open()
    story_id = approve(client)
    assert client.get(f"/story/{story_id}").json()["status"] == "processing"
    killable_redis.start(empty=True)
    with SteadyEar(site.url, story_id, client.cookies) as ear:
        closes(story_id)
        heard_all(ear)
    all_drawn(story_id)
    assert (Version.objects.count(), len(upstream.asked)) == (20, 20)
