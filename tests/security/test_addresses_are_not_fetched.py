"""A URL in a request is only compared with those of the story's pictures, never fetched."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from images import statuses
from images.drawing import drawing
from images.models import Version
from tests.factories import illustrated_story, visitor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]


@pytest.fixture
def elsewhere():
    """The URL of a server inside the network, and all its requests."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def handle_one_request(self):
            asked.append(self.rfile.readline().decode())
            self.close_connection = True

        def log_message(self, *args):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}", asked
        server.shutdown()


def post(path: str, body: dict):
    return visitor().post(path, json.dumps(body), content_type="application/json")


@pytest.mark.parametrize("path", ["/metadata", "/media/x/scene-07-v1.png", ""])
def test_an_address_that_a_client_sends_is_refused_without_a_look(path, elsewhere, illustrator):
    address, asked = elsewhere
    story = illustrated_story(statuses.PENDING)
    wish = {"scene_number": 7, "user_input": "make it night", "edit_mode": "edit", "base_image_url": address + path}
    assert post(f"/edit_image/{story.pk}", wish).status_code == 400
    assert (
        post(f"/approve_image/{story.pk}/7", {"action": "approve", "selected_url": address + path}).status_code == 400
    )
    assert asked == []


def test_an_address_in_a_text_is_drawn_as_text(elsewhere, illustrator):
    address, asked = elsewhere
    story = illustrated_story(statuses.PENDING)
    wish = {"scene_number": 7, "user_input": f"as in {address}/fox.png", "edit_mode": "newimage"}
    assert post(f"/edit_image/{story.pk}", wish).status_code == 200
    drawing.draw(story.pk, 7)
    assert Version.objects.filter(illustration__story=story, number=2).exists()
    assert asked == []


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "//127.0.0.1/x", "gopher://127.0.0.1:6379/_FLUSHALL", "data:,x"]
)
def test_other_kinds_of_addresses_are_refused_too(address):
    story = illustrated_story(statuses.PENDING)
    assert post(f"/approve_image/{story.pk}/7", {"action": "approve", "selected_url": address}).status_code == 400
