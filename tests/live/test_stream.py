"""The event stream of a running site: who may listen, what comes first, and what follows a lost connection to Redis."""

import json
import uuid

import httpx
import pytest
from django.contrib.sessions.models import Session

from core.status import move
from core.token_bucket import redis
from images import settling, statuses
from images.models import Illustration
from tests.factories import bring_to, illustrated_story
from tests.sse import EventStream
from tests.stack import become_known, eventually, running

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def stack(content, tmp_path):
    with running(tmp_path, worker=False) as stack:
        yield stack


@pytest.fixture
def visitor(stack):
    """A client with a session, and the name under which its stories are kept."""
    with httpx.Client(base_url=stack.url, timeout=20, follow_redirects=True) as client:
        become_known(client)
        yield client


def story_of(client: httpx.Client, status: str):
    """A story that belongs to the client's session."""
    session = Session.objects.get(session_key=client.cookies["sessionid"]).get_decoded()
    return illustrated_story(status, owner=session["visitor"])


def test_only_the_owner_may_listen(stack, visitor):
    story = story_of(visitor, statuses.QUEUED)
    for channel in (str(story.pk), str(uuid.uuid4()), "nonsense", f"story-{story.pk}"):
        refused = httpx.get(f"{stack.url}/stream", params={"channel": channel})
        assert refused.status_code == 403
        assert refused.json()["error"]
    assert httpx.get(f"{stack.url}/stream").status_code == 400


def test_a_new_connection_first_gets_the_present_state(stack, visitor):
    story = story_of(visitor, statuses.QUEUED)
    for number in (3, 8):
        bring_to(story.illustrations.get(number=number), statuses.PENDING)
    with EventStream(stack.url, str(story.pk), visitor.cookies) as stream:
        eventually(lambda: len(stream.named("image_ready")) == 2)
        assert [event["scene_number"] for event in stream.named("image_ready")] == [3, 8]
        assert stream.named("story_complete") == []
        first = stream.named("image_ready")[0]
        assert first["image_url"].startswith("/media/")
        assert (first["status"], first["completed_scenes"], first["total_scenes"]) == ("pending_approval", 2, 20)


def test_a_burst_of_changes_ends_in_the_right_state(stack, visitor):
    story = story_of(visitor, statuses.QUEUED)
    with EventStream(stack.url, str(story.pk), visitor.cookies) as stream:
        for picture in story.illustrations.all():
            bring_to(picture, statuses.APPROVED)
        settling.settle(story.pk)
        stream.wait_for("all_approved")

        def last_status():
            return {event["scene_number"]: event["status"] for event in stream.named("image_ready")}

        eventually(lambda: set(last_status().values()) == {"approved"} and len(last_status()) == 20)


def test_a_page_gets_events_again_after_redis_dropped_the_connection(stack, visitor):
    story = story_of(visitor, statuses.QUEUED)
    with EventStream(stack.url, str(story.pk), visitor.cookies) as stream:
        bring_to(story.illustrations.get(number=1), statuses.PENDING)
        eventually(lambda: stream.named("image_ready"))
        assert redis().client_kill_filter(_type="pubsub") >= 1
        # The present state tells what happened meanwhile.
        bring_to(story.illustrations.get(number=2), statuses.PENDING)
        eventually(lambda: any(event["scene_number"] == 2 for event in stream.named("image_ready")))
        move(story.illustrations.get(number=1), statuses.APPROVED)
        eventually(lambda: any(event["status"] == "approved" for event in stream.named("image_ready")))


def test_staff_can_send_a_test_event(stack, visitor, django_user_model):
    story = story_of(visitor, statuses.QUEUED)
    django_user_model.objects.create_superuser("staff", "", "password")
    page = EventStream(stack.url, str(story.pk), visitor.cookies)
    with httpx.Client(base_url=stack.url, timeout=20) as staff, page as stream:
        token = staff.get("/admin/login/").cookies["csrftoken"]
        form = {"username": "staff", "password": "password", "csrfmiddlewaretoken": token}
        staff.post("/admin/login/", data=form, headers={"Referer": stack.url})
        assert staff.get(f"/test_emit/{story.pk}").json()["sent"]
        eventually(lambda: any(event["status"] == "test" for event in stream.named("image_ready")))
        debug = staff.get(f"/debug_story/{story.pk}").json()
        assert json.dumps(debug)
        assert len(debug["scenes"]) == Illustration.objects.count() == 20
