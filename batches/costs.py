"""What the stories of a batch will probably cost, and what the budgets leave."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.conf import settings

from batches.models import Batch, BatchRow, reaches
from core import expenses
from images import costs as picture_costs
from images import statuses as picture_statuses
from providers import registry
from stories import ledger
from stories import statuses as story_statuses
from stories.ledger import OverBudget
from stories.models import SCENES, Story
from videos.clips.costs import clip_price

_UNWRITTEN = (story_statuses.WRITING, story_statuses.FAILED)


def cost_of(rows: Iterable[BatchRow], until: str) -> Decimal | None:
    """What is still to be paid, in dollars, to make the stories of `rows` as far as `until`; None if a price is not
    known."""
    stories = [row.story for row in rows]
    fresh = stories.count(None)
    costs = [_times(_cost_of_story(None, until), fresh)] if fresh else []
    costs += [_cost_of_story(story, until) for story in stories if story is not None]
    return _sum(costs)


def _cost_of_story(story: Story | None, until: str) -> Decimal | None:
    """For one story, None: for a new one."""
    status = story_statuses.WRITING if story is None else story.status
    costs: list[Decimal | None] = []
    if status in _UNWRITTEN:
        costs.append(ledger.writing_cost())
    if reaches(until, Batch.PICTURES):
        costs.append(picture_costs.cost_of_pictures(_pictures_to_draw(story), story))
    if reaches(until, Batch.FILM) and status != story_statuses.FINISHED:
        costs.append(_times(clip_price(registry.animator()), SCENES))
    return _sum(costs)


def _pictures_to_draw(story: Story | None) -> int:
    if story is None or story.status not in story_statuses.HAS_PICTURES:
        return picture_costs.pictures_to_draw(story, review=False)
    return int(story.illustrations.filter(current=None).exclude(status=picture_statuses.APPROVED).count())


def _times(cost: Decimal | None, count: int) -> Decimal | None:
    return None if cost is None else cost * count


def _sum(costs: Iterable[Decimal | None]) -> Decimal | None:
    total = Decimal(0)
    for cost in costs:
        if cost is None:
            return None
        total += cost
    return total


def refusal(until: str) -> OverBudget | None:
    """Why not even one story can be paid for as far as `until`, whatever day it is; None if one can."""
    cost = _cost_of_story(None, until)
    if cost is None:
        return ledger.refusal("", None)
    limits = [limit for limit in (settings.STORY_BUDGET_USD, settings.DAILY_BUDGET_USD) if limit is not None]
    if all(cost <= limit for limit in limits):
        return None
    one, least = expenses.in_dollars(cost), expenses.in_dollars(min(limits))
    cure = "Raise STORY_BUDGET_USD or DAILY_BUDGET_USD and restart the site."
    return OverBudget(
        f"one of its stories would cost about {one}, and this site allows {least}.",
        f"One of its stories would cost about {one}, and the budget allows {least}. {cure}",
    )


def left_today() -> Decimal | None:
    """What the budget of today leaves, in dollars; None without one."""
    limit: Decimal | None = settings.DAILY_BUDGET_USD
    if limit is None:
        return None
    return max(Decimal(0), limit - expenses.spent(since=expenses.start_of_today()))


def price_sentence(rows: Sequence[BatchRow], until: str, *, sees_budget: bool = True) -> str:
    """What the stories of `rows` will probably cost, in a sentence, and whether the budget of today is enough; what it
    leaves only for those who may see that."""
    what = f"{len(rows)} {'story' if len(rows) == 1 else 'stories'}"
    cost, left = cost_of(rows, until), left_today()
    if cost is None:
        return f"What {what} will cost is not known: the price of a model is missing in the setting PRICES."
    if not cost:
        return f"{what} will cost nothing."
    said = f"{what} will probably cost about {expenses.in_dollars(cost)}"
    if left is None:
        return f"{said}."
    if sees_budget:
        said = f"{said}; the budget of today leaves {expenses.in_dollars(left)}"
    if cost <= left:
        return f"{said}."
    return f"{said}. The budget of today is not enough for all: the others wait, and are made on the days after."
