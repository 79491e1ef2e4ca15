"""What pictures will probably cost, and whether the budgets allow it."""

from collections.abc import Mapping
from decimal import Decimal

from core.expenses import in_dollars
from images.drawing.references import takes_references
from images.illustrators import illustrator_of
from providers.base import Illustrator
from stories import ledger
from stories.models import SCENES, Story

EXPENSE = "picture"  # how the ledger calls the drawing of one


def check_budget(counts: Mapping[Story, int]) -> None:
    """Raise OverBudget when so many more pictures of these stories cost too much, for a story or the day."""
    costs = {story: cost_of_pictures(count, story) for story, count in counts.items()}
    for story, cost in costs.items():
        ledger.check_budget(story.channel, cost)
    if len(costs) > 1:
        known = [cost for cost in costs.values() if cost is not None]
        ledger.check_budget("", sum(known, Decimal(0)) if len(known) == len(costs) else None)


def cost_of_pictures(count: int, story: Story | None = None) -> Decimal | None:
    """The expected cost of `count` pictures of the story (None: a new one) in dollars; None if it is not known."""
    return cost_of_drawing(count, illustrator_of(story))


def cost_of_drawing(count: int, illustrator: Illustrator) -> Decimal | None:
    """The expected cost of `count` pictures of the illustrator in dollars; None if it is not known."""
    one = ledger.expected_cost(EXPENSE, illustrator.name, illustrator.model, quality_of(illustrator))
    return None if one is None else one * Decimal(count)


def price_label(count: int, story: Story | None = None) -> str:
    """The expected cost of `count` pictures of the story (None: a new one), for people; "" if it is zero or not
    known."""
    cost = cost_of_pictures(count, story)
    return in_dollars(cost) if cost else ""


def cost_of_a_story(*, review: bool = False) -> Decimal | None:
    """The expected cost in dollars of a story's writing and its pictures; None if a price is not known."""
    pictures, writing = cost_of_pictures(pictures_to_draw(review=review)), ledger.writing_cost()
    return None if pictures is None or writing is None else pictures + writing


def pictures_to_draw(story: Story | None = None, *, review: bool) -> int:
    """How many pictures the story (None: a new one) needs: twenty, and one for the character sheet. Without `review`
    the sheet is drawn only for an illustrator that looks at it."""
    return pictures_to_draw_by(illustrator_of(story), review=review)


def pictures_to_draw_by(illustrator: Illustrator, *, review: bool) -> int:
    """The same for a story that the illustrator draws."""
    return SCENES + (review or takes_references(illustrator))


def quality_of(illustrator: Illustrator) -> str:
    """What the price of its pictures depends on besides the model; "" for most."""
    return str(getattr(illustrator, "quality", ""))
