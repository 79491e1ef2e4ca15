"""What is reserved against the budgets, and that every call of the writer asks them too. A token of the test's model
costs a tenth of a cent, a picture is expected to cost $2.00 and a text $12.00 until twenty were made."""

from decimal import Decimal

import pytest

from core import expenses
from core.expenses import USUAL_CALLS
from images import costs, services, statuses
from images.drawing import composing, drawing
from images.models import Illustration
from stories import ledger, queries, writing
from stories import statuses as story_statuses
from stories.ledger import OverBudget
from stories.models import Story
from tests.factories import edited_story, illustrated_story, make_story
from tests.upstreams.illustrator import UpstreamIllustrator
from tests.upstreams.json_server import Answer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]
TEXT = Decimal(12)


@pytest.fixture(autouse=True)
def prices(settings):
    settings.PRICES = {"test-1": {"output": 1000}}
    settings.OPENAI_IMAGE_QUALITY, settings.IMAGE_PREVIEWS = "medium", 2


def test_pictures_of_a_provider_that_counts_no_tokens_are_reserved_and_the_budget_ends_them(illustrator, settings):
    story = illustrated_story()
    settings.STORY_BUDGET_USD = Decimal(5)  # two at $2.00
    for number in range(1, 5):
        drawing.draw(story.pk, number)
    assert len(illustrator.asked) == 2
    assert expenses.spent(story.channel) == 4
    shown = list(story.illustrations.filter(number__lte=4).order_by("number").values_list("status", flat=True))
    assert shown == [statuses.PENDING] * 2 + [statuses.FAILED] * 2


def test_a_story_of_a_writer_that_counts_no_tokens_is_reserved(writer):
    story = make_story()
    writing.write(story.pk)
    assert (expenses.spent(story.channel), expenses.known_cost(story.channel)) == (TEXT, 0)


def composed(settings, limit: Decimal) -> Story:
    """A story whose prompts were composed with this budget for it."""
    story = edited_story()
    services.create_pictures(story, {}, by="")
    settings.STORY_BUDGET_USD = limit
    assert composing.compose_prompts(story.pk) is None
    return story


def test_prompts_that_would_go_over_cost_nothing_and_the_scenes_own_texts_are_drawn(writer, illustrator, settings):
    story = composed(settings, TEXT - 1)
    assert (writer.asked, expenses.spent(story.channel)) == ([], 0)
    assert drawing.draw(story.pk, 7) is None
    assert "walks past tree number 7." in illustrator.asked[0].body["prompt"]


def test_prompts_that_fit_are_composed(writer, illustrator, settings):
    story = composed(settings, TEXT)
    assert len(writer.asked) == 1
    assert expenses.spent(story.channel) == TEXT


def test_a_second_call_of_the_writer_that_would_go_over_is_not_made_and_leaves_gaps(writer, settings):
    settings.STORY_BUDGET_USD = 2 * TEXT - 1
    writer.behaviour = lambda asked, number: Answer({"scenes": {"1": "The red fox runs.", "2": "He naps."}})
    story = make_story()
    assert writing.write(story.pk) is None
    story.refresh_from_db()
    assert len(writer.asked) == 1
    assert story.status == story_statuses.EDITING
    assert queries.gaps_of(story) == list(range(3, 21))
    assert story.error.startswith("This was not started")


def test_a_first_call_of_the_writer_that_would_go_over_is_not_made_and_says_so(writer, settings):
    story = make_story()
    settings.DAILY_BUDGET_USD = TEXT - 1
    assert writing.write(story.pk) is None
    story.refresh_from_db()
    assert (writer.asked, story.status) == ([], story_statuses.FAILED)
    assert story.error.startswith("This was not started")


def drawn_before(grade: str, dollars: int) -> None:
    """As many pictures of this quality as it takes to know what the next will cost."""
    for _ in range(USUAL_CALLS):
        expense = expenses.insert_expense(
            "before", costs.EXPENSE, provider="upstream", model="test-1", expected=None, grade=grade
        )
        expenses.close(expense, usage={"output": 1}, cost=Decimal(dollars))


def test_after_a_change_of_quality_pictures_are_not_expected_to_cost_what_the_old_ones_did(
    illustrator, settings, monkeypatch
):
    drawn_before("low", 1)
    monkeypatch.setattr(UpstreamIllustrator, "quality", "low", raising=False)
    settings.STORY_BUDGET_USD = Decimal(20)
    services.create_pictures(edited_story(), {}, by="")  # twenty at $1.00
    monkeypatch.setattr(UpstreamIllustrator, "quality", "high")
    with pytest.raises(OverBudget):
        services.create_pictures(edited_story(), {}, by="")


def test_a_picture_is_written_down_with_its_quality(illustrator, monkeypatch):
    monkeypatch.setattr(UpstreamIllustrator, "quality", "high", raising=False)
    story = illustrated_story()
    drawing.draw(story.pk, 7)
    picture = Illustration.objects.get(story=story, number=7)
    assert picture.versions.get().expense.grade == "high"
    drawn_before("high", 7)
    assert ledger.expected_cost("picture", "upstream", "test-1", "high") == 7
