"""`POST /approve_image` and `POST /edit_image`."""

import pytest

from images import statuses
from images.drawing import drawing
from images.models import Decision, Illustration
from tests.broker import sent_tasks
from tests.factories import bring_to, edited_story, illustrated_story

pytestmark = pytest.mark.django_db


def picture(status: str = statuses.PENDING) -> Illustration:
    return bring_to(illustrated_story().illustrations.get(number=7), status)


def decide(api, row: Illustration, **body) -> tuple[int, dict]:
    return api.post(f"/approve_image/{row.story_id}/{row.number}", body)


def edit(api, row: Illustration, **body) -> tuple[int, dict]:
    wish = {"scene_number": row.number, "user_input": "add a kite", "edit_mode": "edit"}
    return api.post(f"/edit_image/{row.story_id}", wish | body)


def test_approving_answers_with_the_count(api):
    row = picture()
    assert decide(api, row, action="approve") == (
        200,
        {
            "success": True,
            "action": "approve",
            "scene_number": 7,
            "approved_count": 1,
            "total_images": 20,
            "selected_url": row.current.url,
        },
    )
    assert Illustration.objects.get(pk=row.pk).status == statuses.APPROVED


def test_rejecting_draws_again_with_the_note(api, commit):
    row = picture()
    with commit():
        status, answer = decide(api, row, action="reject", note="make it night")
    assert (status, answer["action"], answer["approved_count"]) == (200, "reject", 0)
    assert sent_tasks() == [("images.draw", 7)]
    assert Illustration.objects.get(pk=row.pk).change == "make it night"


def test_an_earlier_version_is_approved_by_its_url(api, illustrator):
    row = picture(statuses.QUEUED)
    drawing.draw(row.story_id, 7)
    first = Illustration.objects.get(pk=row.pk).current
    decide(api, row, action="reject")
    drawing.draw(row.story_id, 7)
    assert Illustration.objects.get(pk=row.pk).current != first
    _, answer = decide(api, row, action="approve", selected_url=first.url)
    assert answer["selected_url"] == first.url
    assert Illustration.objects.get(pk=row.pk).current == first


@pytest.mark.parametrize("action", [None, "", "dance", "APPROVE", 7])
def test_an_unknown_action_is_refused_naming_the_field(api, action):
    status, answer = decide(api, picture(), action=action)
    assert (status, answer["error"].split()[0]) == (400, "action")


@pytest.mark.parametrize("url", ["https://evil.example/x.png", "/media/other.png", "\x00", "\ud800", 7, ["x"]])
def test_a_url_that_is_no_version_of_the_picture_is_refused_naming_the_field(api, url):
    row = picture()
    for status, answer in (
        decide(api, row, action="approve", selected_url=url),
        edit(api, row, base_image_url=url),
    ):
        assert status == 400
        assert answer["error"].startswith(("selected_url", "base_image_url"))
    assert Illustration.objects.get(pk=row.pk).status == statuses.PENDING


@pytest.mark.parametrize("status", [name for name in statuses.DESCRIPTIONS if name != statuses.PENDING])
@pytest.mark.parametrize("action", ["approve", "reject"])
def test_a_picture_that_does_not_wait_for_approval_is_a_conflict(api, status, action):
    row = picture(status)
    code, answer = decide(api, row, action=action)
    assert (code, "not waiting for approval" in answer["error"]) == (409, True)
    assert Illustration.objects.get(pk=row.pk).status == status
    assert not Decision.objects.exists()


@pytest.mark.parametrize("number", [0, 21, 999, 10**30])
def test_a_picture_that_does_not_exist_is_404(api, number):
    row = picture()
    status, answer = api.post(f"/approve_image/{row.story_id}/{number}", {"action": "approve"})
    assert (status, answer["error"]) == (404, f"This story has no picture {number}.")


def test_an_invalid_scene_number_is_refused_in_words(api):
    status, answer = api.post(f"/approve_image/{picture().story_id}/seven", {"action": "approve"})
    assert status in (400, 404)
    assert list(answer) == ["error"]


def test_a_note_that_is_too_long_is_refused(api):
    status, answer = decide(api, picture(), action="reject", note="x" * 501)
    assert (status, "500 are allowed" in answer["error"]) == (400, True)


@pytest.mark.parametrize(("mode", "kept"), [("edit", "edit"), ("newimage", "newimage"), ("new", "newimage")])
def test_editing_answers_with_what_is_being_done_and_sends_one_message(api, commit, mode, kept):
    row = picture()
    with commit():
        status, answer = edit(api, row, edit_mode=mode)
    assert (status, set(answer)) == (200, {"success", "message", "story_id", "scene_number", "edit_mode"})
    assert answer["success"] is True
    assert (answer["story_id"], answer["scene_number"], answer["edit_mode"]) == (str(row.story_id), 7, mode)
    assert sent_tasks() == [("images.draw", 7)]
    assert Illustration.objects.get(pk=row.pk).mode == kept


def test_editing_may_start_from_an_earlier_version(api):
    row = picture()
    assert edit(api, row, base_image_url=row.current.url, scene_number="7")[0] == 200
    assert Illustration.objects.get(pk=row.pk).base == row.current


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(("scene_number", value) for value in (None, 0, 21, -1, 7.5, "x", True, [7], 10**30, "\u00b2")),
        *(("user_input", value) for value in (None, "", " \x00", 7, "x" * 2001)),
        *(("edit_mode", value) for value in (None, "", "paint", 7)),
        ("base_image_url", 7),
    ],
)
def test_an_invalid_field_is_named(api, field, value):
    row = picture()
    status, answer = edit(api, row, **{field: value})
    assert (status, answer["error"].split()[0]) == (400, field)
    assert Illustration.objects.get(pk=row.pk).status == statuses.PENDING


@pytest.mark.parametrize("status", [statuses.QUEUED, statuses.GENERATING, statuses.REJECTED])
def test_a_picture_that_is_being_drawn_is_not_edited(api, status):
    code, answer = edit(api, picture(status), edit_mode="newimage")
    assert (code, answer["error"]) == (409, "Picture 7 is being drawn already.")


def test_a_story_that_is_not_drawn_yet_has_no_pictures_to_decide_about(api):
    story = edited_story()
    assert api.post(f"/approve_image/{story.pk}/7", {"action": "approve"})[0] == 404
    assert edit(api, Illustration(story=story, number=7))[0] == 404
