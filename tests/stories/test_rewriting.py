"""Writing one scene again: moderation before, and the reason of a failure on the page."""

from datetime import timedelta
from decimal import Decimal
from html import unescape

import pytest
from django.utils import timezone

from core.status import Conflict
from stories import queries, rewriting, services
from stories.models import Scene
from tests.broker import sent_tasks
from tests.factories import edited_story, visitor
from tests.upstreams.json_server import Answer
from tests.upstreams.moderation import flags
from tests.upstreams.openai_server import error

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]
HTMX = {"HX-Request": "true"}
FLAGGED = "A bloodbath."


@pytest.fixture
def scene(writer) -> Scene:
    """Scene 4 of a story, whose writer has a new text for it."""
    writer.behaviour = lambda asked, number: Answer({"text": "The red fox naps."})
    return edited_story().scenes.get(number=4)


def rewritten(scene: Scene) -> Scene:
    """The scene after "Write again"."""
    rewriting.request(scene)
    rewriting.rewrite(scene.story_id, scene.number)
    return Scene.objects.get(pk=scene.pk)


def box(scene: Scene) -> str:
    return unescape(visitor().get(f"/stories/{scene.story_id}/scenes/{scene.number}/").content.decode())


def test_everything_that_the_visitor_wrote_is_moderated_first(moderation, writer, scene):
    services.save_scene(scene.story.scenes.get(number=3), "The red fox has a picnic.")
    services.save_look(scene.story, art_style="Crayon.", character="A thin fox.")
    assert rewritten(scene).text == "The red fox naps."
    seen = str([asked.body["input"] for asked in moderation.asked])
    wrote = ["The red fox has a picnic.", "Crayon.", "A thin fox.", scene.story.answers["villain_crime"]]
    assert [words for words in wrote if words not in seen] == []
    assert "tree number 5" not in seen  # our own writer's
    assert len(writer.asked) == 1


@pytest.mark.parametrize("where", ["scene", "look"])
def test_a_flagged_text_calls_no_writer_and_the_box_says_why(moderation, writer, scene, where):
    moderation.moderation = flags("bloodbath")
    if where == "scene":
        services.save_scene(scene.story.scenes.get(number=3), FLAGGED)
    else:
        services.save_look(scene.story, art_style=FLAGGED, character=scene.story.character)
    after = rewritten(scene)
    assert writer.asked == []
    assert (after.text, after.rewriting_until) == (scene.text, None)
    assert after.rewrite_error.startswith("What you wrote in this story cannot be used here")
    assert after.rewrite_error in box(after)
    assert "being written again" not in box(after)


def test_without_an_answer_of_the_moderator_no_writer_is_called_and_the_box_says_so(moderation, writer, scene):
    moderation.moderation = lambda asked, number: error(500, None, "Oops")
    after = rewritten(scene)
    assert (writer.asked, after.text) == ([], scene.text)
    assert after.rewrite_error
    assert after.rewrite_error in box(after)


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (Answer({"error": "Too busy."}, 503), "Too busy."),
        (Answer({"text": " "}), "The writer gave no text. Please try again."),
        (Answer(prose="Garbage"), "The writer stopped with an unexpected error. Please try again."),
    ],
    ids=["busy", "empty", "garbage"],
)
def test_when_the_writer_fails_the_box_says_why(writer, scene, answer, sentence):
    writer.behaviour = lambda asked, number: answer
    after = rewritten(scene)
    assert (after.text, after.rewrite_error) == (scene.text, sentence)
    assert sentence in box(after)


def test_a_rewrite_over_budget_is_refused_in_the_box(writer, scene, settings, commit):
    settings.PRICES, settings.STORY_BUDGET_USD = {"test-1": {"output": 1000}}, Decimal(1)
    with commit():
        answer = visitor().post(f"/stories/{scene.story_id}/scenes/4/rewrite", headers=HTMX)
    assert answer.status_code == 409
    assert "This was not started" in answer.content.decode()
    assert sent_tasks() == []


def test_a_rewrite_that_is_over_budget_when_its_turn_comes_fails_in_the_box(writer, scene, settings):
    rewriting.request(scene)
    settings.PRICES, settings.STORY_BUDGET_USD = {"test-1": {"output": 1000}}, Decimal(1)
    rewriting.rewrite(scene.story_id, 4)
    after = Scene.objects.get(pk=scene.pk)
    assert (writer.asked, after.text) == ([], scene.text)
    assert after.rewrite_error.startswith("This was not started")
    assert after.rewrite_error in box(after)


