"""What a whole story will probably cost, before anything of it is begun."""

from decimal import Decimal

from images.drawing import references
from images.drawing.attempts import EXPENSE, grade_of
from providers import registry
from stories import budget
from stories.models import SCENES


def cost_of_a_story(*, review: bool = False) -> Decimal | None:
    """Dollars for its writing, for the character sheet where one is drawn, and for twenty pictures, without which it is
    none. None: nobody knows."""
    drawer = registry.illustrator()
    pictures = SCENES + (review or references.takes_references(drawer))
    picture = budget.expected_cost(EXPENSE, drawer.name, drawer.model, grade_of(drawer))
    writing = budget.writing_cost()
    return None if picture is None or writing is None else writing + picture * pictures
