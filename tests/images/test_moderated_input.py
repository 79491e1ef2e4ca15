"""Text that is not allowed is refused while it can still be changed, and moderated again before it is drawn if the
moderator was away; and every refusal has a way out."""

import pytest

from images import services, statuses
from images.drawing import composing, drawing
from images.models import Decision, Illustration
from stories import services as story_services
from stories import statuses as story_statuses
from stories.models import Story
from tests.broker import sent_tasks
from tests.factories import ANSWERS_A, bring_to, edited_story, illustrated_story, visitor
from tests.upstreams.moderation import flags
from tests.upstreams.openai_server import error

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]
HTMX = {"HX-Request": "true"}
MODERATOR_AWAY = lambda asked, number: error(500, None, "Oops")  # noqa: E731
NOT_ALLOWED = "A bloodbath."


@pytest.fixture(autouse=True)
def moderator(moderation):
    moderation.moderation = flags("bloodbath")
    return moderation


def drawn() -> Illustration:
    """Picture 7, waiting for approval."""
    picture = bring_to(illustrated_story().illustrations.get(number=7), statuses.PENDING)
    return reload(picture)


def reload(picture: Illustration) -> Illustration:
    return Illustration.objects.select_related("current", "story", "scene", "base").get(pk=picture.pk)


def post(path: str, body: dict) -> tuple[int, str]:
    """Status and sentence of the API."""
    answer = visitor().post(path, body, content_type="application/json")
    return answer.status_code, answer.json()["error"]


def scenes(**changed: str) -> dict[str, str]:
    return {f"Scene{n}": f"The red fox walks past tree number {n}." for n in range(1, 21)} | changed


def refused_wish(illustrator, moderator) -> Illustration:
    """Picture 7 with a wish that nobody could look at when it was made, and that was refused before it was drawn."""
    picture = drawn()
    moderator.moderation = MODERATOR_AWAY
    services.edit(picture, mode=Illustration.NEW, wish=NOT_ALLOWED, by="")
    moderator.moderation = flags("bloodbath")
    assert drawing.draw(picture.story_id, 7) is None
    assert reload(picture).status == statuses.FAILED
    assert illustrator.asked == []
    return reload(picture)


def test_a_refused_wish_is_not_drawn_by_draw_again(illustrator, moderator):
    picture = refused_wish(illustrator, moderator)
    services.redraw(picture, by="")
    assert drawing.draw(picture.story_id, 7) is None
    assert illustrator.asked == []
    assert reload(picture).status == statuses.FAILED


def test_a_refused_wish_is_not_drawn_by_draw_the_missing_again(illustrator, moderator):
    picture = refused_wish(illustrator, moderator)
    picture.story.illustrations.filter(number=8).update(status=statuses.FAILED)
    assert visitor().post(f"/stories/{picture.story_id}/draw-missing", headers=HTMX).status_code == 200
    assert [drawing.draw(picture.story_id, number) for number in (7, 8)] == [None, None]
    assert [asked.body["scene"] for asked in illustrator.asked] == [8]
    assert reload(picture).error.startswith("The words of this picture cannot be used here")


def test_a_refused_scene_is_refused_by_the_api_naming_it_and_nothing_is_drawn(commit):
    with commit():
        body = {"scenes": scenes(Scene3=NOT_ALLOWED), "answers": ANSWERS_A}
        status, sentence = post("/approve_scenes", body)
    assert (status, sentence[:32]) == (400, "Scene3: The words of scene 3 can")
    assert Story.objects.get().status == story_statuses.EDITING
    assert not Illustration.objects.exists()
    assert sent_tasks() == []


def test_a_refused_scene_is_refused_on_the_page_with_a_way_to_its_box():
    story = edited_story()
    answer = visitor().post(f"/stories/{story.pk}/approve-scenes", scenes(Scene3=NOT_ALLOWED))
    assert answer.status_code == 422
    assert "The words of scene 3 cannot be used here" in answer.content.decode()
    assert 'href="#scene-3"' in answer.content.decode()
    assert not story.illustrations.exists()
    assert visitor().post(f"/stories/{story.pk}/approve-scenes", scenes()).status_code == 302
    assert story.illustrations.count() == 20