@pytest.mark.parametrize("how", ["saving", "asking again"])
def test_the_next_action_removes_the_error(writer, scene, how):
    good, writer.behaviour = writer.behaviour, lambda asked, number: Answer({"error": "Too busy."}, 503)
    rewritten(scene)
    if how == "saving":
        visitor().post(f"/stories/{scene.story_id}/scenes/4/", {"Scene4": "The red fox hums."}, headers=HTMX)
    else:
        writer.behaviour = good
        rewritten(scene)
    assert Scene.objects.get(pk=scene.pk).rewrite_error == ""
    assert "Too busy." not in box(scene)


def test_a_rewrite_is_asked_for_once_and_sent_once(commit):
    row = edited_story().scenes.get(number=3)
    with commit():
        rewriting.request(row)
        with pytest.raises(Conflict, match="already"):
            rewriting.request(Scene.objects.get(pk=row.pk))
    assert sent_tasks() == [("stories.rewrite_scene", 3)]
    assert queries.being_rewritten(Scene.objects.get(pk=row.pk))


def test_a_rewritten_scene_has_a_new_text_and_can_be_rewritten_again(writer):
    writer.behaviour = lambda asked, number: Answer({"text": f"Attempt {asked.body['attempt']}.\x00"})
    row = edited_story().scenes.get(number=3)
    for attempt in (1, 2):
        rewriting.request(row)
        rewriting.rewrite(row.story_id, 3)
        row.refresh_from_db()
        assert (row.text, row.rewrites, row.rewriting_until) == (f"Attempt {attempt}.", attempt, None)
    assert row.original_text == "The red fox walks past tree number 3."


@pytest.mark.parametrize("answer", [Answer({"error": "No."}, 500), Answer({"text": " "}), Answer(prose="Garbage")])
def test_a_rewrite_that_fails_leaves_the_text_and_can_be_asked_for_again(writer, answer):
    writer.behaviour = lambda asked, number: answer
    row = edited_story().scenes.get(number=3)
    rewriting.request(row)
    rewriting.rewrite(row.story_id, 3)
    row.refresh_from_db()
    assert (row.text, row.rewrites, row.rewriting_until) == (row.original_text, 0, None)


def test_a_rewrite_that_never_came_back_can_be_asked_for_again():
    row = edited_story().scenes.get(number=3)
    rewriting.request(row)
    Scene.objects.filter(pk=row.pk).update(rewriting_until=timezone.now() - timedelta(seconds=1))
    row.refresh_from_db()
    assert not queries.being_rewritten(row)
    rewriting.request(row)


def test_a_rewrite_that_nobody_asked_for_calls_no_writer(writer):
    row = edited_story().scenes.get(number=3)
    rewriting.rewrite(row.story_id, 3)
    rewriting.rewrite(row.story_id, 21)
    assert writer.asked == []


def test_a_rewrite_that_comes_after_the_approval_changes_nothing(writer):
    writer.behaviour = lambda asked, number: Answer({"text": "Too late."})
    row = edited_story().scenes.get(number=3)
    rewriting.request(row)
    services.approve_scenes(row.story, {}, by="")
    rewriting.rewrite(row.story_id, 3)
    assert Scene.objects.get(pk=row.pk).text == row.original_text


@pytest.mark.django_db(transaction=True)
def test_what_is_typed_while_a_scene_is_written_again_stays(writer):
    row = edited_story().scenes.get(number=3)
    rewriting.request(row)

    def type_meanwhile(asked, number):
        Scene.objects.filter(pk=row.pk).update(text="Typed in another window.")
        return Answer({"text": "From the writer."})

    writer.behaviour = type_meanwhile
    rewriting.rewrite(row.story_id, 3)
    row.refresh_from_db()
    assert (row.text, row.rewriting_until) == ("Typed in another window.", None)


def test_a_rewrite_whose_message_comes_an_hour_late_calls_no_writer(writer):
    row = edited_story().scenes.get(number=3)
    rewriting.request(row)
    Scene.objects.filter(pk=row.pk).update(rewriting_until=timezone.now() - timedelta(hours=1))
    rewriting.rewrite(row.story_id, 3)
    row.refresh_from_db()
    assert row.text == row.original_text
    assert writer.asked == []
