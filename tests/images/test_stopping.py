"""Stopping the drawing of a story: what has not begun is neither drawn nor paid for, and can be gone on with."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.utils import timezone

from core.models import Expense
from core.status import Conflict
from images import services, statuses, stopping
from images.drawing import composing, drawing
from images.jobs import picture_jobs
from images.models import Illustration
from stories import statuses as story_statuses
from stories.ledger import OverBudget
from stories.models import Story
from tests.broker import sent_tasks
from tests.factories import bring_to, illustrated_story, reloaded, sheet_of, sketched_story
from tests.upstreams.json_server import Answer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]


def found(story: Story, **which: object) -> dict[str, int]:
    rows = list(story.illustrations.filter(**which).values_list("status", flat=True))
    return {status: rows.count(status) for status in rows}


def test_nothing_that_waits_is_drawn_or_paid_for(illustrator):
    story = illustrated_story()
    drawing.draw(story.pk, 1)
    stopping.stop(story, by="mia")
    assert [drawing.draw(story.pk, number) for number in range(1, 21)] == [None] * 20
    composing.compose_prompts(story.pk)
    assert len(illustrator.asked) == Expense.objects.count() == 1
    assert found(story) == {statuses.PENDING: 1, statuses.FAILED: 19}
    assert set(story.illustrations.filter(number__gt=1).values_list("error", flat=True)) == {stopping.STOPPED}
    assert Story.objects.get().status == story_statuses.REVIEWING


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (Answer(), statuses.PENDING),
        (Answer({"error": "Oops."}, 500), statuses.FAILED),
        (Answer({"error": "Later.", "retry_after": 1}, 429), statuses.FAILED),
        (Answer({}, 451), statuses.FAILED),
    ],
    ids=["drawn", "busy", "too fast", "refused"],
)
def test_what_is_under_way_ends_and_is_not_tried_again(illustrator, answer, status):
    story = illustrated_story()

    def stopped_meanwhile(asked, number):
        try:
            stopping.stop(story, by="mia")
        finally:
            connection.close()
        return answer

    illustrator.behaviour = stopped_meanwhile
    assert drawing.draw(story.pk, 1) is None
    assert len(illustrator.asked) == 1
    assert story.illustrations.get(number=1).status == status
    assert Story.objects.get().status == story_statuses.REVIEWING


def test_what_was_under_way_when_its_worker_died_is_not_begun_again(illustrator):
    story = illustrated_story()
    picture = bring_to(story.illustrations.get(number=1), statuses.GENERATING)
    stopping.stop(story, by="mia")
    Illustration.objects.filter(pk=picture.pk).update(lease_until=timezone.now() - timedelta(minutes=1), tries=1)
    picture_jobs.sweep()
    assert (reloaded(picture).status, Story.objects.get().status) == (statuses.FAILED, story_statuses.REVIEWING)
    assert "interrupted. Please" in reloaded(picture).error


def test_of_variations_no_more_is_drawn(illustrator):
    story = illustrated_story(statuses.PENDING)
    services.vary(story.illustrations.get(number=3), by="mia")
    assert drawing.draw(story.pk, 3) == 0.0
    stopping.stop(story, by="mia")
    assert drawing.draw(story.pk, 3) is None
    assert len(illustrator.asked) == 1
    stopping.go_on(story, by="mia")
    while drawing.draw(story.pk, 3) is not None:
        pass
    assert len(illustrator.asked) == 4


def test_it_can_be_gone_on_with_as_it_was_asked_for(commit):
    story = illustrated_story(statuses.PENDING)
    edited, failed = story.illustrations.get(number=3), story.illustrations.get(number=4)
    Illustration.objects.filter(pk=failed.pk).update(status=statuses.FAILED)
    services.edit(edited, mode=Illustration.EDIT, wish="a green scarf", by="mia")
    base = reloaded(edited).base
    stopping.stop(story, by="mia")
    with commit():
        stopping.go_on(story, by="mia")
    edited = reloaded(edited)
    assert (edited.status, edited.mode, edited.base, edited.change) == ("queued", "edit", base, "a green scarf")
    assert (edited.error, edited.stopped, edited.urgent) == ("", False, False)
    assert reloaded(failed).status == statuses.FAILED
    assert sent_tasks() == [("images.draw", 3)]


def test_pictures_without_a_prompt_are_composed_first(commit):
    story = illustrated_story()
    story.illustrations.update(depiction="")
    stopping.stop(story, by="mia")
    with commit():
        stopping.go_on(story, by="mia")
    assert sent_tasks() == [("images.compose", None)]


def test_going_on_asks_the_budget(settings):
    story = illustrated_story()
    stopping.stop(story, by="mia")
    settings.IMAGE_PROVIDER, settings.OPENAI_API_KEY, settings.STORY_BUDGET_USD = "openai", "sk-1", Decimal("0.01")
    with pytest.raises(OverBudget):
        stopping.go_on(story, by="mia")
    assert found(story) == {statuses.FAILED: 20}


def test_before_the_fox_is_kept_only_he_is_stopped():
    story = sketched_story(statuses.QUEUED)
    stopping.stop(story, by="mia")
    assert (sheet_of(story).status, sheet_of(story).error) == (statuses.FAILED, stopping.STOPPED)
    assert found(story) == {statuses.QUEUED: 20}
    assert Story.objects.get().status == story_statuses.SKETCHING


def test_there_must_be_something_to_stop_or_to_go_on_with():
    story = illustrated_story(statuses.PENDING)
    for act in (stopping.stop, stopping.go_on):
        with pytest.raises(Conflict):
            act(story, by="mia")


def test_a_new_request_is_not_stopped_any_more():
    story = illustrated_story()
    stopping.stop(story, by="mia")
    services.redraw(story.illustrations.get(number=2), by="mia")
    picture = story.illustrations.get(number=2)
    assert (picture.status, picture.stopped) == (statuses.QUEUED, False)
