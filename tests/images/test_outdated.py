"""A scene's text that was changed after its picture was drawn."""

import re

import pytest
from django.db import connection

from images import services, statuses
from images.drawing import composing, drawing
from images.models import Illustration
from stories import services as story_services
from stories.models import Scene
from tests.broker import sent_tasks
from tests.factories import bring_to, edited_story, illustrated_story, reloaded, sketched_story, visitor
from tests.upstreams.json_server import Answer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]
HTMX = {"HX-Request": "true"}
OLD, NEW = "The red fox walks past tree number 7.", "The red fox swims."
NOTICE = "The text was changed after this picture was drawn."


def pending() -> Illustration:
    return reloaded(bring_to(illustrated_story().illustrations.get(number=7), statuses.PENDING))


def revise(picture: Illustration, text: str) -> int:
    path = f"/stories/{picture.story_id}/pictures/7/text"
    return visitor().post(path, {"text": text}, headers=HTMX).status_code


def card(picture: Illustration) -> str:
    return visitor().get(f"/stories/{picture.story_id}/pictures/7/").content.decode()


def depict(writer, sentence: str) -> None:
    """Let the writer say this of every picture."""
    writer.behaviour = lambda asked, number: Answer(
        {"scenes": dict.fromkeys(map(str, range(1, 21)), f"{sentence} ({number})")}
    )


def test_a_text_that_was_changed_marks_its_picture_and_no_other():
    picture = pending()
    bring_to(picture.story.illustrations.get(number=8), statuses.PENDING)
    assert (NOTICE in card(picture), revise(picture, NEW)) == (False, 200)
    assert reloaded(picture).is_outdated
    assert NOTICE in card(picture)
    story = visitor().get(f"/story/{picture.story_id}").json()["images"]
    assert [number for number, image in story.items() if image["outdated"]] == ["7"]


def test_a_text_that_is_put_back_takes_the_mark_away():
    picture = pending()
    revise(picture, NEW)
    revise(picture, OLD)
    assert not reloaded(picture).is_outdated


@pytest.mark.parametrize("ask", ["redraw", "reject", "vary"])
def test_drawing_again_starts_from_the_new_text_and_takes_the_mark_away(ask, writer, illustrator, commit):
    depict(writer, "A red fox in a lake.")
    picture = pending()
    revise(picture, NEW)
    with commit():
        getattr(services, ask)(reloaded(picture), by="", **({"note": ""} if ask == "reject" else {}))
    assert sent_tasks() == [("images.compose", None)]
    composing.compose_prompts(picture.story_id)
    while drawing.draw(picture.story_id, 7) is not None:
        pass
    assert len(writer.asked) == 1
    assert all("A red fox in a lake." in asked.body["prompt"] for asked in illustrator.asked)
    assert reloaded(picture).current.scene_text == NEW
    assert not reloaded(picture).is_outdated


def test_an_edit_keeps_what_the_picture_shows_and_so_the_mark(illustrator):
    picture = illustrated_story().illustrations.get(number=7)
    drawing.draw(picture.story_id, 7)
    revise(picture, NEW)
    services.edit(reloaded(picture), mode=Illustration.EDIT, wish="add snow", by="")
    drawing.draw(picture.story_id, 7)
    assert reloaded(picture).current.number == 2
    assert reloaded(picture).is_outdated


def test_a_picture_with_its_own_prompt_belongs_to_the_text_at_that_time(illustrator):
    picture = pending()
    revise(picture, NEW)
    services.edit(reloaded(picture), mode=Illustration.NEW, wish="A quiet lake.", by="")
    drawing.draw(picture.story_id, 7)
    assert not reloaded(picture).is_outdated
    revise(picture, OLD)
    assert reloaded(picture).is_outdated


def test_a_text_that_is_changed_while_the_picture_waits_marks_what_is_drawn_of_the_old_one(illustrator):
    picture = illustrated_story().illustrations.get(number=7)
    revise(picture, NEW)
    assert not reloaded(picture).is_outdated  # there is no picture yet
    drawing.draw(picture.story_id, 7)
    assert reloaded(picture).current.scene_text == OLD
    assert reloaded(picture).is_outdated


def test_a_text_that_is_changed_before_the_prompt_is_composed_is_the_one_that_counts(writer, illustrator):
    story = edited_story()
    services.create_pictures(story, {}, by="")
    picture = story.illustrations.get(number=7)
    revise(picture, NEW)
    composing.compose_prompts(story.pk)
    drawing.draw(story.pk, 7)
    assert reloaded(picture).current.scene_text == NEW
    assert not reloaded(picture).is_outdated


@pytest.mark.django_db(transaction=True)
def test_a_text_that_is_changed_while_the_writer_composes_marks_the_picture(writer, illustrator):
    story = edited_story()
    services.create_pictures(story, {}, by="")
    picture = reloaded(story.illustrations.get(number=7))

    def change_first(asked, number):
        Scene.objects.filter(pk=picture.scene_id).update(text=NEW)
        connection.close()
        return Answer({"scenes": {"7": "The red fox walks on."}})

    writer.behaviour = change_first
    composing.compose_prompts(story.pk)
    drawing.draw(story.pk, 7)
    assert reloaded(picture).is_outdated


