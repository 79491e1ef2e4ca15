"""What the ledger tells of the calls of providers: how they ended, how long they took, what they cost."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, Sum

from core.models import Expense

# Seconds: from a text of the local writer to a clip that a service takes minutes for.
LIMITS = (0.1, 0.5, 1, 2.5, 5, 10, 20, 30, 60, 120, 300, 900)


@dataclass(frozen=True)
class Calls:
    """Calls of one provider and model for one thing that ended in one way: how many, how many seconds they took in all,
    how many took at most each of LIMITS, and what they cost, as far as is known."""

    provider: str
    model: str
    what: str
    outcome: str
    number: int
    seconds: float
    within: tuple[int, ...]
    dollars: Decimal


def calls_since(moment: datetime) -> Iterator[Calls]:
    """The calls that ended since then, in one query."""
    rows = Expense.objects.filter(ended_at__gte=moment).order_by().values("provider", "model", "what", "outcome")
    within = {f"within_{number}": Count("pk", filter=Q(seconds__lte=most)) for number, most in enumerate(LIMITS)}
    counted: Any = rows.annotate(number=Count("pk"), took=Sum("seconds"), dollars=Sum("cost_usd"), **within)
    for row in counted:
        took, dollars = row.pop("took") or 0.0, row.pop("dollars") or Decimal(0)
        yield Calls(within=tuple(row.pop(name) for name in within), seconds=took, dollars=dollars, **row)
