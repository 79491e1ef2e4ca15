"""The web process dies under those who listen to it; and the heaviest of it all, with two of everything."""

import httpx

from images.models import Version
from tests.resilience.accounts import (
    LONG,
    all_drawn,
    approve,
    closes,
    drawing,
    eight_in_flight,
    heard_all,
    paid_once,
    unknown,
)
from tests.sse import SteadyEar
from tests.stack import eventually, running


def test_listeners_come_back_to_a_web_process_that_was_killed_and_hear_what_they_missed(site, client, upstream, gate):
    story_id = approve(client)
    with SteadyEar(site.url, story_id, client.cookies) as ear, SteadyEar(site.url, story_id, client.cookies) as other:
        eight_in_flight(upstream)
        site.kill("web")
        gate.open()
        closes(story_id)
        site.start_web()
        for listener in (ear, other):
            heard_all(listener)
            assert listener.connections >= 2
    all_drawn(story_id)
    assert (Version.objects.count(), len(upstream.asked)) == (20, 20)


def test_a_worker_redis_and_a_web_process_die_while_two_of_each_share_two_stories(
    killable_redis, content, tmp_path, environment, upstream, gate
):
    with running(tmp_path, beat=True, threads=8, **environment) as site:
        site.launch_web("web-2")
        site.launch_worker("worker-2", threads=8)
        site.start_beat("beat-2")  # so every sweep runs twice at once
        site.wait_for_web("web-2")
        site.wait_for_worker("worker-2")
        with httpx.Client(base_url=site.url, timeout=60) as client:
            stories = [approve(client, "stars"), approve(client, "stones")]
            first, second = (
                SteadyEar(site.address(web), story_id, client.cookies)
                for web, story_id in zip(("web", "web-2"), stories, strict=True)
            )
            with first, second:
                eventually(lambda: len(upstream.asked) == 20 and len(drawing()) == 16, LONG, "sixteen in flight")
                site.kill("worker-2")
                site.kill("web-2")
                killable_redis.kill()
                gate.open()
                killable_redis.start(empty=True)
                site.launch_worker("worker-2", threads=8)
                site.start_web("web-2")
                for story_id in stories:
                    closes(story_id)
                heard_all(first)
                heard_all(second)
        # What the dead worker had under way is all that nobody knows the outcome of.
        assert drawing() == set()
        for story_id in stories:
            all_drawn(story_id)
        assert len(unknown()) == 8
        assert Version.objects.count() == 48
        paid_once(upstream)
