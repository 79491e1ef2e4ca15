"""A worker is killed while twenty clips are being made: another goes on with them, and none is paid for twice."""

import httpx
import pytest

from stories.models import Story
from tests.factories import approved_story, visitor
from tests.sse import EventStream
from tests.stack import Stack, eventually, running
from tests.upstreams.animator import ADDRESS, Clips
from tests.upstreams.json_server import Upstream
from videos import statuses
from videos.models import Clip, Take

pytestmark = pytest.mark.django_db(transaction=True)
LONG = 120.0  # seconds: a limit for a slow machine, not a measure
SITE = {
    "VIDEO_PROVIDER": "upstream",
    "VIDEO_POLL_SECONDS": "0.5",
    "MAX_CONCURRENT_VIDEOS": "8",
    "SPEECH_PROVIDER": "none",
}


@pytest.fixture
def clips():
    """The server that makes the clips: none is done before the test says so."""
    clips = Clips(looks=10**9)
    with Upstream(clips) as server:
        clips.server = server
        yield clips


@pytest.fixture
def site(content, tmp_path, clips):
    with running(tmp_path, beat=True, threads=8, **SITE, **{ADDRESS: clips.server.url}) as stack:
        yield stack


def ask(site: Stack, story: Story) -> httpx.Cookies:
    """Ask for the clips as the owner. Returns their cookies."""
    cookies = {"sessionid": visitor().cookies["sessionid"].value}
    answer = httpx.post(f"{site.url}/approve_videos/{story.pk}", json={}, cookies=cookies, timeout=60)
    assert answer.status_code == 200, answer.text
    return httpx.Cookies(cookies)


def test_a_new_worker_goes_on_with_the_clips_that_a_killed_one_polled(site, clips):
    story = approved_story()
    cookies = ask(site, story)
    with EventStream(site.url, str(story.pk), cookies) as stream:
        eventually(lambda: Clip.objects.filter(status=statuses.WORKING).count() == 8, LONG, "eight clips under way")
        eventually(lambda: all(clips.seen[job] for job in clips.jobs.values()), LONG, "a look at each of them")
        site.kill("worker")
        clips.looks = 1
        site.start_worker(threads=8)
        eventually(lambda: Story.objects.get().status == "finished", LONG, "all clips to be made")
        stream.wait_for("video_generation_complete", LONG)
    assert set(Clip.objects.values_list("status", flat=True)) == {statuses.READY}
    assert list(Take.objects.values_list("outcome", flat=True)) == [statuses.MADE] * 20
    assert (clips.asked["submit"], len(clips.jobs), clips.most) == (20, 20, 8)
    assert {event["scene_number"] for event in stream.named("video_ready")} == set(range(1, 21))


def test_a_new_worker_finds_the_jobs_that_a_killed_one_was_requesting(site, clips):
    clips.looks = 1
    usual, held = clips._submit, []

    def late(body):
        job = usual(body)
        held.append(job)
        eventually(lambda: len(held) > 8 or clips.asked["find"], LONG)  # the first eight answers come after the crash
        return job

    clips._submit = late
    story = approved_story()
    ask(site, story)
    eventually(lambda: len(held) == 8, LONG, "eight requests under way")
    site.kill("worker")
    site.start_worker(threads=8)
    eventually(lambda: Story.objects.get().status == "finished", LONG, "all clips to be made")
    assert set(Clip.objects.values_list("status", flat=True)) == {statuses.READY}
    assert (clips.asked["submit"], len(clips.jobs)) == (20, 20)
    assert Take.objects.count() == 20
