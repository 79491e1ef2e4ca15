"""What pictures cost, and the budgets that they must not exceed. A token of the test's model costs a tenth of a cent,
and a picture is expected to cost $2.00 until twenty were drawn."""

import re
import threading
from decimal import Decimal

import pytest
from django.db import connection

from core import expenses
from core.models import Expense
from core.status import Conflict
from images import services, statuses
from images.drawing import drawing
from images.models import Illustration
from stories import ledger
from stories.ledger import OverBudget
from tests.factories import bring_to, edited_story, illustrated_story
from tests.upstreams.json_server import Answer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]
TOKENS = {"output": 300}  # $0.30


@pytest.fixture(autouse=True)
def prices(settings, illustrator):
    settings.PRICES = {"test-1": {"output": 1000}}
    settings.OPENAI_IMAGE_QUALITY, settings.IMAGE_PREVIEWS = "medium", 2
    illustrator.behaviour = lambda asked, number: Answer({"usage": TOKENS})


def draw(story, number: int = 1) -> Illustration:
    drawing.draw(story.pk, number)
    return story.illustrations.get(number=number)


def test_a_picture_s_tokens_are_on_its_version_s_row_and_priced():
    picture = draw(illustrated_story())
    expense = picture.versions.get().expense
    assert (expense.what, expense.provider, expense.model) == ("picture", "upstream", "test-1")
    assert (expense.usage, expense.cost_usd, expense.reserved_usd) == (TOKENS, Decimal("0.3"), 0)
    assert expense.channel == str(picture.story_id)


def test_a_refusal_costs_nothing_unless_it_says_so(illustrator):
    story = illustrated_story()
    illustrator.behaviour = lambda asked, number: Answer({"error": "Too violent."}, 451)
    draw(story, 1)
    assert expenses.spent(story.channel) == 0
    illustrator.behaviour = lambda asked, number: Answer({"error": "Too violent.", "usage": {"output": 50}}, 451)
    draw(story, 2)
    assert expenses.spent(story.channel) == Decimal("0.05")


def test_a_picture_that_was_paid_for_and_not_stored_is_counted(settings, tmp_path):
    (tmp_path / "full").write_text("not a folder")
    settings.MEDIA_ROOT = tmp_path / "full"
    story = illustrated_story()
    assert draw(story).status == statuses.FAILED
    assert expenses.spent(story.channel) == Decimal("0.3")


def test_a_story_that_would_go_over_its_budget_is_not_started(settings):
    settings.STORY_BUDGET_USD = Decimal(39)
    story = edited_story()
    with pytest.raises(OverBudget) as refused:
        services.create_pictures(story, {}, by="")
    assert str(refused.value) == (
        "This was not started: it would cost about $40.00, and this site allows $39.00 for one story. Only the people "
        "who run this site can raise the limit."
    )
    assert refused.value.operator == (
        "STORY_BUDGET_USD is $39.00, and not enough of it is left for the $40.00 that were asked for. Raise it and "
        "restart the site. Costs in the admin say what was spent."
    )
    assert not story.illustrations.exists()
    settings.STORY_BUDGET_USD = Decimal(40)
    services.create_pictures(story, {}, by="")
    assert story.illustrations.count() == 20


def test_a_day_s_budget_counts_all_stories_of_the_day(settings):
    settings.DAILY_BUDGET_USD = Decimal(41)
    draw(illustrated_story())
    story = edited_story()
    services.create_pictures(story, {}, by="")
    Expense.objects.update(cost_usd=2)
    with pytest.raises(OverBudget, match="is left") as refused:
        services.create_pictures(edited_story(), {}, by="")
    assert str(refused.value) == (
        "This was not started: it would cost about $40.00, more than is left of what this site allows, $41.00 a day "
        "for all its stories. Try again after midnight UTC."
    )
    assert refused.value.operator.startswith("DAILY_BUDGET_USD is $41.00, and not enough of it is left for the $40.00")
    assert "Raise it and restart the site, or wait until midnight UTC." in refused.value.operator
    # Staff read both who may not see what was spent.
    assert not re.search(r"\$(2|39)\.00", str(refused.value) + refused.value.operator)


def test_nobody_is_told_to_wait_for_midnight_where_no_day_is_enough(settings):
    settings.DAILY_BUDGET_USD = Decimal(39)
    with pytest.raises(OverBudget) as refused:
        services.create_pictures(edited_story(), {}, by="")
    assert "midnight" not in str(refused.value) + refused.value.operator
    assert str(refused.value).endswith("Only the people who run this site can raise the limit.")


