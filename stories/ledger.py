"""What the calls of providers cost: recorded before each call, and closed after it. Nothing is started that would
probably exceed the budget of a story or of a day.

The cost of a call is known only afterwards. So every call reserves what calls of its kind cost lately; the reservation
counts until the cost is known.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal

from django.conf import settings
from django.db import Error, transaction
from django.utils import timezone

from core import expenses
from core.alerts import alert
from core.connections import lock, release_connection, retry_db
from core.expenses import in_dollars
from core.models import Expense
from core.status import Conflict
from providers import prices, registry
from providers.base import ProviderError, Usage, Writer

log = logging.getLogger(__name__)

NEARLY = Decimal("0.8")  # the part of a day's budget at which the operator is told


class OverBudget(Conflict):
    """It was not started, because it would cost more than a budget allows. The sentence tells the visitor (`reason` is
    the part after its colon), `operator` names the setting. `ends_today`: tomorrow the budget allows it."""

    def __init__(self, reason: str, operator: str, *, ends_today: bool = False) -> None:
        super().__init__(f"This was not started: {reason}", operator=operator)
        self.reason = reason
        self.ends_today = ends_today


def is_limited() -> bool:
    """Whether a budget is set."""
    return settings.STORY_BUDGET_USD is not None or settings.DAILY_BUDGET_USD is not None


def expected_cost(what: str, provider: str, model: str, grade: str = "") -> Decimal | None:
    """The expected cost of a call in dollars: the average of the last ones, else a guess. None: not known."""
    if prices.price_of(provider, model) == {}:
        return Decimal(0)
    usual = expenses.usual_cost(what, provider=provider, model=model, grade=grade)
    return usual if usual is not None else prices.first_guess(provider, model, what, grade)


def writing_cost() -> Decimal | None:
    """The expected cost of one call of the writer in dollars. None: not known."""
    writer = registry.writer()
    return expected_cost("write", writer.name, writer.model)


def check_budget(channel: str, upcoming: Decimal | None) -> None:
    """Raise OverBudget when `upcoming` dollars more, for the story `channel` ("": a new one), would exceed a budget.

    `upcoming` is None for an unknown price, which no budget that was set allows.
    """
    over = refusal(channel, upcoming)
    if over is not None:
        log.warning("%s", over.operator)
        raise over


def refusal(channel: str, upcoming: Decimal | None) -> OverBudget | None:
    """What `check_budget` would raise, without raising or logging it."""
    if not is_limited():
        return None
    if upcoming is None:
        # A limit that nobody has set must not stop a model whose price only its operator knows.
        if settings.STORY_BUDGET_USD is None and settings.DAILY_BUDGET_IS_DEFAULT:
            return None
        return OverBudget(_NO_PRICE, _NO_PRICE_FOR_OPERATOR)
    return (_story_refusal(channel, upcoming) if channel else None) or _day_refusal(upcoming)


_ASK = "Only the people who run this site can raise the limit."
_NO_PRICE = (
    "this site keeps to a budget, and it is not known what this would cost. Only the people who run this site can "
    "change that."
)
_NO_PRICE_FOR_OPERATOR = "A budget is set, but the price of the model is not known. Put it into the setting PRICES."


def _story_refusal(channel: str, upcoming: Decimal) -> OverBudget | None:
    limit: Decimal | None = settings.STORY_BUDGET_USD
    if limit is None or (spent := expenses.spent(channel)) + upcoming <= limit:
        return None
    found = _words("for one story", limit, spent, upcoming)
    return OverBudget(f"{found} {_ASK}", _for_operator("STORY_BUDGET_USD", limit, upcoming))


def _day_refusal(upcoming: Decimal) -> OverBudget | None:
    limit: Decimal | None = settings.DAILY_BUDGET_USD
    if limit is None or (spent := expenses.spent(since=expenses.start_of_today())) + upcoming <= limit:
        return None
    midnight = f"midnight {timezone.get_current_timezone_name()}"  # as `expenses.start_of_today`
    fits = upcoming <= limit  # else it is too dear for any day
    way_out = f"Try again after {midnight}." if fits else _ASK
    found = _words("a day for all its stories", limit, spent, upcoming)
    wait = f", or wait until {midnight}" if fits else ""
    operator = _for_operator("DAILY_BUDGET_USD", limit, upcoming, wait)
    return OverBudget(f"{found} {way_out}", operator, ends_today=fits)


def _words(what_for: str, limit: Decimal, spent: Decimal, upcoming: Decimal) -> str:
    """The reason as the visitor reads it, without what was spent."""
    allowed = f"{in_dollars(limit)} {what_for}"
    if spent >= limit or not upcoming:
        return f"this site allows {allowed}, and that is used up."
    more = "and this site allows" if not spent else "more than is left of what this site allows,"
    return f"it would cost about {in_dollars(upcoming)}, {more} {allowed}."


def _for_operator(setting: str, limit: Decimal, upcoming: Decimal, wait: str = "") -> str:
    """Without what was spent: staff read it who may not see costs."""
    return (
        f"{setting} is {in_dollars(limit)}, and not enough of it is left for the {in_dollars(upcoming)} that were "
        f"asked for. Raise it and restart the site{wait}. Costs in the admin say what was spent."
    )


@dataclass
class Receipt:
    """What a call consumed; the caller sets `usage`."""

    usage: Usage = field(default_factory=dict)


def open_expense(channel: str, what: str, provider: str, model: str, grade: str = "") -> Expense:
    """Record that a call goes out and reserve its expected cost, which is 0 for a provider that is free.

    Raises OverBudget, and records nothing, when that is more than is left. Calls that begin at the same moment see each
    other's reservations.
    """
    if prices.price_of(provider, model) == {}:
        return expenses.insert_expense(channel, what, provider=provider, model=model, expected=None, free=True)
    with transaction.atomic():
        if is_limited():
            lock("budget")
        expected = expected_cost(what, provider, model, grade)
        check_budget(channel, expected)
        _warn_near_the_limit(expected or Decimal(0))
        return expenses.insert_expense(channel, what, provider=provider, model=model, grade=grade, expected=expected)


def _warn_near_the_limit(upcoming: Decimal) -> None:
    """Alert the operator, once a day, when this call takes today's cost over NEARLY of the budget."""
    limit: Decimal | None = settings.DAILY_BUDGET_USD
    if not limit:
        return
    today = expenses.start_of_today()
    spent = expenses.spent(since=today) + upcoming
    if spent >= NEARLY * limit:
        alert(
            f"{in_dollars(spent)} of today's {in_dollars(limit)} are spent or reserved. At the limit nothing that "
            f"costs starts before midnight ({settings.TIME_ZONE}). DAILY_BUDGET_USD sets the limit.",
            once=f"budget-{today:%Y-%m-%d}",
        )


