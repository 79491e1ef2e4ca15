"""images.events: previews of unfinished pictures."""

import base64
from io import BytesIO

import pytest
from PIL import Image

from core.models import StatusEvent
from images import events
from images.drawing import drawing
from tests.factories import illustrated_story
from tests.upstreams.json_server import Answer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]


def previews(events: list[tuple[str, str, dict]]) -> list[dict]:
    return [data for _, name, data in events if name == "image_preview"]


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
        events.preview(picture, b"a small picture")
    assert StatusEvent.objects.count() == before
