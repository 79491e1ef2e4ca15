"""A story from its answers to twenty approved pictures by the JSON API, with a real worker."""

import httpx
import pytest

from images.models import Version
from tests.factories import ANSWERS_A, ANSWERS_B
from tests.sse import EventStream
from tests.stack import eventually, running
from tests.upstreams.illustrator import ADDRESS
from tests.upstreams.json_server import Answer, Upstream

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def upstream():
    with Upstream(
        lambda asked, number: Answer({"colour": "orange" if asked.body["version"] == 1 else "blue"})
    ) as server:
        yield server


@pytest.fixture
def stack(content, tmp_path, upstream):
    with running(tmp_path, IMAGE_PROVIDER="upstream", IMAGES_PER_MINUTE="500", **{ADDRESS: upstream.url}) as stack:
        yield stack


@pytest.mark.parametrize("answers", [ANSWERS_A, ANSWERS_B], ids=["humiliation", "offering"])
def test_from_the_answers_to_twenty_approved_pictures(stack, upstream, answers):
    with httpx.Client(base_url=stack.url, timeout=60) as client:
        written = client.post("/submit", json=answers)
        assert written.status_code == 200, written.text
        scenes = written.json()
        assert list(scenes) == [f"Scene{n}" for n in range(1, 21)]
        assert all(scenes.values())
        story_id = written.headers["X-Story-Id"]

        with EventStream(stack.url, story_id, client.cookies) as stream:
            scenes["Scene3"] = "The red fox paints a gate green."
            approved = client.post("/approve_scenes", json={"scenes": scenes, "answers": answers, "story_id": story_id})
            assert approved.json() == approved.json() | {"status": "ok", "story_id": story_id}
            again = client.post("/approve_scenes", json={"scenes": scenes, "answers": answers})
            assert again.status_code == 409

            stream.wait_for("story_complete", 60)
            ready = stream.named("image_ready")
            assert {event["scene_number"] for event in ready} == set(range(1, 21))
            assert all(event["image_url"] and event["total_scenes"] == 20 for event in ready)
            assert len(upstream.asked) == 20

            first = client.get(f"/story/{story_id}").json()
            assert (first["status"], first["completed_scenes"], first["total_scenes"]) == ("completed", 20, 20)
            assert client.get(first["images"]["1"]["url"]).headers["Content-Type"] == "image/png"

            rejected = client.post(f"/approve_image/{story_id}/7", json={"action": "reject", "note": "make it night"})
            assert rejected.json()["success"]
            redrawn = lambda: client.get(f"/story/{story_id}").json()["images"]["7"]  # noqa: E731
            eventually(lambda: redrawn()["version"] == 2 and redrawn()["status"] == "pending_approval")
            assert redrawn()["url"] != first["images"]["7"]["url"]
            assert "make it night" in Version.objects.get(illustration__number=7, number=2).prompt

            for number in range(1, 21):
                answer = client.post(f"/approve_image/{story_id}/{number}", json={"action": "approve"}).json()
                assert answer["approved_count"] == number
            assert stream.wait_for("all_approved") == {
                "message": "all_approved",
                "story_id": story_id,
                "approved_count": 20,
                "total_images": 20,
            }
        assert len(upstream.asked) == 21

        with EventStream(stack.url, story_id, client.cookies) as late:
            late.wait_for("all_approved")
            kinds = [event.name for event in late.events if event.name != "story_status"]
            assert kinds == ["image_ready"] * 20 + ["story_complete", "all_approved"]


def test_edit_image_draws_from_the_picture_or_from_an_own_prompt(stack, upstream):
    with httpx.Client(base_url=stack.url, timeout=60) as client:
        scenes = {f"Scene{n}": f"The red fox counts to {n}." for n in range(1, 21)}
        story_id = client.post("/approve_scenes", json={"scenes": scenes, "answers": ANSWERS_A}).json()["story_id"]
        state = lambda: client.get(f"/story/{story_id}").json()  # noqa: E731
        eventually(lambda: state()["status"] == "completed")
        wish = {"scene_number": 4, "user_input": "add a red kite", "edit_mode": "edit"}
        edited = client.post(f"/edit_image/{story_id}", json=wish | {"base_image_url": state()["images"]["4"]["url"]})
        assert edited.json() == edited.json() | {"story_id": story_id, "scene_number": 4, "edit_mode": "edit"}
        eventually(lambda: state()["images"]["4"]["version"] == 2)
        assert upstream.asked[-1].body["base"] is True
        assert "add a red kite" in upstream.asked[-1].body["prompt"]

        client.post(f"/edit_image/{story_id}", json=wish | {"edit_mode": "newimage", "user_input": "A quiet lake."})
        eventually(lambda: state()["images"]["4"]["version"] == 3)
        prompt = upstream.asked[-1].body["prompt"]
        assert upstream.asked[-1].body["base"] is False
        assert "A quiet lake." in prompt
        assert "red kite" not in prompt
        assert Version.objects.filter(illustration__number=4).count() == 3
