"""images.character_sheet: the sheet is drawn before the twenty pictures, and kept or changed on the page."""

import pytest
from django.utils import timezone

from core.status import Conflict
from images import character_sheet, services, statuses
from images.drawing import composing, drawing
from images.models import Decision, Illustration
from images.tasks import sweep
from stories import statuses as story_statuses
from tests.broker import sent_tasks
from tests.character_sheets import fox, fresh, phase, twenty
from tests.concurrency import at_once
from tests.factories import drawn_version, edited_story, sheet_of, sketched_story
from tests.upstreams.moderation import flags

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]


def test_only_the_sheet_is_drawn_until_it_is_kept(illustrator, writer, commit):
    story = edited_story()
    with commit():
        services.approve_scenes(story, {}, by="", review=True)
    assert (phase(story), sent_tasks()) == (story_statuses.SKETCHING, [("images.draw", 0)])
    assert [drawing.draw(story.pk, number) for number in range(21)] == [None] * 21
    assert composing.compose_prompts(story.pk) is None
    assert [asked.body["scene"] for asked in illustrator.asked] == [0]
    assert illustrator.asked[0].body["sheet"]
    assert (writer.asked, sheet_of(story).status, twenty(story)) == ([], statuses.PENDING, {statuses.QUEUED})


def test_the_twenty_that_wait_for_the_sheet_are_not_sent_again(commit):
    story = sketched_story(statuses.QUEUED)
    Illustration.everything.filter(story=story).exclude(lease_until=None).update(lease_until=timezone.now())
    with commit():
        sweep()
    assert sent_tasks() == [("images.draw", 0)]
    assert set(story.illustrations.values_list("queued_at", "lease_until")) == {(None, None)}


def test_the_prompt_of_the_sheet_has_the_story_s_style_and_description(illustrator):
    story = sketched_story(statuses.QUEUED)
    drawing.draw(story.pk, 0)
    prompt = illustrator.asked[0].body["prompt"]
    assert prompt.startswith(story.art_style)
    assert f"Character sheet: the red fox ({story.character})" in prompt
    assert sheet_of(story).current.depiction == story.character


def test_keeping_the_sheet_queues_the_twenty(commit):
    story = sketched_story()
    with commit():
        assert fox(story, "keep", version="1").status_code == 200
    assert (phase(story), sent_tasks()) == (story_statuses.ILLUSTRATING, [("images.compose", None)])
    assert sheet_of(story).status == statuses.APPROVED
    assert not story.illustrations.filter(lease_until=None).exists()
    assert list(Decision.objects.values_list("action", "illustration__number")) == [("approve", 0)]


def test_the_twenty_are_drawn_with_the_sheet_that_was_kept(looks, writer):
    story = sketched_story(statuses.QUEUED)
    drawing.draw(story.pk, 0)
    character_sheet.keep(fresh(story), by="")
    composing.compose_prompts(story.pk)
    for number in range(1, 21):
        drawing.draw(story.pk, number)
    assert [asked.body["references"] for asked in looks.asked] == [0] + [1] * 20
    assert phase(story) == story_statuses.REVIEWING


@pytest.mark.parametrize("status", [statuses.QUEUED, statuses.GENERATING])
@pytest.mark.parametrize("action", ["keep", "change", "redraw", "choose"])
def test_nothing_is_decided_about_a_sheet_that_is_being_drawn(status, action, commit):
    story = sketched_story(status)
    with commit():
        answer = fox(story, action, wish="a green scarf", character=story.character, chosen="1")
    assert answer.status_code == 409
    assert (phase(story), sheet_of(story).status, sent_tasks()) == ("sketching", status, [])


@pytest.mark.parametrize("action", ["keep", "change", "redraw", "choose"])
def test_nothing_is_decided_about_the_sheet_once_the_pictures_are_begun(action):
    story = sketched_story()
    drawn_version(sheet_of(story))
    character_sheet.keep(fresh(story), by="")
    answer = fox(story, action, wish="a green scarf", character=story.character, chosen="2")
    assert answer.status_code == 409
    assert "begun with this fox already" in answer.content.decode()
    assert (sheet_of(story).status, fresh(story).character) == (statuses.APPROVED, story.character)


@pytest.mark.parametrize(
    "act",
    [
        lambda story: character_sheet.keep(story, by=""),
        lambda story: character_sheet.change(story, wish="a scarf", character=story.character, by=""),
        lambda story: character_sheet.redraw(story, by=""),
        lambda story: character_sheet.choose(story, 2, by=""),
    ],
    ids=["keep", "change", "redraw", "choose"],
)
def test_an_old_page_changes_no_sheet_after_the_pictures_were_begun(act):
    story = sketched_story()
    drawn_version(sheet_of(story))
    stale = fresh(story)
    character_sheet.keep(fresh(story), by="")
    with pytest.raises(Conflict, match="begun with this fox already"):
        act(stale)
    assert (sheet_of(story).status, fresh(story).character) == (statuses.APPROVED, story.character)


def test_a_decision_about_a_sheet_that_the_page_did_not_show_is_refused():
    story = sketched_story()
    answer = fox(story, "keep", version="7")
    assert (answer.status_code, "a newer drawing of the fox" in answer.content.decode()) == (409, True)
    assert phase(story) == story_statuses.SKETCHING


