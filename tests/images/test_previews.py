"""Unfinished pictures on their way to the page."""

import base64
import json
from io import BytesIO

import pytest
from django.conf import settings
from PIL import Image
from redis import Redis

from core.models import StatusEvent
from images import announcements, drawing
from tests.factories import illustrated_story
from tests.upstreams.server import Answer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]


@pytest.fixture
def heard():
    """Reads what was announced since the test began."""
    listener = Redis.from_url(settings.REDIS_URL).pubsub(ignore_subscribe_messages=True)
    listener.subscribe("events_channel")
    listener.get_message(timeout=2)

    def read() -> list[tuple[str, dict]]:
        found = []
        while (message := listener.get_message(timeout=0.3)) is not None:
            event = json.loads(message["data"])
            data = event["data"]
            found.append((event["event_type"], json.loads(data) if isinstance(data, str) else data))
        return found

    yield read
    listener.close()


def previews(events: list[tuple[str, dict]]) -> list[dict]:
    return [data for name, data in events if name == "image_preview"]


def test_a_preview_goes_to_the_page_as_a_small_picture_of_its_own(illustrator, heard):
    illustrator.behaviour = lambda asked, number: Answer({"previews": ["gray", "pink"]})
    drawing.draw(illustrated_story().pk, 7)
    found = previews(heard())
    assert [data["scene_number"] for data in found] == [7, 7]
    data = base64.b64decode(found[1]["preview"].removeprefix("data:image/webp;base64,"))
    assert len(data) <= 40 * 1024
    assert Image.open(BytesIO(data)).format == "WEBP"


def test_a_preview_leaves_no_trace_in_the_database(illustrator, django_assert_num_queries):
    picture = illustrated_story().illustrations.get(number=7)
    before = StatusEvent.objects.count()
    with django_assert_num_queries(0):
        announcements.preview(picture, b"a small picture")
    assert StatusEvent.objects.count() == before
