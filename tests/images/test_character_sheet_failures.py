"""A character sheet that cannot be drawn, or cannot be paid for, does not stop its story."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from core import expenses
from images import services, statuses
from images.drawing import composing, drawing
from images.models import Illustration
from images.tasks import sweep
from stories import statuses as story_statuses
from stories.ledger import OverBudget
from stories.models import Story
from tests.broker import sent_tasks
from tests.character_sheets import fox, fresh, phase, twenty
from tests.factories import edited_story, sheet_of, sketched_story, visitor
from tests.upstreams.json_server import Answer, Upstream

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]


def test_a_story_goes_on_without_a_sheet_that_cannot_be_drawn(looks, writer):
    looks.behaviour = lambda asked, number: Answer({"error": "Not now."}, 500 if asked.body["sheet"] else 200)
    story = sketched_story(statuses.QUEUED)
    while drawing.draw(story.pk, 0) is not None:
        pass
    assert (phase(story), sheet_of(story).status) == (story_statuses.SKETCHING, statuses.FAILED)
    assert "Go on without a drawing of him" in visitor().get(f"/stories/{story.pk}/").content.decode()
    assert fox(story, "keep").status_code == 200
    composing.compose_prompts(story.pk)
    assert drawing.draw(story.pk, 7) is None
    assert (story.illustrations.get(number=7).status, looks.asked[-1].body["references"]) == (statuses.PENDING, 0)


def test_an_account_that_is_refused_fails_the_sheet_alone_and_going_on_clears_the_stop(illustrator, writer):
    illustrator.behaviour = lambda asked, number: Answer({"error": "Not now.", "operator": "Pay."}, 402)
    story = sketched_story(statuses.QUEUED)
    assert drawing.draw(story.pk, 0) is None
    assert (fresh(story).stopped, twenty(story)) == ("Pay.", {statuses.QUEUED})
    illustrator.behaviour = lambda asked, number: Answer()
    fox(story, "keep")
    assert (fresh(story).stopped, fresh(story).error) == ("", "")
    composing.compose_prompts(story.pk)
    drawing.draw(story.pk, 7)
    assert story.illustrations.get(number=7).status == statuses.PENDING


def test_a_redraw_that_failed_leaves_the_earlier_sheet_to_be_kept(illustrator):
    story = sketched_story()
    fox(story, "redraw")
    illustrator.behaviour = lambda asked, number: Answer({"error": "Not now."}, 401)
    drawing.draw(story.pk, 0)
    assert sheet_of(story).status == statuses.FAILED
    fox(story, "keep", version="1")
    assert (sheet_of(story).status, phase(story)) == (statuses.APPROVED, story_statuses.ILLUSTRATING)


def test_a_sheet_whose_worker_died_is_drawn_again(illustrator, commit):
    story = sketched_story(statuses.GENERATING)
    past = timezone.now() - timedelta(minutes=5)
    Illustration.everything.filter(story=story, number=0).update(lease_until=past, tries=1)
    with commit():
        sweep()
    assert sent_tasks() == [("images.draw", 0)]
    drawing.draw(story.pk, 0)
    assert (sheet_of(story).status, phase(story)) == (statuses.PENDING, story_statuses.SKETCHING)


# --- a change of him that could not be drawn ---


def change_in_vain(story: Story, illustrator: Upstream) -> None:
    """Ask for a change that the illustrator refuses."""
    refused = Answer({"error": "No."}, 451)
    illustrator.behaviour = lambda asked, number: refused if "knife" in asked.body["prompt"] else Answer()
    fox(story, "change", wish="with a knife", character=fresh(story).character)
    while drawing.draw(story.pk, 0) is not None:
        pass
    assert sheet_of(story).status == statuses.FAILED
    assert "knife" in fresh(story).character


def test_keeping_a_sheet_after_a_failed_change_takes_its_own_description(illustrator, writer):
    story = sketched_story(statuses.QUEUED)
    drawing.draw(story.pk, 0)
    fox(story, "change", version="1", wish="give him a scarf", character=fresh(story).character)
    drawing.draw(story.pk, 0)
    kept = fresh(story).character
    change_in_vain(story, illustrator)
    assert fox(story, "keep", version="2").status_code == 200
    assert fresh(story).character == sheet_of(story).current.depiction == kept
    composing.compose_prompts(story.pk)
    drawing.draw(story.pk, 7)
    assert story.illustrations.get(number=7).status == statuses.PENDING
    assert "scarf" in illustrator.asked[-1].body["prompt"]


def test_going_on_without_a_sheet_after_failed_changes_takes_the_first_description(illustrator):
    story = sketched_story(statuses.FAILED)
    first = fresh(story).character
    change_in_vain(story, illustrator)
    change_in_vain(story, illustrator)
    assert fox(story, "keep", version="").status_code == 200
    assert (phase(story), fresh(story).character) == (story_statuses.ILLUSTRATING, first)


def test_going_on_without_a_sheet_does_not_keep_one_that_the_page_did_not_show(illustrator):
    story = sketched_story(statuses.FAILED)
    fox(story, "redraw", version="")
    drawing.draw(story.pk, 0)
    answer = fox(story, "keep", version="")
    assert (answer.status_code, "a newer drawing of the fox" in answer.content.decode()) == (409, True)
    assert (phase(story), sheet_of(story).status) == (story_statuses.SKETCHING, statuses.PENDING)


# --- money ---


@pytest.fixture
def two_dollars(settings, illustrator):
    """A picture is expected to cost $2.00."""
    settings.PRICES = {"test-1": {"output": 1000}}
    settings.OPENAI_IMAGE_QUALITY, settings.IMAGE_PREVIEWS = "medium", 2


@pytest.mark.usefixtures("two_dollars")
def test_a_sheet_is_drawn_only_if_the_twenty_can_be_paid_for_too(settings):
    settings.STORY_BUDGET_USD = Decimal(41)
    story = edited_story()
    with pytest.raises(OverBudget, match=r"about \$42\.00"):
        services.approve_scenes(story, {}, by="", review=True)
    assert phase(story) == story_statuses.EDITING
    assert not Illustration.everything.exists()
    services.approve_scenes(story, {}, by="", review=False)  # nobody looks at a sheet there: twenty pictures
    assert phase(story) == story_statuses.ILLUSTRATING


@pytest.mark.usefixtures("two_dollars")
def test_many_changes_of_the_sheet_may_leave_too_little_money_for_the_pictures(settings, illustrator):
    settings.STORY_BUDGET_USD = Decimal(42)
    illustrator.behaviour = lambda asked, number: Answer({"usage": {"output": 2500}})  # $2.50
    story = sketched_story(statuses.QUEUED)
    drawing.draw(story.pk, 0)
    answer = fox(story, "keep", version="1")
    assert (answer.status_code, "This was not started" in answer.content.decode()) == (409, True)
    assert (phase(story), sheet_of(story).status, twenty(story)) == ("sketching", "pending_approval", {"queued"})
    assert expenses.spent(story.channel) == Decimal("2.5")
    settings.STORY_BUDGET_USD = Decimal(3)
    assert fox(story, "change", wish="a scarf", character=story.character).status_code == 409
    assert (fresh(story).character, sheet_of(story).status) == (story.character, statuses.PENDING)