# --- changed ---


def test_a_wish_edits_the_sheet_and_holds_for_every_picture(illustrator, commit):
    story = sketched_story(statuses.QUEUED)
    drawing.draw(story.pk, 0)
    with commit():
        assert fox(story, "change", wish="give him a green scarf", character=story.character).status_code == 200
    assert sent_tasks() == [("images.draw", 0)]
    drawing.draw(story.pk, 0)
    asked = illustrator.asked[-1].body
    assert (asked["base"], asked["prompt"].endswith("Change: give him a green scarf")) == (True, True)
    assert fresh(story).character.endswith("Give him a green scarf")
    assert (sheet_of(story).status, sheet_of(story).current.number) == (statuses.PENDING, 2)


def test_another_description_draws_a_new_sheet(illustrator):
    story = sketched_story(statuses.QUEUED)
    drawing.draw(story.pk, 0)
    character_sheet.change(fresh(story), wish="", character="a grey fox with one ear", by="")
    drawing.draw(story.pk, 0)
    asked = illustrator.asked[-1].body
    assert (asked["base"], "the red fox (a grey fox with one ear)" in asked["prompt"]) == (False, True)


def test_a_change_that_changes_nothing_is_refused_with_a_reason():
    story = sketched_story()
    answer = fox(story, "change", wish=" ", character=story.character)
    assert (answer.status_code, "Say what should be different" in answer.content.decode()) == (422, True)
    assert sheet_of(story).status == statuses.PENDING


@pytest.mark.parametrize(
    ("wish", "character"), [("x" * 501, "a fox"), ("", ""), ("", "x" * 2001), ("y" * 99, "x" * 1999)]
)
def test_words_that_are_too_long_or_missing_are_refused_and_still_there(wish, character):
    story = sketched_story()
    answer = fox(story, "change", wish=wish, character=character)
    assert answer.status_code == 422
    assert wish in answer.content.decode()
    assert (fresh(story).character, sheet_of(story).status) == (story.character, statuses.PENDING)


def test_a_wish_that_is_not_allowed_is_refused_and_changes_nothing(moderation):
    moderation.moderation = flags("bloodbath")
    story = sketched_story()
    answer = fox(story, "change", wish="a bloodbath", character=story.character)
    assert (answer.status_code, "cannot be used here" in answer.content.decode()) == (422, True)
    assert (fresh(story).character, sheet_of(story).status) == (story.character, statuses.PENDING)


def test_a_wish_that_was_not_moderated_is_moderated_before_the_drawing(moderation, illustrator):
    story = sketched_story()
    character_sheet.change(fresh(story), wish="a bloodbath", character=story.character, by="")
    moderation.moderation = flags("bloodbath")
    assert drawing.draw(story.pk, 0) is None
    assert (sheet_of(story).status, illustrator.asked) == (statuses.FAILED, [])


def test_drawing_the_sheet_again_takes_the_same_prompt(illustrator):
    story = sketched_story(statuses.QUEUED)
    drawing.draw(story.pk, 0)
    fox(story, "redraw", version="1")
    drawing.draw(story.pk, 0)
    first, second = (asked.body for asked in illustrator.asked)
    assert (first["prompt"], second["version"]) == (second["prompt"], 2)


def test_choosing_an_earlier_sheet_restores_its_description_without_later_wishes(illustrator):
    story = sketched_story(statuses.QUEUED)
    drawing.draw(story.pk, 0)
    character_sheet.change(fresh(story), wish="give him a scarf", character=story.character, by="")
    drawing.draw(story.pk, 0)
    assert fox(story, "choose", version="2", chosen="1").status_code == 200
    sheet = sheet_of(story)
    assert (sheet.status, sheet.current.number, fresh(story).character) == (statuses.PENDING, 1, story.character)
    fox(story, "redraw")
    drawing.draw(story.pk, 0)
    assert "scarf" not in illustrator.asked[-1].body["prompt"]


@pytest.mark.parametrize("chosen", ["", "9", "x"])
def test_a_version_of_the_sheet_that_was_not_drawn_is_not_found(chosen):
    assert fox(sketched_story(), "choose", chosen=chosen).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_of_four_who_keep_the_sheet_at_the_same_moment_one_begins_the_pictures():
    story = sketched_story()
    results = at_once(*[lambda: character_sheet.keep(fresh(story), by="")] * 4)
    assert sum(isinstance(result, Conflict) for result in results) == 3
    assert sent_tasks() == [("images.compose", None)]
    assert phase(story) == story_statuses.ILLUSTRATING


@pytest.mark.django_db(transaction=True)
def test_of_one_who_keeps_and_one_who_changes_the_sheet_exactly_one_wins():
    story = sketched_story()
    results = at_once(
        lambda: character_sheet.keep(fresh(story), by=""),
        lambda: character_sheet.change(fresh(story), wish="a scarf", character=story.character, by=""),
    )
    assert sum(isinstance(result, Conflict) for result in results) == 1
    kept = phase(story) == story_statuses.ILLUSTRATING
    assert sheet_of(story).status == (statuses.APPROVED if kept else statuses.QUEUED)
    assert (fresh(story).character == story.character) is kept
