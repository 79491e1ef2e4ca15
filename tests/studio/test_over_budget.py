"""Many pictures at once that would cost too much: whoever asked hears so, and nothing is started."""

from decimal import Decimal

import pytest

from core.status import move
from images import statuses
from stories import statuses as story_statuses
from stories.models import Story
from tests.broker import sent_tasks
from tests.factories import illustrated_story, make_story, visitor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content", "illustrator", "writer")]


def poor(settings, story: Story) -> Story:
    """From now on there is a dollar for everything, and a picture is expected to cost two."""
    settings.PRICES, settings.OPENAI_IMAGE_QUALITY = {"test-1": {"output": 1000}}, "medium"
    settings.STORY_BUDGET_USD = settings.DAILY_BUDGET_USD = Decimal(1)
    return story


@pytest.mark.parametrize("headers", [{"HX-Request": "true"}, {}], ids=["htmx", "without-javascript"])
def test_draw_the_missing_again_says_so(settings, commit, headers):
    story = poor(settings, illustrated_story(statuses.FAILED))
    with commit():
        answer = visitor().post(f"/stories/{story.pk}/draw-missing", headers=headers)
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert shown.count('role="alert">This was not started') == 1
    assert "Draw the 20 missing again" in shown
    assert ("<html" in shown) is not bool(headers)
    assert set(story.illustrations.values_list("status", flat=True)) == {statuses.FAILED}
    assert sent_tasks() == []


def act(client, model: str, action: str, story: Story) -> list[str]:
    """The messages of the page after an action on everything of the story."""
    rows = story.illustrations.all() if model == "images/illustration" else [story]
    sent = {"action": action, "_selected_action": [str(row.pk) for row in rows], "note": ""}
    answer = client.post(f"/admin/{model}/", sent, follow=True)
    assert answer.status_code == 200
    return [str(message) for message in answer.context["messages"]]


@pytest.mark.parametrize("model", ["images/illustration", "stories/story"])
@pytest.mark.parametrize("action", ["reject_and_redraw", "redraw_pictures"])
def test_the_actions_of_staff_say_so(admin_client, settings, commit, model, action):
    story = poor(settings, illustrated_story(statuses.PENDING))
    with commit():
        said = act(admin_client, model, action, story)
    assert [sentence[:20] for sentence in said] == ["This was not started"]
    assert set(story.illustrations.values_list("status", flat=True)) == {statuses.PENDING}
    assert sent_tasks() == []


def test_staff_who_have_a_story_written_again_are_told_so(admin_client, settings, commit):
    story = make_story()
    move(story, story_statuses.FAILED, error="Too busy.")
    with commit():
        said = act(admin_client, "stories/story", "write_again", poor(settings, story))
    assert said[0].startswith("This was not started")
    assert said[1] == "0 of the selected stories are being written again."
    assert sent_tasks() == []
