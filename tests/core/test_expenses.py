"""The ledger: what is reserved before a call, what is recorded after it, and the sums."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from core import expenses
from core.models import Expense

pytestmark = pytest.mark.django_db


def opened(channel: str = "a", expected: str = "0.50") -> Expense:
    return expenses.insert_expense(channel, "picture", provider="p", model="m", expected=Decimal(expected))


def test_the_expected_cost_is_reserved_until_the_cost_is_known():
    expense = opened()
    assert expenses.spent("a") == Decimal("0.50")
    expenses.close(expense, usage={"output": 7}, cost=Decimal("0.031"))
    expense.refresh_from_db()
    assert (expense.usage, expense.cost_usd, expense.reserved_usd) == ({"output": 7}, Decimal("0.031"), 0)
    assert expenses.spent("a") == Decimal("0.031")


def test_a_call_without_an_end_stays_reserved():
    opened()
    opened()
    assert expenses.spent("a") == 1


def test_an_answer_of_unknown_cost_stays_reserved():
    expenses.close(opened(), usage={"output": 7}, cost=None)
    assert expenses.spent("a") == Decimal("0.50")
    assert (Expense.objects.get().cost_usd, Expense.objects.get().usage) == (None, {"output": 7})


def test_sums_are_by_story_and_by_time():
    opened("a", "1")
    opened("b", "2")
    Expense.objects.filter(channel="b").update(at=timezone.now() - timedelta(days=2))
    assert (expenses.spent("a"), expenses.spent("b"), expenses.spent()) == (1, 2, 3)
    assert expenses.spent(since=timezone.now() - timedelta(days=1)) == 1


def test_nothing_spent_is_zero():
    assert expenses.spent("nobody") == 0


def test_the_usual_cost_is_the_mean_of_the_last_calls_of_the_kind():
    assert expenses.usual_cost("picture", provider="p", model="m") is None
    for number in range(25):
        expenses.close(opened(), usage={"output": 1}, cost=Decimal(100 if number < 5 else 2))
    assert expenses.usual_cost("picture", provider="p", model="m") == 2
    assert expenses.usual_cost("picture", provider="p", model="another") is None
    assert expenses.usual_cost("write", provider="p", model="m") is None
    assert expenses.usual_cost("picture", provider="p", model="m", grade="high") is None


def test_refusals_that_cost_nothing_do_not_make_pictures_look_cheap():
    for _ in range(20):
        expenses.close(opened(), usage={"output": 1}, cost=Decimal(2))
        expenses.close(opened(), usage={}, cost=Decimal(0))
    assert expenses.usual_cost("picture", provider="p", model="m") == 2


@pytest.mark.parametrize(
    ("amount", "words"),
    [("0", "$0.00"), ("0.0004", "$0.0004"), ("0.000011", "$0.000011"), ("0.015", "$0.02"), ("1234.5", "$1,234.50")],
)
def test_amounts_are_written_as_people_do(amount, words):
    assert expenses.in_dollars(Decimal(amount)) == words


def test_the_known_cost_of_a_story_leaves_out_what_is_reserved():
    expenses.close(opened(), usage={"output": 7}, cost=Decimal("0.031"))
    opened()
    assert expenses.known_cost("a") == Decimal("0.031")
    assert expenses.spent_by_story(["a", "b"]) == {"a": Decimal("0.531")}