@pytest.mark.parametrize("field", ["art_style", "character"])
def test_a_refused_look_is_refused_before_anything_is_drawn_and_can_be_changed(field):
    story = edited_story()
    look = {"art_style": story.art_style, "character": story.character}
    story_services.save_look(story, **(look | {field: NOT_ALLOWED}))
    answer = visitor().post(f"/stories/{story.pk}/approve-scenes", scenes())
    assert answer.status_code == 422
    assert "The words about how the pictures look cannot be used here" in answer.content.decode()
    assert "Go to scene" not in answer.content.decode()
    status, sentence = post("/approve_scenes", {"scenes": scenes(), "story_id": str(story.pk)})
    assert (status, sentence.split(":")[0]) == (400, "character")
    assert not story.illustrations.exists()
    story_services.save_look(story, **look)
    assert visitor().post(f"/stories/{story.pk}/approve-scenes", scenes()).status_code == 302


def unchanged(picture: Illustration) -> bool:
    now = reload(picture)
    fields = ("status", "current_id", "change", "depiction", "queued_at")
    same = all(getattr(now, field) == getattr(picture, field) for field in fields)
    return same and not Decision.objects.exists() and sent_tasks() == []


def test_a_refused_note_is_refused_by_the_api_naming_it_and_changes_nothing(commit):
    picture = drawn()
    with commit():
        status, sentence = post(f"/approve_image/{picture.story_id}/7", {"action": "reject", "note": NOT_ALLOWED})
    assert (status, sentence[:29]) == (400, "Your note cannot be used here")
    assert unchanged(picture)


def test_a_refused_note_is_refused_on_the_card_and_changes_nothing(commit):
    picture = drawn()
    with commit():
        answer = visitor().post(f"/stories/{picture.story_id}/pictures/7/reject", {"note": NOT_ALLOWED}, headers=HTMX)
    assert answer.status_code == 422
    assert "Your note cannot be used here" in answer.content.decode()
    assert unchanged(picture)


@pytest.mark.parametrize("mode", [Illustration.EDIT, Illustration.NEW])
def test_a_refused_wish_is_refused_by_the_api_naming_it_and_changes_nothing(commit, mode):
    picture = drawn()
    with commit():
        wish = {"scene_number": 7, "user_input": NOT_ALLOWED, "edit_mode": mode}
        status, sentence = post(f"/edit_image/{picture.story_id}", wish)
    assert (status, sentence[:29]) == (400, "user_input: What you wrote ca")
    assert unchanged(picture)


def test_a_refused_description_is_refused_on_the_card_and_changes_nothing(commit):
    picture = reload(bring_to(illustrated_story().illustrations.get(number=7), statuses.FAILED))
    with commit():
        wish = {"mode": "newimage", "depiction": NOT_ALLOWED}
        answer = visitor().post(f"/stories/{picture.story_id}/pictures/7/edit", wish, headers=HTMX)
    assert answer.status_code == 422
    assert "What you wrote cannot be used here" in answer.content.decode()
    assert unchanged(picture)


def test_staff_hear_that_a_note_is_refused_and_nothing_is_rejected(admin_client):
    picture = drawn()
    sent = {"action": "reject_and_redraw", "_selected_action": [picture.pk], "note": NOT_ALLOWED}
    answer = admin_client.post("/admin/images/illustration/", sent, follow=True)
    assert "Your note cannot be used here" in str(*answer.context["messages"])
    assert unchanged(picture)


@pytest.mark.parametrize("act", ["reject", "edit"])
def test_while_the_moderator_is_away_a_wish_is_taken_and_moderated_before_it_is_drawn(moderator, illustrator, act):
    moderator.moderation = MODERATOR_AWAY
    picture = drawn()
    how = {"reject": {"note": NOT_ALLOWED}, "edit": {"mode": "newimage", "wish": NOT_ALLOWED}}[act]
    getattr(services, act)(picture, by="", **how)
    assert reload(picture).status == statuses.QUEUED
    assert drawing.draw(picture.story_id, 7) > 0
    moderator.moderation = flags("bloodbath")
    assert drawing.draw(picture.story_id, 7) is None
    assert reload(picture).status == statuses.FAILED
    assert illustrator.asked == []


def test_while_the_moderator_is_away_scenes_are_approved_and_moderated_before_they_are_composed(moderator, writer):
    moderator.moderation = MODERATOR_AWAY
    story = edited_story()
    services.approve_scenes(story, {3: NOT_ALLOWED}, by="")
    assert composing.compose_prompts(story.pk) > 0
    assert writer.asked == []
    moderator.moderation = flags("bloodbath")
    assert composing.compose_prompts(story.pk) is None
    assert list(story.illustrations.filter(status=statuses.FAILED).values_list("number", flat=True)) == [3]
    assert writer.asked[0].body["scenes"] == 19


