"""What pictures will probably cost, and whether the budgets allow it."""

from collections.abc import Mapping
from decimal import Decimal

from core.expenses import in_dollars
from images.drawing.references import takes_references
from providers import registry
from providers.base import Illustrator
from stories import ledger
from stories.models import SCENES, Story

EXPENSE = "picture"  # how the ledger calls the drawing of one


def check_budget(counts: Mapping[Story, int]) -> None:
    """Raise OverBudget when so many more pictures of these stories cost too much, for a story or the day."""
    for story, count in counts.items():
        ledger.check_budget(story.channel, cost_of_pictures(count))
    if len(counts) > 1:
        ledger.check_budget("", cost_of_pictures(sum(counts.values())))


def cost_of_pictures(count: int) -> Decimal | None:
    """The expected cost of `count` pictures in dollars; None if it is not known."""
    illustrator = registry.illustrator()
    one = ledger.expected_cost(EXPENSE, illustrator.name, illustrator.model, quality_of(illustrator))
    return None if one is None else one * Decimal(count)


def price_label(count: int) -> str:
    """The expected cost of `count` pictures, for people; "" if it is zero or not known."""
    cost = cost_of_pictures(count)
    return in_dollars(cost) if cost else ""


def cost_of_a_story(*, review: bool = False) -> Decimal | None:
    """The expected cost in dollars of a story's writing and its pictures; None if a price is not known."""
    pictures, writing = cost_of_pictures(pictures_to_draw(review=review)), ledger.writing_cost()
    return None if pictures is None or writing is None else pictures + writing


def pictures_to_draw(*, review: bool) -> int:
    """How many pictures a story needs: twenty, and one for the character sheet. Without `review` the sheet is drawn
    only for an illustrator that looks at it."""
    return SCENES + (review or takes_references(registry.illustrator()))


def quality_of(illustrator: Illustrator) -> str:
    """What the price of its pictures depends on besides the model; "" for most."""
    return str(getattr(illustrator, "quality", ""))
