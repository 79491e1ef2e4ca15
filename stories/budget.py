"""The budgets: nothing is started that would probably go over what one story, or one day, may cost.

What a call will cost is known only afterwards. So every call holds back what calls of its kind cost lately, in the same
ledger, and counts until its own cost is known.
"""

import logging
from decimal import Decimal

from django.conf import settings

from core import expenses
from core.expenses import in_dollars
from core.status import Conflict
from providers import prices, registry

log = logging.getLogger(__name__)


class OverBudget(Conflict):
    """It was not started, for it would cost more than is allowed. The message says so to the visitor."""


def is_limited() -> bool:
    """Whether there is a budget to keep."""
    return settings.STORY_BUDGET_USD is not None or settings.DAILY_BUDGET_USD is not None


def expected_cost(what: str, provider: str, model: str, grade: str = "") -> Decimal | None:
    """What one call will probably cost, in dollars: what the last ones did, else a guess. None: nobody knows."""
    if prices.price_of(provider, model) == {}:
        return Decimal(0)
    usual = expenses.usual_cost(what, provider=provider, model=model, grade=grade)
    return usual if usual is not None else prices.first_guess(provider, model, what)


def writing_cost() -> Decimal | None:
    """What one call of the writer will probably cost, in dollars. None: nobody knows."""
    writer = registry.writer()
    return expected_cost("write", writer.name, writer.model)


def check(channel: str, upcoming: Decimal | None) -> None:
    """Raise OverBudget when `upcoming` dollars more, for the story `channel`, would exceed a budget.

    None as `upcoming` is an unknown price: with a budget set, nothing is started whose price is not known.
    """
    if not is_limited():
        return
    if upcoming is None:
        log.error("A budget is set, but the price of the model is not known. Put it into the setting PRICES.")
        raise OverBudget("It is not known what this would cost, and this site has a budget to keep.", None)
    _check_story(channel, upcoming)
    _check_day(upcoming)


def _check_story(channel: str, upcoming: Decimal) -> None:
    if channel:
        _check("STORY_BUDGET_USD", expenses.spent(channel), upcoming, "that one story may cost here.")


def _check_day(upcoming: Decimal) -> None:
    today = expenses.spent(since=expenses.start_of_today())
    _check("DAILY_BUDGET_USD", today, upcoming, "that this site may spend in a day. Try again tomorrow.")


def _check(setting: str, spent: Decimal, upcoming: Decimal, what_for: str) -> None:
    limit: Decimal | None = getattr(settings, setting)
    if limit is None or spent + upcoming <= limit:
        return
    more, whole = in_dollars(upcoming), in_dollars(limit)
    log.warning(
        "%s is %s; %s are spent or held back and %s more were asked for. Raise it, or wait.",
        setting, whole, in_dollars(spent), more,
    )  # fmt: skip
    left = in_dollars(max(limit - spent, Decimal(0)))
    asked = f"it would cost about {more}, and {left} are" if upcoming else "nothing is"
    raise OverBudget(f"This was not started: {asked} left of the {whole} {what_for}", None)
