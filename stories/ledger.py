"""Calls of providers in the ledger: opened before the call, closed with its cost."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal

from django.db import Error, transaction

from core import expenses
from core.connections import lock, release_connection, retry_db
from core.models import Expense
from providers import prices
from providers.base import ProviderError, Usage, Writer
from stories import budget

log = logging.getLogger(__name__)


@dataclass
class Receipt:
    """What a call consumed; the caller sets `usage`."""

    usage: Usage = field(default_factory=dict)


def open_expense(channel: str, what: str, provider: str, model: str, grade: str = "") -> Expense | None:
    """Record that a call goes out and reserve its expected cost. None for a provider that is free.

    Raises OverBudget, and records nothing, when that is more than is left. Calls that begin at the same moment see each
    other's reservations.
    """
    if prices.price_of(provider, model) == {}:
        return None
    with transaction.atomic():
        if budget.is_limited():
            lock("budget")
        expected = budget.expected_cost(what, provider, model, grade)
        budget.check(channel, expected)
        return expenses.open_expense(channel, what, provider=provider, model=model, grade=grade, expected=expected)


def record(channel: str, what: str, provider: str, model: str, usage: Usage) -> None:
    """Record a call that was made already."""
    paid(expenses.open_expense(channel, what, provider=provider, model=model, expected=None), usage)


def paid(expense: Expense | None, usage: Usage) -> None:
    """Record usage and cost of an answered call. Never raises: the answer must not be lost."""
    if expense is not None:
        _close(expense, usage, prices.cost(expense.provider, expense.model, usage))


def _close(expense: Expense, usage: Usage, cost: Decimal | None) -> None:
    try:
        retry_db(lambda: expenses.close_expense(expense, usage=usage, cost=cost))
    except Error:
        log.exception("The cost of a call could not be written down: %s, %s, %s.", expense, dict(usage), cost)


def failed(expense: Expense | None, error: ProviderError) -> None:
    """Record what a failed call consumed, often nothing. A call without an answer may have been carried out, so its
    reservation stays. Never raises."""
    if expense is None or not (error.answered or not error.reached):
        return
    cost = prices.cost(expense.provider, expense.model, error.usage) if error.usage else Decimal(0)
    _close(expense, error.usage, cost)


@contextmanager
def call(channel: str, what: str, writer: Writer, *, cure: str = "") -> Iterator[Receipt]:
    """Call the writer inside the block, with a row in the ledger and without a database connection. The block sets the
    usage of the receipt.

    Raises ProviderError: the writer's own, one for a call over budget, and one for a bug of ours, whose sentence ends
    with `cure`.
    """
    receipt = Receipt()
    try:
        expense = open_expense(channel, what, writer.name, writer.model)
    except budget.OverBudget as over:
        raise ProviderError(str(over), permanent=True, operator=over.operator) from over
    release_connection()
    try:
        yield receipt
    except ProviderError as error:
        failed(expense, error)
        raise
    except Exception as bug:
        log.exception("The writer %s failed. Story %s, call: %s", writer.name, channel, what)
        if receipt.usage:
            paid(expense, receipt.usage)
        raise ProviderError(f"The writer stopped with an unexpected error. {cure}".strip()) from bug
    paid(expense, receipt.usage)
