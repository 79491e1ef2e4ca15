"""What the doctor finds of budgets, and that it keeps to them itself. A token costs a tenth of a cent here, so a story
costs $54.00 at first guess: $42.00 for the fox and its pictures, $12.00 for its writing."""

from decimal import Decimal

import pytest

from core import expenses
from core.models import Expense
from tests.storyforge.run_doctor import doctor
from tests.upstreams.openai_server import OpenAIServer, chat_text

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("content", "doctor_alone")]


@pytest.fixture
def priced(settings, writer, illustrator):
    settings.PRICES = {"test-1": {"output": 1000}}
    settings.OPENAI_IMAGE_QUALITY, settings.IMAGE_PREVIEWS = "medium", 2


def spend(amount: str) -> None:
    row = expenses.insert_expense("a story", "picture", provider="upstream", model="test-1", expected=None)
    expenses.close(row, usage={"output": 1}, cost=Decimal(amount))


def test_local_providers_need_no_line():
    assert not [line for line in doctor("--free").lines if "Budget" in line or "BUDGET" in line]


def test_the_probable_cost_of_a_story_is_shown(priced):
    line = doctor("--free").about("Budget")
    assert line.startswith("ok    Budget: A story will probably cost about $54.00. $0.00 are spent or reserved today")


@pytest.mark.parametrize("name", ["STORY_BUDGET_USD", "DAILY_BUDGET_USD"])
def test_a_budget_below_the_cost_of_a_story_is_not_well(priced, settings, name):
    setattr(settings, name, Decimal("53.99"))
    line = doctor("--free").about(name)
    assert line.startswith(f"WRONG {name}: A story will probably cost about $54.00. {name} allows $53.99 for ")
    setattr(settings, name, Decimal(54))
    assert not [line for line in doctor("--free").lines if f" {name}: " in line]


def test_a_daily_budget_that_is_used_up_is_not_well(priced, settings):
    settings.DAILY_BUDGET_USD = Decimal(100)
    spend("79.50")
    assert doctor("--free").about("Budget").endswith("$79.50 of today's $100.00 are spent or reserved.")
    spend("20")
    nearly = doctor("--free").about("Budget")
    assert nearly.endswith("$99.50 of today's $100.00 are spent or reserved. That is nearly all.")
    spend("1.50")
    line = doctor("--free").about("Budget")
    assert line.startswith(
        "WRONG Budget: $101.00 of today's $100.00 are spent or reserved: nothing that costs starts before midnight "
        "(UTC)."
    )
    assert "left out" not in line


@pytest.mark.parametrize(("spent", "calls"), [("1.89", 2), ("2.03", 0)])
def test_the_doctor_itself_keeps_to_the_daily_budget(settings, spent, calls):
    with OpenAIServer() as server:
        server.chat = lambda asked, number: chat_text({"text": "yes"})
        settings.OPENAI_API_KEY, settings.OPENAI_BASE_URL = "sk-of-the-doctors-test", server.url
        settings.TEXT_PROVIDER = settings.IMAGE_PROVIDER = "openai"
        settings.DAILY_BUDGET_USD = Decimal("1.90")
        spend(spent)
        said = doctor()
        assert len(server.paid) == calls
        assert Expense.objects.filter(channel="doctor").count() == calls
    assert ("So the calls that cost money were left out here." in said.about("Budget")) is (calls == 0)
