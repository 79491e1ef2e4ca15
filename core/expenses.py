"""The ledger of what the calls of providers cost. A row is opened before a call and closed after it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal

from django.db.models import DecimalField, F, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from core.models import Expense

_DOLLARS = DecimalField(max_digits=12, decimal_places=6)
_AMOUNT = Sum(Coalesce(F("cost_usd"), Decimal(0), output_field=_DOLLARS) + F("reserved_usd"), output_field=_DOLLARS)
USUAL_CALLS = 20  # of which the average is the usual cost


def insert_expense(
    channel: str, what: str, *, provider: str, model: str, expected: Decimal | None, grade: str = "", free: bool = False
) -> Expense:
    """Record a call for the story `channel` before it goes out, and reserve its `expected` cost in dollars."""
    reserved, cost = expected or Decimal(0), Decimal(0) if free else None
    named = {"channel": channel, "what": what, "provider": provider, "model": model[:80], "grade": grade[:20]}
    return Expense.objects.create(**named, reserved_usd=reserved, cost_usd=cost)


def close(expense: Expense, *, usage: Mapping[str, int], cost: Decimal | None) -> None:
    """Record what an answered call used and cost (dollars), and end its reservation. Where the cost is not known (None)
    the amount stays reserved."""
    known = {} if cost is None else {"cost_usd": cost, "reserved_usd": Decimal(0)}
    Expense.objects.filter(pk=expense.pk).update(usage=dict(usage), **known)


def note_end(expense: Expense) -> None:
    """Remember when the call ended, before its result is worked on; `end` writes it down."""
    expense.ended_at = expense.ended_at or timezone.now()


def end(expense: Expense, outcome: str) -> None:
    """Record how and when the call ended, in words of `Expense.OUTCOMES`; what was recorded first stays."""
    note_end(expense)
    took = (expense.ended_at or expense.at) - expense.at
    rows = Expense.objects.filter(pk=expense.pk, outcome="")
    rows.update(outcome=outcome, ended_at=expense.ended_at, seconds=took.total_seconds())


def lose(rows: QuerySet[Expense]) -> None:
    """Record of calls that nobody will hear how they ended: their worker stopped. What is reserved for them stays."""
    rows.filter(outcome="").update(outcome=Expense.LOST, ended_at=timezone.now())


def spent(channel: str = "", since: datetime | None = None) -> Decimal:
    """What was spent and is reserved, in dollars: for one story, or since a moment, or in all."""
    rows = Expense.objects.all()
    if channel:
        rows = rows.filter(channel=channel)
    if since is not None:
        rows = rows.filter(at__gte=since)
    total: Decimal | None = rows.aggregate(total=_AMOUNT)["total"]
    return total or Decimal(0)


def known_cost(channel: str) -> Decimal:
    """What the answered calls of a story cost, in dollars, without what is reserved."""
    total: Decimal | None = Expense.objects.filter(channel=channel).aggregate(total=Sum("cost_usd"))["total"]
    return total or Decimal(0)


def known_costs(channels: Iterable[str]) -> dict[str, Decimal]:
    """`known_cost` of each of the stories that has one, in one query."""
    rows = Expense.objects.filter(channel__in=list(channels), cost_usd__isnull=False).order_by().values("channel")
    return dict(rows.annotate(total=Sum("cost_usd")).values_list("channel", "total"))


def spent_by_story(channels: Iterable[str]) -> dict[str, Decimal]:
    """What was spent and is reserved for each of the stories, in dollars, in one query."""
    rows = Expense.objects.filter(channel__in=list(channels)).order_by().values("channel")
    return {row["channel"]: row["total"] for row in rows.annotate(total=_AMOUNT)}


def usual_cost(what: str, *, provider: str, model: str, grade: str = "") -> Decimal | None:
    """What the last USUAL_CALLS calls of this kind cost on average, in dollars; None before there were so many."""
    rows = Expense.objects.filter(
        provider=provider, model=model, what=what, grade=grade, cost_usd__isnull=False
    ).exclude(usage={})
    costs = [cost for cost in rows.order_by("-at").values_list("cost_usd", flat=True)[:USUAL_CALLS] if cost is not None]
    return sum(costs, Decimal(0)) / USUAL_CALLS if len(costs) == USUAL_CALLS else None


def start_of_today() -> datetime:
    """Midnight, in the site's time zone."""
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)


def in_dollars(amount: Decimal) -> str:
    """An amount for people: cents, and more digits only below a cent."""
    if 0 < amount < Decimal("0.01"):
        return f"${amount:.6f}".rstrip("0")
    return f"${amount:,.2f}"
