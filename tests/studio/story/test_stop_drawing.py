"""The buttons that stop the drawing and the writing of a story, and go on with it."""

from html import unescape

import pytest

from images import statuses, stopping
from stories import writing
from stories.models import Story
from tests.broker import sent_tasks
from tests.factories import illustrated_story, make_story, sketched_story, visitor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]
HTMX = {"HX-Request": "true"}


def page(story: Story) -> str:
    return unescape(visitor().get(f"/stories/{story.pk}/").content.decode())


def press(story: Story, what: str) -> str:
    answer = visitor().post(f"/stories/{story.pk}/{what}-drawing", headers=HTMX)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def test_the_drawing_is_stopped_and_gone_on_with(commit):
    story = illustrated_story()
    assert "Stop drawing" in page(story)
    assert "Go on drawing" not in page(story)
    shown = press(story, "stop")
    assert "The drawing was stopped. 20 pictures are not drawn." in shown
    assert 'data-label="Stopped"' in shown
    assert stopping.STOPPED in shown
    assert "missing again" not in shown
    assert "Stop drawing" not in shown
    with commit():
        assert "Stop drawing" in press(story, "go-on")
    assert set(story.illustrations.values_list("status", flat=True)) == {statuses.QUEUED}
    assert len(sent_tasks()) == 20


def test_without_anything_that_waits_there_is_nothing_to_stop():
    assert "Stop drawing" not in page(illustrated_story(statuses.PENDING))


def test_the_drawing_of_the_fox_is_stopped_too():
    story = sketched_story(statuses.QUEUED)
    assert "Stop drawing him" in page(story)
    shown = press(story, "stop")
    assert "Go on without a drawing of him" in shown
    assert "Draw him again from the same words" in shown
    assert "Stop drawing him" not in shown


def test_the_writing_of_a_story_is_stopped_and_the_page_says_what_becomes_of_it():
    story = make_story()
    assert "Stop writing" in page(story)
    answer = visitor().post(f"/stories/{story.pk}/stop-writing", headers=HTMX)
    shown = unescape(answer.content.decode())
    assert (answer.status_code, "The writing was stopped" in shown, "Write it now" in shown) == (200, True, True)
    assert writing.STOPPED in shown
    assert visitor().post(f"/stories/{story.pk}/stop-writing", headers=HTMX).status_code == 409
