"""How a call ended, and how long it took, as the ledger has it."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from core.models import Expense
from providers.base import ProviderError
from stories import ledger

pytestmark = pytest.mark.django_db


def opened(provider: str = "p") -> Expense:
    """A call that went out five seconds ago."""
    expense = ledger.open_expense("a", "picture", provider, "storybook-1")
    expense.at = timezone.now() - timedelta(seconds=5)
    return expense


@pytest.mark.parametrize(
    ("how", "outcome"),
    [
        ({}, Expense.FAILED),
        ({"permanent": True}, Expense.FAILED),
        ({"policy": True}, Expense.REFUSED),
        ({"retry_after": 7.0}, Expense.LIMITED),
        ({"reached": False}, Expense.UNREACHABLE),
        ({"answered": False}, Expense.NO_ANSWER),
    ],
)
def test_a_call_that_fails_is_written_down_with_its_kind_of_failure(how: dict[str, Any], outcome):
    ledger.failed(opened(), ProviderError("No.", **how))
    found = Expense.objects.get()
    assert (found.outcome, 5 <= found.seconds < 60) == (outcome, True)
    assert (found.cost_usd is None) is (outcome == Expense.NO_ANSWER)


def test_an_answered_call_took_until_its_answer_came_not_until_that_was_stored():
    expense = opened()
    ledger.ended(expense)
    expense.ended_at -= timedelta(seconds=2)  # as if storing took so long
    ledger.paid(expense, {})
    found = Expense.objects.get()
    assert (found.outcome, 3 <= found.seconds < 5) == (Expense.ANSWERED, True)


def test_what_was_written_down_first_stays_when_an_answer_comes_late():
    expense = opened()
    ledger.failed(expense, ProviderError("No answer.", answered=False))
    ledger.paid(Expense.objects.get(), {"output": 2})
    found = Expense.objects.get()
    assert (found.outcome, found.usage) == (Expense.NO_ANSWER, {"output": 2})


def test_a_free_call_is_written_down_and_costs_nothing():
    expense = opened("local")
    assert (expense.cost_usd, expense.reserved_usd) == (0, 0)
    ledger.failed(expense, ProviderError("No answer.", answered=False))
    assert Expense.objects.get().cost_usd == 0
    ledger.paid(opened("local"), {})
    assert list(Expense.objects.order_by("pk").values_list("outcome", "cost_usd")) == [
        (Expense.NO_ANSWER, 0),
        (Expense.ANSWERED, 0),
    ]
