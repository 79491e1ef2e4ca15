"""Saving, restoring, revising and approving scenes, and the look of a story."""

import pytest

from core.errors import Invalid
from core.status import Conflict
from stories import queries, rewriting, services, statuses
from stories.models import SCENE_LIMIT, Scene, Story
from tests.factories import edited_story, illustrated_story

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]


def scene(number: int = 3, story: Story | None = None) -> Scene:
    return (story or edited_story()).scenes.get(number=number)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("A new text.", "A new text."),
        ("  around \n", "around"),
        ("two\r\nlines", "two\nlines"),
        ("nul\x00byte\x1b", "nulbyte"),
        ("🦊 e\u0301 狐", "🦊 \u00e9 狐"),
        ("<script>alert('&amp;')</script>{{ x }}", "<script>alert('&amp;')</script>{{ x }}"),
        ("x" * SCENE_LIMIT, "x" * SCENE_LIMIT),
        ("🦊" * SCENE_LIMIT, "🦊" * SCENE_LIMIT),
    ],
)
def test_an_edited_text_is_kept_clean(typed, kept):
    row = scene()
    services.save_scene(row, typed)
    row.refresh_from_db()
    assert row.text == kept
    assert row.original_text == "The red fox walks past tree number 3."
    assert row.is_edited


def test_a_text_over_the_limit_is_refused_naming_the_scene_and_nothing_is_kept():
    row = scene()
    with pytest.raises(Invalid) as refused:
        services.save_scene(row, "x" * (SCENE_LIMIT + 1))
    assert (refused.value.field, refused.value.sentence) == (
        "Scene3",
        "Scene 3 has 2,001 characters; a scene can have 2,000.",
    )
    assert Scene.objects.get(pk=row.pk).text == row.original_text


def test_an_empty_text_makes_the_scene_a_gap_that_can_be_put_back():
    row = scene()
    services.save_scene(row, " \x00 ")
    assert row.is_gap
    assert queries.gaps_of(row.story) == [3]
    services.restore_scene(row)
    row.refresh_from_db()
    assert row.text == row.original_text
    assert not row.is_edited


@pytest.mark.parametrize("status", [name for name in statuses.DESCRIPTIONS if name != statuses.EDITING])
def test_a_scene_is_changed_only_while_the_story_is_edited(status):
    row = scene()
    Story.objects.update(status=status)
    for change in (
        lambda: services.save_scene(row, "Too late."),
        lambda: services.restore_scene(row),
        lambda: rewriting.request(row),
        lambda: services.approve_scenes(row.story, {}, by=""),
    ):
        with pytest.raises(Conflict):
            change()
    fresh = Scene.objects.get(pk=row.pk)
    assert (fresh.text, fresh.rewriting_until) == (row.original_text, None)
    assert Story.objects.get().status == status


def test_approving_takes_over_the_given_texts_and_keeps_the_others():
    story = edited_story()
    services.approve_scenes(story, {3: " Another <b>one</b>. ", 20: "🦊"}, by="mia")
    assert story.status == statuses.ILLUSTRATING
    texts = queries.texts_of(story)
    assert (texts[3], texts[20], texts[4]) == ("Another <b>one</b>.", "🦊", "The red fox walks past tree number 4.")


@pytest.mark.parametrize(
    ("text", "words"), [("", "Scene 7 is empty"), (" \x00 ", "Scene 7 is empty"), ("x" * 2001, "2,001")]
)
def test_one_bad_scene_stops_the_approval_and_nothing_is_kept(text, words):
    story = edited_story()
    with pytest.raises(Invalid) as refused:
        services.approve_scenes(story, {3: "Changed.", 7: text}, by="")
    assert refused.value.field == "Scene7"
    assert words in refused.value.sentence
    assert Story.objects.get().status == statuses.EDITING
    assert queries.texts_of(story)[3] == "The red fox walks past tree number 3."


def test_a_gap_stops_the_approval():
    story = edited_story()
    services.save_scene(scene(11, story), "")
    with pytest.raises(Invalid, match="Scene 11 is empty"):
        services.approve_scenes(story, {}, by="")


def test_approving_twice_is_refused():
    story = illustrated_story()
    with pytest.raises(Conflict, match="approved already"):
        services.approve_scenes(story, {}, by="")
    stale = edited_story()
    fresh = Story.objects.get(pk=stale.pk)
    services.approve_scenes(fresh, {}, by="")
    with pytest.raises(Conflict):
        services.approve_scenes(stale, {1: "Too late."}, by="")
    assert queries.texts_of(Story.objects.get(pk=stale.pk))[1] == "The red fox walks past tree number 1."


def test_the_owner_changes_art_style_and_character_of_one_story():
    story = edited_story()
    services.save_look(story, art_style=" Ink and water. ", character="a thin fox")
    story.refresh_from_db()
    assert (story.art_style, story.character) == ("Ink and water.", "a thin fox")
    assert story.template.art_style != story.art_style
    with pytest.raises(Invalid, match="The art style has 0 characters"):
        services.save_look(story, art_style=" ", character="a thin fox")