def record(channel: str, what: str, provider: str, model: str, usage: Usage) -> None:
    """Record the cost of a call that was made already."""
    expense = expenses.insert_expense(channel, what, provider=provider, model=model, expected=None)
    _write(expense, usage, prices.cost(provider, model, usage), outcome="")


def paid(expense: Expense | None, usage: Usage) -> None:
    """Record usage and cost of an answered call. Never raises: the answer must not be lost."""
    if expense is not None:
        _write(expense, usage, prices.cost(expense.provider, expense.model, usage), outcome=Expense.ANSWERED)


def ended(expense: Expense | None) -> None:
    """The call has ended in whatever way; its result is recorded later, by `paid` or `failed`."""
    if expense is not None:
        expenses.note_end(expense)


def failed(expense: Expense | None, error: ProviderError) -> None:
    """Record how a call failed and what it consumed, often nothing. A call without an answer may have been carried
    out, so its reservation stays. Never raises."""
    if expense is None:
        return
    if not (error.answered or not error.reached):
        return _write(expense, outcome=Expense.NO_ANSWER)
    cost = prices.cost(expense.provider, expense.model, error.usage) if error.usage else Decimal(0)
    _write(expense, error.usage, cost, outcome=_outcome(error))


def _outcome(error: ProviderError) -> str:
    if error.policy:
        return Expense.REFUSED
    if not error.reached:
        return Expense.UNREACHABLE
    return Expense.LIMITED if error.retry_after is not None else Expense.FAILED


def _write(expense: Expense, usage: Usage | None = None, cost: Decimal | None = None, *, outcome: str) -> None:
    """Close the row where `usage` is given, and say how the call ended where there is an `outcome`."""

    def write() -> None:
        if usage is not None:
            expenses.close(expense, usage=usage, cost=cost)
        if outcome:
            expenses.end(expense, outcome)

    try:
        retry_db(write)
    except Error:
        log.exception("The cost of a call could not be written down: %s, %s, %s.", expense, dict(usage or {}), cost)


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
    except OverBudget as over:
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
        else:
            _write(expense, outcome=Expense.NO_ANSWER)
        raise ProviderError(f"The writer stopped with an unexpected error. {cure}".strip()) from bug
    paid(expense, receipt.usage)