def test_a_budget_that_is_used_up_is_said_to_be(settings):
    story = illustrated_story()
    expenses.insert_expense(story.channel, "picture", provider="p", model="m", expected=Decimal(3))
    settings.STORY_BUDGET_USD = Decimal(3)
    with pytest.raises(OverBudget, match=r"this site allows \$3\.00 for one story, and that is used up\. Only"):
        ledger.check_budget(story.channel, Decimal(2))


def test_what_speaks_against_a_cost_can_be_asked_without_a_line_in_the_log(settings, caplog):
    settings.STORY_BUDGET_USD = Decimal(3)
    assert str(ledger.refusal("a", Decimal(4))).startswith("This was not started")
    assert ledger.refusal("a", Decimal(3)) is None
    assert not caplog.records


def test_without_a_budget_nothing_is_refused(settings):
    settings.PRICES = {}
    story = illustrated_story()
    assert draw(story).status == statuses.PENDING
    assert story.illustrations.get(number=1).versions.get().expense.cost_usd is None


def test_with_a_budget_and_no_price_nothing_is_started(settings, caplog):
    settings.PRICES, settings.STORY_BUDGET_USD = {}, Decimal(100)
    with pytest.raises(OverBudget, match="it is not known what this would cost"):
        services.create_pictures(edited_story(), {}, by="")
    assert "PRICES" in caplog.text


def test_a_budget_that_nobody_has_set_lets_a_model_without_a_price_work(settings):
    settings.PRICES, settings.DAILY_BUDGET_USD, settings.DAILY_BUDGET_IS_DEFAULT = {}, Decimal(20), True
    assert draw(illustrated_story()).status == statuses.PENDING


def test_the_operator_is_told_once_when_a_day_s_budget_is_nearly_used_up(settings, caplog):
    story = illustrated_story()
    settings.DAILY_BUDGET_USD = Decimal(4)
    for number in range(1, 8):  # $0.30 each, and $2.00 are held back for the next
        draw(story, number)
        said = caplog.text.count("of today's $4.00 are spent or reserved")
        assert said == (0 if number < 5 else 1), number


def test_what_is_drawn_here_needs_no_budget(settings):
    settings.IMAGE_PROVIDER, settings.STORY_BUDGET_USD = "local", Decimal(0)
    services.create_pictures(edited_story(), {}, by="")
    assert Illustration.objects.count() == 20


def test_the_budget_is_checked_again_before_every_picture(settings, illustrator):
    story = illustrated_story()
    settings.STORY_BUDGET_USD = Decimal("2.50")
    assert draw(story, 1).status == statuses.PENDING
    assert draw(story, 2).status == statuses.PENDING
    third = draw(story, 3)
    assert third.status == statuses.FAILED
    assert "about $2.00, more than is left of what this site allows, $2.50 for one story." in third.error
    assert not third.versions.exists()
    assert len(illustrator.asked) == 2


@pytest.mark.parametrize("act", ["reject", "redraw", "edit"])
def test_another_version_that_would_go_over_is_refused_and_changes_nothing(settings, act):
    picture = bring_to(illustrated_story().illustrations.get(number=1), statuses.PENDING)
    settings.STORY_BUDGET_USD = Decimal(1)
    how = {"reject": {"note": ""}, "redraw": {}, "edit": {"mode": "edit", "wish": "make it night"}}[act]
    with pytest.raises(Conflict, match="This was not started"):
        getattr(services, act)(picture, by="", **how)
    picture.refresh_from_db()
    assert picture.status == statuses.PENDING
    assert not picture.decisions.exists()


@pytest.mark.django_db(transaction=True)
def test_of_pictures_that_begin_at_the_same_moment_only_what_fits_is_paid_for(settings, illustrator):
    story, ready = illustrated_story(), threading.Barrier(6)
    settings.STORY_BUDGET_USD = Decimal(5)  # two at $2.00 each
    answer = threading.Event()

    def behave(asked, number):
        answer.wait(10)
        return Answer({"usage": TOKENS})

    illustrator.behaviour = behave

    def begin(number: int) -> None:
        ready.wait(10)
        try:
            drawing.draw(story.pk, number)
        finally:
            connection.close()

    threads = [threading.Thread(target=begin, args=(number,)) for number in range(1, 7)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(1.0)
    answer.set()
    for thread in threads:
        thread.join(20)
    assert len(illustrator.asked) == 2
    assert expenses.spent(story.channel) <= 5
    statuses_now = set(story.illustrations.filter(number__lte=6).values_list("status", flat=True))
    assert statuses_now == {statuses.PENDING, statuses.FAILED}