def test_a_picture_that_was_never_drawn_is_described_anew_from_its_new_text(writer, illustrator):
    depict(writer, "A red fox in a lake.")
    picture = bring_to(illustrated_story().illustrations.get(number=7), statuses.FAILED)
    revise(picture, NEW)
    services.redraw(reloaded(picture), by="")
    composing.compose_prompts(picture.story_id)
    drawing.draw(picture.story_id, 7)
    assert "A red fox in a lake." in illustrator.asked[0].body["prompt"]


def test_a_picture_whose_text_is_as_it_was_is_not_described_again(writer, illustrator):
    picture = pending()
    revise(picture, NEW)
    revise(picture, OLD)
    services.redraw(reloaded(picture), by="")
    assert reloaded(picture).depiction == "The red fox walks."


def test_other_pages_hear_of_the_new_text(heard, commit):
    picture = pending()
    before = visitor().get(f"/story/{picture.story_id}").json()["images"]["7"]["seen"]
    with commit():
        revise(picture, NEW)
    now = visitor().get(f"/story/{picture.story_id}").json()["images"]["7"]["seen"]
    told = [data for channel, name, data in heard() if name == "image_ready"]
    assert [(data["scene_number"], data["seen"]) for data in told] == [(7, now)]
    assert now != before


def test_a_text_that_somebody_else_changed_meanwhile_is_overwritten_only_after_it_was_seen():
    picture = pending()
    address = f"/stories/{picture.story_id}/pictures/7/text"
    stamp = stamp_on(card(picture))
    mia = visitor().post(address, {"text": "The red fox swims.", "stamp": stamp}, headers=HTMX)
    assert mia.status_code == 200
    tom = visitor().post(address, {"text": "The red fox sleeps.", "stamp": stamp}, headers=HTMX)
    page = tom.content.decode()
    assert (tom.status_code, "Somebody else has changed the text of scene 7" in page) == (409, True)
    assert all(text in page for text in ("The red fox swims.", "The red fox sleeps."))
    assert picture.story.scenes.get(number=7).text == "The red fox swims."
    again = visitor().post(address, {"text": "The red fox sleeps.", "stamp": stamp_on(page)}, headers=HTMX)
    assert (again.status_code, picture.story.scenes.get(number=7).text) == (200, "The red fox sleeps.")


def stamp_on(page: str) -> str:
    """Which text the form on the page was made for."""
    found = re.search(r'name="stamp" value="(\w+)"', page)
    assert found
    return found[1]


def test_texts_that_are_changed_on_the_scenes_page_cost_no_picture_and_no_approval(commit):
    story, browser = illustrated_story(statuses.APPROVED), visitor()
    page, texts = f"/stories/{story.pk}/scenes/", dict(story.scenes.values_list("number", "text"))
    form = {f"{name}{number}": text for number, text in texts.items() for name in ("Scene", "Read")}
    story.scenes.filter(number=9).update(text="Somebody else was here.")  # in a scene that is left alone
    assert browser.post(page, form | {"Scene3": NEW, "Scene7": NEW}).url == f"{page}?saved"
    story.refresh_from_db()
    assert story.status == "approved"
    assert set(story.illustrations.values_list("status", flat=True)) == {statuses.APPROVED}
    assert story.scenes.get(number=9).text == "Somebody else was here."
    mark = browser.get(page).content.decode()
    assert "Pictures 3, 7, 9 show earlier texts of their scenes." in mark
    with commit():
        sent = {"picture": re.findall(r'name="picture" value="([37]:1)"', mark)}
        assert browser.post(f"/stories/{story.pk}/draw-changed", sent).status_code == 302
    drawn = story.illustrations.filter(status=statuses.QUEUED).values_list("number", flat=True)
    assert list(drawn) == [3, 7]
    assert story.illustrations.filter(status=statuses.APPROVED).count() == 18
    assert story.illustrations.get(number=3).versions.count() == 1  # the paid picture is still there
    assert sent_tasks() == [("images.compose", None)] * 2


def test_a_text_that_somebody_else_changed_is_not_overwritten_from_the_scenes_page():
    story, browser = illustrated_story(statuses.PENDING), visitor()
    page = f"/stories/{story.pk}/scenes/"
    story.scenes.filter(number=7).update(text="Theirs.")
    mine = {"Scene7": NEW, "Read7": OLD, "Scene8": NEW, "Read8": OLD.replace("7", "8")}
    answer = browser.post(page, mine)
    shown = answer.content.decode()
    assert (answer.status_code, "Theirs." in shown, shown.count(NEW)) == (409, True, 2)
    assert not story.scenes.filter(text=NEW).exists()
    assert browser.post(page, mine | {"Read7": "Theirs."}).status_code == 302
    assert story.scenes.filter(text=NEW).count() == 2


@pytest.mark.parametrize(("text", "words"), [(" ", "is empty"), ("x" * 2001, "2,001 characters")])
def test_a_text_that_cannot_be_a_scene_is_refused_and_stays_in_its_box(text, words):
    picture = pending()
    path = f"/stories/{picture.story_id}/pictures/7/text"
    answer = visitor().post(path, {"text": text}, headers=HTMX)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert picture.story.scenes.get(number=7).text == OLD
    if text.strip():
        assert text in answer.content.decode()


def test_a_text_can_be_changed_while_the_sheet_is_reviewed_but_not_before_the_approval():
    story = sketched_story()
    story_services.revise_scene(story.scenes.get(number=7), NEW)
    assert story.scenes.get(number=7).text == NEW
    with pytest.raises(story_services.Conflict, match="change the text in its box"):
        story_services.revise_scene(edited_story().scenes.get(number=7), NEW)
