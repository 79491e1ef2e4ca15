"""Checks of the budgets: whether they cover a story, and what is left of today's."""

from collections.abc import Iterator
from decimal import Decimal

from django.conf import settings
from django.db import DatabaseError

from core import expenses
from core.expenses import in_dollars
from images.costs import cost_of_a_story
from providers.base import Finding
from stories.ledger import NEARLY

WHAT = "Budget"
_UNPAID = " So the calls that cost money were left out here."


def examine(*, spend: bool) -> Iterator[Finding]:
    """Whether the budgets cover a story, and whether today's is used up. No finding where nothing costs money."""
    if settings.TEXT_PROVIDER not in settings.TEXT_PROVIDERS or settings.IMAGE_PROVIDER not in settings.IMAGE_PROVIDERS:
        return  # a system check complains
    try:
        story, spent = cost_of_a_story(review=settings.REVIEW_CHARACTER), spent_today()
    except DatabaseError:
        return  # the line about the database says why
    if not story:
        return
    costs = f"A story will probably cost about {in_dollars(story)}."
    for name, what in (("STORY_BUDGET_USD", "one story"), ("DAILY_BUDGET_USD", "a whole day")):
        limit: Decimal | None = getattr(settings, name)
        if limit is not None and limit < story:
            says = f"{costs} {name} allows {in_dollars(limit)} for {what}, too little to finish it."
            yield Finding(name, False, f"{says} Raise it, or choose a cheaper model or quality.")
    yield _of_today(costs, spent, settings.DAILY_BUDGET_USD, spend)


def _of_today(costs: str, spent: Decimal, limit: Decimal | None, spend: bool) -> Finding:
    if limit is None:
        says = f"{in_dollars(spent)} are spent or reserved today, and DAILY_BUDGET_USD sets no limit."
        return Finding(WHAT, True, f"{costs} {says}")
    says = f"{in_dollars(spent)} of today's {in_dollars(limit)} are spent or reserved"
    if spent < limit:
        nearly = " That is nearly all." if spent >= NEARLY * limit else ""
        return Finding(WHAT, True, f"{costs} {says}.{nearly}")
    wait = f"nothing that costs starts before midnight ({settings.TIME_ZONE}). Wait, or raise DAILY_BUDGET_USD."
    return Finding(WHAT, False, f"{says}: {wait}{_UNPAID if spend else ''}")


def may_spend() -> bool:
    """Whether the doctor may spend any of today's budget. Raises DatabaseError when that is not known."""
    return settings.DAILY_BUDGET_USD is None or spent_today() < settings.DAILY_BUDGET_USD


def spent_today() -> Decimal:
    """The cost of today's calls and what is reserved for calls under way, in dollars."""
    return expenses.spent(since=expenses.start_of_today())
