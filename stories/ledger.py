"""Calls of providers in the ledger: opened before the call, closed with what its answer says it cost."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal

from core import expenses
from core.models import Expense
from providers import prices
from providers.base import ProviderError, Usage
from stories import budget


@dataclass
class Receipt:
    """What a call consumed; whoever made the call writes it in."""

    usage: Usage = field(default_factory=dict)


def open_expense(channel: str, what: str, provider: str, model: str) -> Expense | None:
    """Write down that a call goes out, and hold back what it will probably cost. None for a provider that is free."""
    if prices.price_of(provider, model) == {}:
        return None
    expected = budget.expected_cost(what, provider, model)
    return expenses.open_expense(channel, what, provider=provider, model=model, expected=expected)


def paid(expense: Expense | None, usage: Usage) -> None:
    """Write down what an answered call consumed, priced."""
    if expense is not None:
        cost = prices.cost(expense.provider, expense.model, usage)
        expenses.close_expense(expense, usage=usage, cost=cost)


def failed(expense: Expense | None, error: ProviderError) -> None:
    """Write down a call that failed: nothing, or what it consumed all the same. A call without an answer may have been
    carried out, so what was held back for it stays held back."""
    if expense is None or not (error.answered or not error.reached):
        return
    cost = prices.cost(expense.provider, expense.model, error.usage) if error.usage else Decimal(0)
    expenses.close_expense(expense, usage=error.usage, cost=cost)


@contextmanager
def call(channel: str, what: str, provider: str, model: str) -> Iterator[Receipt]:
    """A call inside the block, with its row. The block puts the usage of the answer on the receipt."""
    expense, receipt = open_expense(channel, what, provider, model), Receipt()
    try:
        yield receipt
    except ProviderError as error:
        failed(expense, error)
        raise
    paid(expense, receipt.usage)
