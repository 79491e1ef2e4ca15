"""What clips will probably cost, and whether the budget allows it."""

from collections.abc import Iterable
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
    """What `count` clips of the provider (default: VIDEO_PROVIDER) will probably cost, for people; "" when they are
    free or the price is unknown."""
    price = clip_price(registry.animator(provider))
    return in_dollars(price * Decimal(count)) if price else ""


def check_budget(story: Story, providers: Iterable[str]) -> None:
    """Raise OverBudget when one clip of each of the `providers` would together cost more than the story has left."""
    prices = [clip_price(registry.animator(provider)) for provider in providers]
    known = [price for price in prices if price is not None]
    total = sum(known, Decimal(0)) if len(known) == len(prices) else None
    if total != 0:  # free clips are made when the budget is used up, too
        ledger.check_budget(story.channel, total)
