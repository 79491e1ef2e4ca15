"""The worker dies while it draws and is started again: every picture is drawn in the end, none is lost or doubled."""

from collections import Counter

import httpx
import pytest

from images import statuses
from images.models import Illustration, Version
from stories.models import Story
from tests.factories import ANSWERS_A
from tests.sse import Ear
from tests.stack import eventually, running
from tests.upstreams.illustrator import ADDRESS
from tests.upstreams.server import Answer, Upstream

pytestmark = pytest.mark.django_db(transaction=True)
SCENES = {f"Scene{n}": f"The red fox counts {n} stars." for n in range(1, 21)}


@pytest.fixture
def upstream():
    with Upstream(lambda asked, number: Answer(after=0.6)) as server:
        yield server


@pytest.fixture
def stack(content, tmp_path, upstream):
    environment = {"IMAGE_PROVIDER": "upstream", "IMAGES_PER_MINUTE": "500", ADDRESS: upstream.url}
    with running(tmp_path, beat=True, worker=False, **environment) as stack:
        yield stack


def approve(client: httpx.Client) -> str:
    body = {"scenes": SCENES, "answers": ANSWERS_A}
    story_id: str = client.post("/approve_scenes", json=body).json()["story_id"]
    return story_id


def test_a_worker_killed_while_it_draws_loses_and_doubles_nothing(stack, upstream):
    stack.start_worker(threads=8)
    with httpx.Client(base_url=stack.url, timeout=30) as client:
        story_id = approve(client)
        with Ear(stack.url, story_id, client.cookies) as ear:
            eventually(lambda: Version.objects.filter(outcome=statuses.DRAWING).count() == 8)
            eventually(lambda: len(upstream.asked) >= 12)
            stack.kill("worker")
            interrupted = set(Version.objects.filter(outcome=statuses.DRAWING).values_list("pk", flat=True))
            assert interrupted
            stack.start_worker(threads=8)
            ear.hears("story_complete", 90)
            assert {event["scene_number"] for event in ear.named("image_ready")} == set(range(1, 21))

        drawn = Version.objects.filter(outcome=statuses.DRAWN)
        assert sorted(drawn.values_list("illustration__number", flat=True)) == list(range(1, 21))
        unknown = Version.objects.filter(outcome=statuses.UNKNOWN)
        assert set(unknown.values_list("pk", flat=True)) == interrupted
        assert Version.objects.count() == 20 + len(interrupted)
        # The other end saw a picture twice only where the crash fell between the call and its answer.
        asked = Counter(request.body["scene"] for request in upstream.asked)
        twice = {scene for scene, times in asked.items() if times > 1}
        assert twice <= set(unknown.values_list("illustration__number", flat=True))
        assert client.get(f"/story/{story_id}").json()["status"] == "completed"


def test_work_that_was_asked_for_while_no_worker_ran_is_done_when_one_starts(stack):
    with httpx.Client(base_url=stack.url, timeout=30) as client:
        approve(client)
        stack.start_worker()
        eventually(lambda: Story.objects.get().status == "reviewing", 60)
    assert Version.objects.count() == 20


def test_a_flushed_redis_costs_time_and_nothing_else(stack, clean_redis, redis_flush):
    with httpx.Client(base_url=stack.url, timeout=30) as client:
        story_id = approve(client)
        redis_flush()
        stack.start_worker()
        eventually(lambda: Story.objects.get(pk=story_id).status == "reviewing", 60)
    assert Version.objects.count() == 20
    assert set(Illustration.objects.values_list("status", flat=True)) == {statuses.PENDING}
