"""How drawing went, hour by hour: a page for staff, and the same as CSV."""

import csv
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Avg, Count, Q, Sum
from django.db.models.functions import TruncHour
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date

from core.expenses import in_dollars
from core.models import Expense
from core.readonly_admin import sees_costs
from images.costs import EXPENSE
from studio.desk.actions import REVIEW

LAST = timedelta(hours=48)
COLUMNS = ("begins", "pictures", "attempts", "mean", "timeouts")
HEAD = ["hour", "pictures", "attempts", "success_percent", "mean_seconds", "timeouts"]
PICTURE = Q(what=EXPENSE)


@dataclass(frozen=True)
class Hour:
    """What ended within an hour: attempts at pictures, how many brought one (in `seconds` on average) and to how many
    no answer came; and what all calls cost, not only those of pictures, as far as is known."""

    begins: datetime
    pictures: int
    attempts: int
    seconds: float | None
    timeouts: int
    dollars: Decimal

    @property
    def percent(self) -> int | None:
        """Which part of the attempts brought a picture."""
        return round(100 * self.pictures / self.attempts) if self.attempts else None

    @property
    def cost(self) -> str:
        """The dollars in words."""
        return in_dollars(self.dollars)

    @property
    def cells(self) -> list[object]:
        """What a line of the CSV has, without the cost."""
        seconds = "" if self.seconds is None else f"{self.seconds:.1f}"
        percent = "" if self.percent is None else self.percent
        return [f"{self.begins:%Y-%m-%dT%H:%M%z}", self.pictures, self.attempts, percent, seconds, self.timeouts]


def hours(begin: datetime, end: datetime) -> list[Hour]:
    """The hours between the two moments in which something ended, newest first, in one query."""
    rows = Expense.objects.filter(ended_at__gte=begin, ended_at__lt=end).order_by()
    drawn = PICTURE & Q(outcome=Expense.ANSWERED)
    counted = (
        rows.annotate(begins=TruncHour("ended_at"))
        .values("begins")
        .annotate(
            pictures=Count("pk", filter=drawn),
            attempts=Count("pk", filter=PICTURE),
            mean=Avg("seconds", filter=drawn),
            timeouts=Count("pk", filter=PICTURE & Q(outcome__in=(Expense.NO_ANSWER, Expense.LOST))),
            dollars=Sum("cost_usd"),
        )
    )
    return [
        Hour(
            row["begins"], row["pictures"], row["attempts"], row["mean"], row["timeouts"], row["dollars"] or Decimal(0)
        )
        for row in counted.order_by("-begins")
    ]


def together(lines: list[Hour]) -> Hour | None:
    """All of them as one; None for none."""
    if not lines:
        return None
    pictures = sum(line.pictures for line in lines)
    seconds = sum((line.seconds or 0.0) * line.pictures for line in lines)
    return Hour(
        lines[-1].begins,
        pictures,
        sum(line.attempts for line in lines),
        seconds / pictures if pictures else None,
        sum(line.timeouts for line in lines),
        sum((line.dollars for line in lines), Decimal(0)),
    )


def hours_page(request: HttpRequest) -> HttpResponse:
    """The last 48 hours, or the day of `?day=2026-11-30`; with `format=csv` to be saved."""
    if not (request.user.has_perm(REVIEW) or sees_costs(request)):
        raise PermissionDenied
    day = _day(request.GET.get("day", ""))
    lines = hours(*_span(day))
    if request.GET.get("format") == "csv":
        return _as_csv(lines, day, costs=sees_costs(request))
    context: dict[str, Any] = admin.site.each_context(request) | {"title": "Hour by hour", "day": day, "lines": lines}
    context |= {
        "total": together(lines),
        "sees_costs": sees_costs(request),
        "zone": timezone.get_current_timezone_name(),
    }
    return render(request, "admin/hours.html", context)


def _day(asked: str) -> date | None:
    try:
        return parse_date(asked)
    except ValueError:  # as in 2026-02-31
        return None


def _span(day: date | None) -> tuple[datetime, datetime]:
    if day is None:
        now = timezone.now()
        return now - LAST, now
    begin = timezone.make_aware(datetime.combine(day, time.min))
    return begin, begin + timedelta(days=1)


def _as_csv(lines: list[Hour], day: date | None, *, costs: bool) -> HttpResponse:
    name = f"storyforge-hours-{day or 'last-48'}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    answer = HttpResponse(content_type="text/csv; charset=utf-8", headers=headers)
    table = csv.writer(answer)
    table.writerow([*HEAD, *(["dollars"] if costs else [])])
    table.writerows([*line.cells, *([f"{line.dollars:.6f}"] if costs else [])] for line in lines)
    return answer
