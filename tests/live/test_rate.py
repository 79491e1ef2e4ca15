"""The rate over several stories and worker processes, in a period of 15 seconds, from the bucket's own record.

`test_providers` measures it where the calls arrive, in real time: they arrive late by moments, for which a whole minute
has room and a quarter of one has not.
"""

from bisect import bisect_left

import httpx
import pytest

from core.token_bucket import Bucket
from stories.models import Story
from tests.factories import ANSWERS_A, ANSWERS_B
from tests.stack import eventually, running
from tests.upstreams.illustrator import ADDRESS
from tests.upstreams.json_server import Answer, Upstream

pytestmark = pytest.mark.django_db(transaction=True)
PERIOD = 15.0  # seconds: a minute, four times as fast


@pytest.fixture
def upstream():
    with Upstream(lambda asked, number: Answer(after=0.2)) as server:
        yield server


def most_in_a_period(starts: list[float]) -> int:
    return max(bisect_left(starts, start + PERIOD) - place for place, start in enumerate(starts))


def waits(client: httpx.Client, story_id: str) -> list[float]:
    """The seconds until the story's pictures that are in line may start."""
    images = client.get(f"/story/{story_id}").json()["images"].values()
    return [image["starts_in"] for image in images if image["starts_in"]]


def test_two_stories_on_two_workers_share_fifteen_starts_a_period(content, tmp_path, upstream):
    environment = {"IMAGE_PROVIDER": "upstream", "IMAGES_PER_MINUTE": "15", ADDRESS: upstream.url}
    environment |= {"IMAGE_PERIOD_SECONDS": str(PERIOD)}
    with running(tmp_path, beat=True, **environment) as stack, httpx.Client(base_url=stack.url, timeout=30) as client:
        stack.start_worker("second")
        for number, answers in enumerate((ANSWERS_A, ANSWERS_B)):
            scenes = {f"Scene{n}": f"The red fox counts {n} stars, time {number}." for n in range(1, 21)}
            story_id = client.post("/approve_scenes", json={"scenes": scenes, "answers": answers}).json()["story_id"]
        eventually(lambda: len(upstream.asked) >= 15)
        # The second story's pictures may take their places in the line a moment later.
        waiting = eventually(lambda: waits(client, story_id))
        assert all(0 < seconds <= 3 * PERIOD + 1 for seconds in waiting)
        eventually(lambda: len(upstream.asked) >= 30, 40)
        grants = Bucket("upstream:test-1", 15).grants()
        assert most_in_a_period(grants) == 15
        assert len({request.body["story"] for request in upstream.asked[:30]}) == Story.objects.count() == 2
        # No thread slept for a token: ten pictures wait, without an attempt and without a thread.
        eventually(lambda: not stack.busy_threads(), 10, "the workers' threads to be free")
