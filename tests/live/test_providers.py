"""A whole story by OpenAI and Cloudinary, with errors on the way: the real SDKs, against local servers that answer as
the services do."""

from bisect import bisect_left
from collections import Counter
from decimal import Decimal
from itertools import count

import httpx
import pytest

from core.models import Expense
from images import statuses
from images.models import Version
from stories.models import Story
from tests.factories import ANSWERS_A
from tests.sse import EventStream
from tests.stack import eventually, running
from tests.upstreams.cloudinary_server import CloudinaryServer, refused
from tests.upstreams.openai_server import OpenAIServer, drop, error, no_credit, picture, rate_limited, refusal
from tests.upstreams.openai_writer import author

pytestmark = pytest.mark.django_db(transaction=True)
PICTURES = 21  # the character sheet, and the twenty scenes with it
A_MINUTE = PICTURES
KEY = "sk-live-0123456789"


@pytest.fixture
def openai():
    with OpenAIServer() as server:
        server.chat, server.images_per_minute, server.think = author, A_MINUTE, 0.2
        yield server


@pytest.fixture
def cloudinary():
    with CloudinaryServer() as server:
        yield server


@pytest.fixture
def stack(content, tmp_path, openai, cloudinary):
    environment = {"OPENAI_API_KEY": KEY, "OPENAI_BASE_URL": openai.url, "CLOUDINARY_URL": cloudinary.url}
    environment |= {"MODERATE_INPUT": "true", "IMAGES_PER_MINUTE": str(A_MINUTE)}
    with running(tmp_path, beat=True, **environment) as stack:
        yield stack


def begin(client: httpx.Client) -> str:
    """Write and approve a story. Returns its id."""
    written = client.post("/submit", json=ANSWERS_A)
    assert written.status_code == 200, written.text
    story_id = written.headers["X-Story-Id"]
    body = {"scenes": written.json(), "answers": ANSWERS_A, "story_id": story_id}
    assert client.post("/approve_scenes", json=body).status_code == 200
    return story_id


def many_errors():
    """Two refusals, an error, a dropped connection, and four rate limits in a row."""
    number = count()
    replies = {2: refusal(), 5: refusal(["hate"]), 8: error(500, None, "Oops"), 11: drop()}
    replies |= dict.fromkeys(range(13, 17), rate_limited(2))
    return lambda asked, _: replies.get(next(number), picture())


def test_all_twenty_are_drawn_within_the_rate_and_paid_for_once_whatever_fails(stack, openai, cloudinary):
    openai.images = many_errors()
    with httpx.Client(base_url=stack.url, timeout=60) as client:
        story_id = begin(client)
        with EventStream(stack.url, story_id, client.cookies) as stream:
            stream.wait_for("story_complete", 120)
            assert stream.named("image_preview")
        state = client.get(f"/story/{story_id}").json()
        assert {image["status"] for image in state["images"].values()} == {"pending_approval"}
        assert all(httpx.get(image["url"]).status_code == 200 for image in state["images"].values())
        assert state["cost_usd"] > 0

    drawings = [asked for asked in openai.asked if asked.path.startswith("/v1/images/")]
    arrivals = sorted(asked.at for asked in drawings)
    assert max(bisect_left(arrivals, at + 60) - place for place, at in enumerate(arrivals)) <= A_MINUTE
    assert openai.refused_by_rate == []
    paid = Counter(asked.path for asked in openai.paid if asked in drawings)
    assert paid == {"/v1/images/generations": 1, "/v1/images/edits": 20}  # the sheet, and what is drawn with it
    assert len({upload.public_id for upload in cloudinary.uploads}) == len(cloudinary.uploads) == PICTURES

    outcomes = Counter(Version.objects.values_list("outcome", flat=True))
    assert outcomes == {statuses.DRAWN: PICTURES, statuses.REFUSED: 2, statuses.BROKEN: 5, statuses.UNKNOWN: 1}
    assert set(Version.objects.filter(outcome=statuses.DRAWN).values_list("host", flat=True)) == {"cloudinary"}
    softened = Version.objects.filter(softening=1)
    # A softened picture may meet the other errors as well; it is then drawn again.
    ends = [version.outcome for version in softened if version.outcome not in (statuses.BROKEN, statuses.UNKNOWN)]
    assert ends == [statuses.DRAWN] * 2
    costs = dict(Expense.objects.filter(what="picture", cost_usd__gt=0).values_list("version__number", "cost_usd"))
    assert set(costs.values()) == {Decimal("0.04825")}
    assert {expense.what for expense in Expense.objects.filter(cost_usd__gt=0)} == {"write", "depict", "picture"}


def test_an_account_without_credit_stops_the_story_and_nothing_more_is_requested(stack, openai):
    openai.images = lambda asked, number: no_credit()
    with httpx.Client(base_url=stack.url, timeout=60) as client:
        story_id = begin(client)
        with EventStream(stack.url, story_id, client.cookies) as stream:
            stream.wait_for("story_error")
            stream.wait_for("story_complete")
        state = client.get(f"/story/{story_id}").json()
    assert {image["status"] for image in state["images"].values()} == {"failed"}
    assert state["error"]
    assert "OPENAI_API_KEY" not in state["error"]
    assert "OPENAI_API_KEY" in Story.objects.get().stopped
    asked = len(openai.asked)
    assert openai.paid == [call for call in openai.paid if call.path.endswith("completions")]
    eventually(lambda: not stack.busy_threads())
    assert len(openai.asked) == asked
    assert KEY not in stack.log("worker") + stack.log("web")


def test_pictures_that_cloudinary_refuses_are_stored_locally_and_shown(stack, openai, cloudinary):
    cloudinary.behaviour = lambda asked, number: refused(401, "Invalid Signature")
    with httpx.Client(base_url=stack.url, timeout=60) as client:
        story_id = begin(client)
        with EventStream(stack.url, story_id, client.cookies) as stream:
            stream.wait_for("story_complete", 60)
        images = client.get(f"/story/{story_id}").json()["images"]
        assert {image["status"] for image in images.values()} == {"pending_approval"}
        assert client.get(images["7"]["url"]).headers["Content-Type"] == "image/png"
    kept = Version.objects.values_list("host", "wanted_host").distinct().order_by()
    assert list(kept) == [("local", "cloudinary")]
    assert len([asked for asked in openai.paid if asked.path.startswith("/v1/images/")]) == PICTURES
