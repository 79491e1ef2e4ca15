"""A story that is deleted while its pictures are drawn leaves nothing on a running site."""

import httpx
import pytest
from django.conf import settings

from stories.models import Removal, Story
from tests.factories import ANSWERS_A
from tests.stack import eventually, running
from tests.upstreams.illustrator import ADDRESS
from tests.upstreams.json_server import Answer, Upstream

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def upstream():
    with Upstream(lambda asked, number: Answer(after=1.5)) as server:
        yield server


def test_pictures_that_arrive_after_the_deletion_are_removed(content, tmp_path, upstream):
    environment = {"IMAGE_PROVIDER": "upstream", "IMAGES_PER_MINUTE": "16", ADDRESS: upstream.url}
    with running(tmp_path, beat=True, **environment) as stack, httpx.Client(base_url=stack.url, timeout=30) as client:
        scenes = {f"Scene{number}": f"The red fox counts {number} stars." for number in range(1, 21)}
        story_id = client.post("/approve_scenes", json={"scenes": scenes, "answers": ANSWERS_A}).json()["story_id"]
        eventually(lambda: len(upstream.asked) == 16)
        Story.objects.all().delete()
        folder = settings.MEDIA_ROOT / story_id
        eventually(lambda: not stack.busy_threads(), 20, "the last picture to arrive")
        eventually(lambda: Removal.objects.count() == 1, 30, "everything but the later look to be done")
        assert not folder.exists()
        assert client.get(f"/story/{story_id}").status_code == 404
