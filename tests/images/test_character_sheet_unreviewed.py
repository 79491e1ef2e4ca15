"""A character sheet that nobody reviews, and that is never one of the twenty pictures."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.errors import NotFound
from images import character_sheet, services, settling, statuses
from images.drawing import composing, drawing
from images.models import Decision, Illustration
from images.tasks import sweep
from stories import statuses as story_statuses
from stories.models import Story
from tests.broker import sent_tasks
from tests.character_sheets import fresh, phase, twenty
from tests.factories import bring_to, edited_story, sheet_of, sketched_story, visitor
from tests.upstreams.json_server import Answer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]


def api(story: Story):
    texts = {f"Scene{number}": f"The red fox walks past tree number {number}." for number in range(1, 21)}
    body = {"story_id": str(story.pk), "scenes": texts}
    return visitor().post("/approve_scenes", body, content_type="application/json")


def test_the_api_goes_straight_through_whatever_the_page_does(settings, commit):
    settings.REVIEW_CHARACTER = True
    story = edited_story()
    with commit():
        assert api(story).status_code == 200
    assert (phase(story), sent_tasks()) == (story_statuses.ILLUSTRATING, [("images.compose", None)])
    assert not Illustration.everything.filter(number=0).exists()


def test_an_illustrator_with_references_draws_the_sheet_first_and_it_is_approved_by_itself(looks, writer, commit):
    story = edited_story()
    with commit():
        api(story)
    assert sent_tasks() == [("images.draw", 0)]
    composing.compose_prompts(story.pk)
    assert drawing.draw(story.pk, 7) == drawing.SHEET_SECONDS
    for number in range(21):
        assert drawing.draw(story.pk, number) is None
    assert [asked.body["references"] for asked in looks.asked] == [0] + [1] * 20
    assert (sheet_of(story).status, twenty(story)) == (statuses.APPROVED, {statuses.PENDING})
    assert not Decision.objects.exists()
    assert phase(story) == story_statuses.REVIEWING


def test_an_illustrator_without_references_draws_twenty_and_no_sheet(illustrator, writer):
    story = edited_story()
    api(story)
    composing.compose_prompts(story.pk)
    for number in range(21):
        drawing.draw(story.pk, number)
    assert sorted(asked.body["scene"] for asked in illustrator.asked) == list(range(1, 21))


@pytest.mark.parametrize("answer", [Answer({"error": "No."}, 401), Answer({"error": "No."}, 451)])
def test_a_failed_sheet_does_not_stop_the_pictures(looks, writer, answer):
    looks.behaviour = lambda asked, number: answer if asked.body["sheet"] else Answer()
    story = edited_story()
    api(story)
    while drawing.draw(story.pk, 0) is not None:
        pass
    composing.compose_prompts(story.pk)
    assert [drawing.draw(story.pk, number) for number in range(1, 21)] == [None] * 20
    assert (sheet_of(story).status, phase(story)) == (statuses.FAILED, story_statuses.REVIEWING)


def test_an_account_that_is_refused_at_the_sheet_stops_the_story(looks, writer):
    looks.behaviour = lambda asked, number: Answer({"error": "Not now.", "operator": "Pay."}, 402)
    story = edited_story()
    api(story)
    assert drawing.draw(story.pk, 0) is None
    assert composing.compose_prompts(story.pk) is None
    assert [drawing.draw(story.pk, number) for number in range(1, 21)] == [None] * 20
    assert (len(looks.asked), twenty(story), phase(story)) == (1, {statuses.FAILED}, story_statuses.REVIEWING)
    assert fresh(story).stopped == "Pay."


def test_a_story_whose_worker_died_before_the_sheet_is_drawn_all_the_same(looks, commit):
    story = edited_story()
    services.create_pictures(story, {}, by="")
    Illustration.everything.filter(story=story).update(lease_until=timezone.now() - timedelta(minutes=5))
    with commit():
        sweep()
    assert sorted(sent_tasks()) == [("images.draw", 0), ("images.draw", 0)]  # his own, and the one that goes on
    assert drawing.draw(story.pk, 0) is None
    assert len(looks.asked) == 1


def test_a_stopped_story_is_drawn_again_with_the_sheet_first(looks, writer, commit):
    looks.behaviour = lambda asked, number: Answer({"error": "Not now.", "operator": "Pay."}, 402)
    story = edited_story()
    services.create_pictures(story, {}, by="")
    drawing.draw(story.pk, 0)
    composing.compose_prompts(story.pk)
    assert twenty(story) == {statuses.FAILED}
    looks.behaviour = lambda asked, number: Answer()
    with commit():
        visitor().post(f"/stories/{story.pk}/draw-missing", headers={"HX-Request": "true"})
    assert sent_tasks()[0] == ("images.draw", 0)
    composing.compose_prompts(story.pk)
    assert drawing.draw(story.pk, 1) == drawing.SHEET_SECONDS
    assert [drawing.draw(story.pk, number) for number in range(21)] == [None] * 21
    assert [asked.body["references"] for asked in looks.asked[1:]] == [0] + [1] * 20


# --- never one of the twenty ---


def test_the_sheet_is_none_of_the_pictures_in_the_api():
    story = sketched_story()
    told = visitor().get(f"/story/{story.pk}").json()
    assert (set(told["images"]), told["total_scenes"], told["completed_scenes"]) == (
        {str(number) for number in range(1, 21)},
        20,
        0,
    )
    assert (told["status"], told["phase"]) == ("processing", "sketching")
    assert told["character"]["url"] == sheet_of(story).current.url


@pytest.mark.parametrize(
    "action", ["", "approve", "reject", "redraw", "edit", "vary", "undo", "choose", "view", "text"]
)
def test_the_sheet_has_no_address_among_the_pictures(action):
    story = sketched_story()
    path = f"/stories/{story.pk}/pictures/0/{action}"
    assert {visitor().get(path).status_code, visitor().post(path).status_code} <= {404, 405}
    assert sheet_of(story).status == statuses.PENDING


def test_the_api_decides_nothing_about_the_sheet():
    story = sketched_story()
    send = {"content_type": "application/json"}
    assert visitor().post(f"/approve_image/{story.pk}/0", {"action": "approve"}, **send).status_code == 404
    wish = {"scene_number": 0, "user_input": "a scarf", "edit_mode": "edit"}
    assert visitor().post(f"/edit_image/{story.pk}", wish, **send).status_code == 400
    assert sheet_of(story).status == statuses.PENDING


def test_the_api_shows_the_sheet_that_the_pictures_wait_for():
    wish = {"scene_number": 3, "user_input": "A lake.", "edit_mode": "newimage"}
    answer = visitor().post(f"/edit_image/{sketched_story().pk}", wish, content_type="application/json")
    assert answer.status_code == 409
    assert answer.json()["error"].startswith("The pictures are drawn once the fox is kept.")


def test_approving_all_approves_twenty_and_a_story_is_approved_without_its_sheet(looks):
    story = edited_story()
    services.create_pictures(story, {}, by="")
    bring_to(sheet_of(story), statuses.FAILED)
    for picture in story.illustrations.all():
        bring_to(picture, statuses.PENDING)
    settling.settle(story.pk)
    seen = [f"{number}:1" for number in range(1, 21)]
    visitor().post(f"/stories/{story.pk}/approve-all", {"picture": seen})
    assert (twenty(story), phase(story)) == ({statuses.APPROVED}, story_statuses.APPROVED)
    assert Decision.objects.count() == 20


def test_the_sheet_is_in_no_list_of_pictures_in_the_admin(admin_client):
    story = sketched_story()
    sheet = sheet_of(story)
    for path in ("illustration", "picturetoreview"):
        page = admin_client.get(f"/admin/images/{path}/").content.decode()
        assert f"/{sheet.pk}/change/" not in page
        assert sheet.current.thumbnail_url not in page


def test_a_kept_sheet_cannot_be_undone():
    story = sketched_story()
    character_sheet.keep(fresh(story), by="")
    assert visitor().post(f"/stories/{story.pk}/pictures/0/undo").status_code == 404
    with pytest.raises(NotFound):
        character_sheet.redraw(edited_story(), by="")  # a story without a sheet
