"""Calls of providers in the ledger: opened before the call, closed with what its answer says it cost."""

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
    """What a call consumed; whoever made the call writes it in."""

    usage: Usage = field(default_factory=dict)


def open_expense(channel: str, what: str, provider: str, model: str, grade: str = "") -> Expense | None:
    """Write down that a call goes out, and hold back what it will probably cost. None for a provider that is free.

    Raises OverBudget, and writes nothing, when that is more than is left. Of calls that begin at the same moment each
    sees what the ones before it hold back.
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
    """Write down a call that was made already."""
    paid(expenses.open_expense(channel, what, provider=provider, model=model, expected=None), usage)


def paid(expense: Expense | None, usage: Usage) -> None:
    """Write down what an answered call consumed, priced. Never raises: an answer must not be lost for its price."""
    if expense is not None:
        _close(expense, usage, prices.cost(expense.provider, expense.model, usage))


def _close(expense: Expense, usage: Usage, cost: Decimal | None) -> None:
    try:
        retry_db(lambda: expenses.close_expense(expense, usage=usage, cost=cost))
    except Error:
        log.exception("The cost of a call could not be written down: %s, %s, %s.", expense, dict(usage), cost)


def failed(expense: Expense | None, error: ProviderError) -> None:
    """Write down a call that failed: nothing, or what it consumed all the same. A call without an answer may have been
    carried out, so what was held back for it stays held back. Never raises."""
    if expense is None or not (error.answered or not error.reached):
        return
    cost = prices.cost(expense.provider, expense.model, error.usage) if error.usage else Decimal(0)
    _close(expense, error.usage, cost)


@contextmanager
def call(channel: str, what: str, writer: Writer, *, cure: str = "") -> Iterator[Receipt]:
    """A call of the writer inside the block, with its row and without a database connection. The block puts the usage
    of the answer on the receipt.

    Raises ProviderError: the writer's own, one that says that the call may not be paid for, and one for a bug of ours,
    whose sentence ends with `cure`.
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
        log.exception("The writer %s failed at this of story %s: %s", writer.name, channel, what)
        if receipt.usage:
            paid(expense, receipt.usage)
        raise ProviderError(f"The writer stopped with an unexpected error. {cure}".strip()) from bug
    paid(expense, receipt.usage)
