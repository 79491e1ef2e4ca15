"""The web process is killed while pages listen to it; and with it a worker and Redis, on a site with two of each."""

import httpx

from images.models import Version
from tests.resilience.checks import (
    LONG,
    approve,
    check_all_drawn,
    check_paid_once,
    drawing,
    unknown,
    wait_for_all_events,
    wait_for_eight_in_flight,
    wait_until_closed,
)
from tests.sse import ReconnectingStream
from tests.stack import eventually, running


def test_streams_reconnect_after_a_crash_of_the_web_process_and_get_what_they_missed(site, client, upstream, gate):
    story_id = approve(client)
    one, two = (ReconnectingStream(site.url, story_id, client.cookies) for _ in range(2))
    with one, two:
        wait_for_eight_in_flight(upstream)
        site.kill("web")
        gate.open()
        wait_until_closed(story_id)
        site.start_web()
        for stream in (one, two):
            wait_for_all_events(stream)
            assert stream.connections >= 2
    check_all_drawn(story_id)
    assert (Version.objects.count(), len(upstream.asked)) == (20, 20)


def test_a_worker_redis_and_a_web_process_crash_while_two_of_each_share_two_stories(
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
                ReconnectingStream(site.address(web), story_id, client.cookies)
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
                    wait_until_closed(story_id)
                wait_for_all_events(first)
                wait_for_all_events(second)
        # Only the outcomes of the killed worker's calls are unknown.
        assert drawing() == set()
        for story_id in stories:
            check_all_drawn(story_id)
        assert len(unknown()) == 8
        assert Version.objects.count() == 48
        check_paid_once(upstream)
