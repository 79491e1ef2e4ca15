"""What clips will probably cost, and whether that may be paid."""

from collections.abc import Iterable
from decimal import Decimal

from core.expenses import in_dollars
from providers import registry
from providers.base import Animator
from stories import budget
from stories.models import Story

EXPENSE = "clip"


def grade_of(animator: Animator) -> str:
    """What else than the model the price of its clips hangs on."""
    return str(getattr(animator, "grade", ""))


def of_one(animator: Animator) -> Decimal | None:
    """What one clip will probably cost, in dollars. None: nobody knows."""
    return budget.expected_cost(EXPENSE, animator.name, animator.model, grade_of(animator))


def cost_of(count: int, provider: str = "") -> str:
    """What so many clips of that provider (default: VIDEO_PROVIDER's choice) will probably cost, for people; "" when
    that is nothing, or nobody knows."""
    one = of_one(registry.animator(provider))
    return in_dollars(one * Decimal(count)) if one else ""


def check(story: Story, providers: Iterable[str]) -> None:
    """Raise OverBudget when the clips of this story that those providers are to make, one each, would cost too much all
    together."""
    prices = [of_one(registry.animator(provider)) for provider in providers]
    known = [price for price in prices if price is not None]
    total = sum(known, Decimal(0)) if len(known) == len(prices) else None
    if total != 0:  # what is free goes on when the money is used up
        budget.check(story.channel, total)
