"""Editing scenes: saving, putting back, writing again, approving."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.errors import Invalid
from core.status import Conflict
from stories import pipeline, queries, services, statuses
from stories.models import SCENE_LIMIT, Scene, Story
from tests.broker import sent_tasks
from tests.factories import edited_story, illustrated_story
from tests.upstreams.json_server import Answer

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
        "Scene3 has 2,001 characters; a scene can have 2,000.",
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
        lambda: services.request_rewrite(row),
        lambda: services.approve_scenes(row.story, {}, by=""),
    ):
        with pytest.raises(Conflict):
            change()
    fresh = Scene.objects.get(pk=row.pk)
    assert (fresh.text, fresh.rewriting_until) == (row.original_text, None)
    assert Story.objects.get().status == status


def test_a_rewrite_is_asked_for_once_and_sent_once(commit):
    row = scene()
    with commit():
        pipeline.rewrite_scene(row)
        with pytest.raises(Conflict, match="already"):
            pipeline.rewrite_scene(Scene.objects.get(pk=row.pk))
    assert sent_tasks() == [("stories.rewrite_scene", 3)]
    assert queries.being_rewritten(Scene.objects.get(pk=row.pk))


def test_a_rewritten_scene_has_a_new_text_and_the_button_is_back(writer):
    writer.behaviour = lambda asked, number: Answer({"text": f"Attempt {asked.body['attempt']}.\x00"})
    row = scene()
    for attempt in (1, 2):
        services.request_rewrite(row)
        services.rewrite_scene(row.story_id, 3)
        row.refresh_from_db()
        assert (row.text, row.rewrites, row.rewriting_until) == (f"Attempt {attempt}.", attempt, None)
    assert row.original_text == "The red fox walks past tree number 3."


@pytest.mark.parametrize("answer", [Answer({"error": "No."}, 500), Answer({"text": " "}), Answer(prose="Garbage")])
def test_a_rewrite_that_fails_leaves_the_text_and_gives_the_button_back(writer, answer):
    writer.behaviour = lambda asked, number: answer
    row = scene()
    services.request_rewrite(row)
    services.rewrite_scene(row.story_id, 3)
    row.refresh_from_db()
    assert (row.text, row.rewrites, row.rewriting_until) == (row.original_text, 0, None)


def test_a_rewrite_that_never_came_back_can_be_asked_for_again():
    row = scene()
    services.request_rewrite(row)
    Scene.objects.filter(pk=row.pk).update(rewriting_until=timezone.now() - timedelta(seconds=1))
    row.refresh_from_db()
    assert not queries.being_rewritten(row)
    services.request_rewrite(row)


def test_a_rewrite_that_nobody_asked_for_calls_no_writer(writer):
    row = scene()
    services.rewrite_scene(row.story_id, 3)
    services.rewrite_scene(row.story_id, 21)
    assert writer.asked == []


def test_a_rewrite_that_comes_after_the_approval_changes_nothing(writer):
    writer.behaviour = lambda asked, number: Answer({"text": "Too late."})
    row = scene()
    services.request_rewrite(row)
    services.approve_scenes(row.story, {}, by="")
    services.rewrite_scene(row.story_id, 3)
    assert Scene.objects.get(pk=row.pk).text == row.original_text


def test_approving_takes_over_the_given_texts_and_keeps_the_others():
    story = edited_story()
    services.approve_scenes(story, {3: " Another <b>one</b>. ", 20: "🦊"}, by="mia")
    assert story.status == statuses.ILLUSTRATING
    texts = queries.texts_of(story)
    assert (texts[3], texts[20], texts[4]) == ("Another <b>one</b>.", "🦊", "The red fox walks past tree number 4.")


@pytest.mark.parametrize(
    ("text", "words"), [("", "Scene7 is empty"), (" \x00 ", "Scene7 is empty"), ("x" * 2001, "2,001")]
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
    with pytest.raises(Invalid, match="Scene11 is empty"):
        services.approve_scenes(story, {}, by="")


def test_approving_twice_is_told_as_a_repetition():
    story = illustrated_story()
    with pytest.raises(Conflict, match="approved already"):
        services.approve_scenes(story, {}, by="")
    stale = edited_story()
    fresh = Story.objects.get(pk=stale.pk)
    services.approve_scenes(fresh, {}, by="")
    with pytest.raises(Conflict):
        services.approve_scenes(stale, {1: "Too late."}, by="")
    assert queries.texts_of(Story.objects.get(pk=stale.pk))[1] == "The red fox walks past tree number 1."


@pytest.mark.django_db(transaction=True)
def test_what_is_typed_while_a_scene_is_written_again_stays(writer):
    row = edited_story().scenes.get(number=3)
    services.request_rewrite(row)

    def type_meanwhile(asked, number):
        Scene.objects.filter(pk=row.pk).update(text="Typed in another window.")
        return Answer({"text": "From the writer."})

    writer.behaviour = type_meanwhile
    services.rewrite_scene(row.story_id, 3)
    row.refresh_from_db()
    assert (row.text, row.rewriting_until) == ("Typed in another window.", None)


def test_a_rewrite_whose_message_comes_an_hour_late_calls_no_writer(writer):
    row = edited_story().scenes.get(number=3)
    services.request_rewrite(row)
    Scene.objects.filter(pk=row.pk).update(rewriting_until=timezone.now() - timedelta(hours=1))
    services.rewrite_scene(row.story_id, 3)
    row.refresh_from_db()
    assert row.text == row.original_text
    assert writer.asked == []


def test_the_owner_gives_the_pictures_of_one_story_a_look_of_their_own():
    story = edited_story()
    services.save_look(story, art_style=" Ink and water. ", character="a thin fox")
    story.refresh_from_db()
    assert (story.art_style, story.character) == ("Ink and water.", "a thin fox")
    assert story.template.art_style != story.art_style
    with pytest.raises(Invalid, match="The art style has 0 characters"):
        services.save_look(story, art_style=" ", character="a thin fox")
