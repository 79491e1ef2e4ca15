"""What clips will probably cost, and whether the budget allows it."""

from decimal import Decimal

from core.expenses import in_dollars
from providers import registry
from providers.base import Animator
from stories import ledger
from stories.models import Story

EXPENSE = "clip"


def clip_price(animator: Animator) -> Decimal | None:
    """What one clip will probably cost, in dollars; None where that is unknown."""
    return ledger.expected_cost(EXPENSE, animator.name, animator.model)


def price_label(count: int, provider: str = "") -> str:
    """What `count` clips of the provider ("": the one that is chosen) will probably cost, for people; "" when they are
    free or the price is unknown."""
    price = clip_price(registry.animator(provider))
    return in_dollars(price * Decimal(count)) if price else ""


def check_budget(story: Story, provider: str = "", *, count: int = 1) -> None:
    """Raise OverBudget when `count` clips of the provider ("": the one that is chosen) would together cost more than
    the story has left."""
    price = clip_price(registry.animator(provider))
    total = None if price is None else price * count
    if count and total != 0:  # free clips are made when the budget is used up, too
        ledger.check_budget(story.channel, total)