def test_change_it_draws_the_picture_of_a_refused_scene(writer, illustrator):
    story = edited_story()
    story_services.save_scene(story.scenes.get(number=3), NOT_ALLOWED)
    services.create_pictures(story, {}, by="")
    composing.compose_prompts(story.pk)
    assert 'name="depiction"' in visitor().get(f"/stories/{story.pk}/pictures/3/").content.decode()
    wish = {"mode": "newimage", "depiction": "The red fox picks flowers."}
    assert visitor().post(f"/stories/{story.pk}/pictures/3/edit", wish, headers=HTMX).status_code == 200
    assert drawing.draw(story.pk, 3) is None
    assert story.illustrations.get(number=3).status == statuses.PENDING
    prompt = illustrator.asked[0].body["prompt"]
    assert ("picks flowers" in prompt, "bloodbath" in prompt) == (True, False)


def failed_again(illustrator, moderator) -> Illustration:
    """Picture 7, whose redraw failed and which shows its first version."""
    picture = drawn()
    moderator.moderation = MODERATOR_AWAY
    services.reject(picture, note=NOT_ALLOWED, by="")
    moderator.moderation = flags("bloodbath")
    drawing.draw(picture.story_id, 7)
    picture = reload(picture)
    assert (picture.status, picture.current.number) == (statuses.FAILED, 1)
    return picture


def test_a_picture_whose_redraw_failed_can_be_approved_as_it_was(illustrator, moderator):
    picture = failed_again(illustrator, moderator)
    services.approve(picture, by="mia")
    picture = reload(picture)
    assert (picture.status, picture.error, picture.current.number) == (statuses.APPROVED, "", 1)
    assert list(picture.decisions.filter(action="approve").values_list("by", "version__number")) == [("mia", 1)]


def test_the_api_approves_a_picture_whose_redraw_failed(illustrator, moderator):
    picture = failed_again(illustrator, moderator)
    path = f"/approve_image/{picture.story_id}/7"
    answer = visitor().post(path, {"action": "approve"}, content_type="application/json")
    assert (answer.status_code, answer.json()["selected_url"]) == (200, picture.current.url)
    assert reload(picture).status == statuses.APPROVED


def test_the_card_of_a_picture_whose_redraw_failed_has_the_button(illustrator, moderator):
    picture = failed_again(illustrator, moderator)
    card = f"/stories/{picture.story_id}/pictures/7/"
    assert f'action="{card}approve"' in visitor().get(card).content.decode()
    assert visitor().post(f"{card}approve", {"version": "1"}, headers=HTMX).status_code == 200
    assert reload(picture).status == statuses.APPROVED


def test_a_failed_picture_that_was_never_drawn_cannot_be_approved():
    picture = reload(bring_to(illustrated_story().illustrations.get(number=7), statuses.FAILED))
    card = f"/stories/{picture.story_id}/pictures/7/"
    assert f'action="{card}approve"' not in visitor().get(card).content.decode()
    assert visitor().post(f"{card}approve", headers=HTMX).status_code == 409
    status, sentence = post(f"/approve_image/{picture.story_id}/7", {"action": "approve"})
    assert (status, "is not waiting for approval" in sentence) == (409, True)
    assert reload(picture).status == statuses.FAILED


def test_answers_that_came_with_own_scenes_are_moderated_too(moderation, writer, illustrator):
    moderation.moderation = flags("bloodbath")
    body = {
        "scenes": {f"Scene{number}": f"The red fox counts {number} stars." for number in range(1, 21)},
        "answers": ANSWERS_A | {"find": "a bloodbath"},
    }
    answer = visitor().post("/approve_scenes", body, content_type="application/json")
    assert answer.status_code == 400
    assert "The answers cannot be used here" in answer.json()["error"]
    assert not Illustration.objects.exists()


def test_answers_that_were_not_moderated_in_time_are_moderated_before_anything_is_spent(moderation, writer):
    story = edited_story()
    Story.objects.filter(pk=story.pk).update(writer="", answers=story.answers | {"find": "a bloodbath"})
    services.create_pictures(story, {}, by="")
    moderation.moderation = flags("bloodbath")
    assert composing.compose_prompts(story.pk) is None
    assert set(story.illustrations.values_list("status", flat=True)) == {statuses.FAILED}
    assert writer.asked == []


def test_a_text_that_is_changed_after_it_was_drawn_is_moderated_too():
    picture = drawn()
    address = f"/stories/{picture.story_id}/pictures/7/text"
    answer = visitor().post(address, {"text": NOT_ALLOWED}, headers=HTMX)
    assert answer.status_code == 422
    assert "violence" in answer.content.decode()
    assert "bloodbath" not in reload(picture).scene.text
