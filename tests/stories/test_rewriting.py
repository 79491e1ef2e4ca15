"""Writing one scene again: what the visitor wrote is looked at first, and the box says why when it did not work."""

from decimal import Decimal
from html import unescape

import pytest

from stories import services
from stories.models import Scene
from tests.broker import sent_tasks
from tests.factories import edited_story, visitor
from tests.upstreams.json_server import Answer
from tests.upstreams.moderation import flags
from tests.upstreams.openai_server import error

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]
HTMX = {"HX-Request": "true"}
UNFIT = "A bloodbath."


@pytest.fixture
def scene(writer) -> Scene:
    """Scene 4 of a story, whose writer has a new text for it."""
    writer.behaviour = lambda asked, number: Answer({"text": "The red fox naps."})
    return edited_story().scenes.get(number=4)


def rewritten(scene: Scene) -> Scene:
    """The scene after "Write again"."""
    services.request_rewrite(scene)
    services.rewrite_scene(scene.story_id, scene.number)
    return Scene.objects.get(pk=scene.pk)


def box(scene: Scene) -> str:
    return unescape(visitor().get(f"/stories/{scene.story_id}/scenes/{scene.number}/").content.decode())


def test_everything_that_the_visitor_wrote_is_looked_at_first(moderation, writer, scene):
    services.save_scene(scene.story.scenes.get(number=3), "The red fox has a picnic.")
    services.save_look(scene.story, art_style="Crayon.", character="A thin fox.")
    assert rewritten(scene).text == "The red fox naps."
    seen = str([asked.body["input"] for asked in moderation.asked])
    wrote = ["The red fox has a picnic.", "Crayon.", "A thin fox.", scene.story.answers["villain_crime"]]
    assert [words for words in wrote if words not in seen] == []
    assert "tree number 5" not in seen  # our own writer's
    assert len(writer.asked) == 1


@pytest.mark.parametrize("where", ["scene", "look"])
def test_a_refusal_asks_no_writer_and_is_said_in_the_box(moderation, writer, scene, where):
    moderation.moderation = flags("bloodbath")
    if where == "scene":
        services.save_scene(scene.story.scenes.get(number=3), UNFIT)
    else:
        services.save_look(scene.story, art_style=UNFIT, character=scene.story.character)
    after = rewritten(scene)
    assert writer.asked == []
    assert (after.text, after.rewriting_until) == (scene.text, None)
    assert after.rewrite_error.startswith("What you wrote in this story cannot be used here")
    assert after.rewrite_error in box(after)
    assert "being written again" not in box(after)


def test_while_nobody_can_look_no_writer_is_asked_and_the_box_says_so(moderation, writer, scene):
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


def test_over_budget_the_click_is_refused_in_the_box(writer, scene, settings, commit):
    settings.PRICES, settings.STORY_BUDGET_USD = {"test-1": {"output": 1000}}, Decimal(1)
    with commit():
        answer = visitor().post(f"/stories/{scene.story_id}/scenes/4/rewrite", headers=HTMX)
    assert answer.status_code == 409
    assert "This was not started" in answer.content.decode()
    assert sent_tasks() == []


def test_over_budget_by_the_time_it_is_written_the_box_says_so(writer, scene, settings):
    services.request_rewrite(scene)
    settings.PRICES, settings.STORY_BUDGET_USD = {"test-1": {"output": 1000}}, Decimal(1)
    services.rewrite_scene(scene.story_id, 4)
    after = Scene.objects.get(pk=scene.pk)
    assert (writer.asked, after.text) == ([], scene.text)
    assert after.rewrite_error.startswith("This was not started")
    assert after.rewrite_error in box(after)


@pytest.mark.parametrize("how", ["saving", "asking again"])
def test_the_sentence_goes_with_the_next_thing_that_is_done(writer, scene, how):
    good, writer.behaviour = writer.behaviour, lambda asked, number: Answer({"error": "Too busy."}, 503)
    rewritten(scene)
    if how == "saving":
        visitor().post(f"/stories/{scene.story_id}/scenes/4/", {"Scene4": "The red fox hums."}, headers=HTMX)
    else:
        writer.behaviour = good
        rewritten(scene)
    assert Scene.objects.get(pk=scene.pk).rewrite_error == ""
    assert "Too busy." not in box(scene)
