"""Decisions in Django admin, and the rejection statistics."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import TruncWeek
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone

from core.readonly_admin import ViewOnlyAdmin, column
from images.models import Decision
from images.rejection_reasons import REASONS, labels
from studio.desk.actions import REVIEW

SPANS = {"4": "4 weeks", "12": "12 weeks", "all": "All time"}
REJECTED = Q(action=Decision.REJECT)
NO_REASON = "No reason picked"


@dataclass(frozen=True)
class Line:
    """One line of a table: `part` rejections of `whole` decisions."""

    name: str
    part: int
    whole: int

    @property
    def percent(self) -> int:
        return round(100 * self.part / self.whole) if self.whole else 0


def decisions_in(span: str) -> QuerySet[Decision]:
    """The approvals and rejections in that span, a key of SPANS, without undone ones and character sheets."""
    rows = Decision.objects.filter(action__in=[Decision.APPROVE, Decision.REJECT], undone=False)
    rows = rows.filter(illustration__number__gt=0).order_by()
    return rows if span == "all" else rows.filter(at__gte=timezone.now() - timedelta(weeks=int(span)))


def statistics(span: str) -> dict[str, Any]:
    """All the tables of the page, in four queries."""
    rows = decisions_in(span)
    weeks = _shares(rows.annotate(week=TruncWeek("at")), "week")
    total = Line("All", sum(line.part for _, line in weeks), sum(line.whole for _, line in weeks))
    return {
        "total": total,
        "by_reason": _by_reason(rows, total.part),
        "tables": [
            ("By template", "Template", _most_rejected(_shares(rows, "illustration__story__template__name"))),
            ("By model", "Model", _most_rejected(_shares(rows, "version__provider", "version__model"))),
            ("By week", "Week from", [line for _, line in sorted(weeks, key=lambda one: one[0], reverse=True)]),
        ],
    }


def _shares(rows: QuerySet[Any], *fields: str) -> list[tuple[Any, Line]]:
    """How many of the decisions were rejections, for each value of the fields: (the values, the line)."""
    counted = rows.values_list(*fields).annotate(part=Count("pk", filter=REJECTED), whole=Count("pk"))
    return [(values, Line(_name(values), part, whole)) for *values, part, whole in counted]


def _name(values: Iterable[Any]) -> str:
    words = [f"{value:%Y-%m-%d}" if hasattr(value, "strftime") else value for value in values]
    return " ".join(word for word in words if word) or "Not known"


def _most_rejected(lines: list[tuple[Any, Line]]) -> list[Line]:
    """The most rejections first."""
    return sorted((line for _, line in lines), key=lambda line: (-line.part, line.name))


def _by_reason(rows: QuerySet[Decision], rejected: int) -> list[Line]:
    """How often each reason was picked. A rejection may have several; the database counts each combination once."""
    picked: Counter[str] = Counter()
    for reasons, count in rows.filter(REJECTED).values_list(F("reasons")).annotate(count=Count("pk")):
        picked.update(dict.fromkeys(reasons or [""], count))
    lines = [Line(reason.label, picked[key], rejected) for key, reason in REASONS.items()]
    return sorted([*lines, Line(NO_REASON, picked[""], rejected)], key=lambda line: -line.part)


def _picture(decision: Decision) -> str:
    """The picture, its story and the version."""
    version = f", version {decision.version.number}" if decision.version else ""
    return f"{decision.illustration} of {decision.illustration.story}{version}"


@admin.register(Decision)
class DecisionAdmin(ViewOnlyAdmin):
    list_display = ["at", "action", "picture", "why", "note", "by", "undone"]
    list_filter = ["action", "undone", "at"]
    search_fields = ["=illustration__story__id", "illustration__story__title", "note", "=by"]
    search_help_text = "A story's id, words of its title or of the note, or who decided"
    list_select_related = ["illustration__story", "version"]
    ordering = ["-pk"]
    change_list_template = "admin/decisions.html"

    picture = column("picture", _picture, ordering="illustration")
    why = column("reasons", lambda decision: labels(decision.reasons))

    def get_urls(self) -> list[Any]:
        """With the page of statistics."""
        page = self.admin_site.admin_view(self.statistics)
        return [path("statistics/", page, name="images_decision_statistics"), *super().get_urls()]

    def statistics(self, request: HttpRequest) -> HttpResponse:
        """Rejections by reason, template, model and week, in the span that is asked for: `?weeks=4`, `12` or `all`."""
        if not (self.has_view_permission(request) or request.user.has_perm(REVIEW)):
            raise PermissionDenied
        asked = request.GET.get("weeks", "")
        span = asked if asked in SPANS else "4"
        context = self.admin_site.each_context(request) | {"title": "Rejection statistics", "span": span}
        return render(request, "admin/rejection_statistics.html", context | {"spans": SPANS.items()} | statistics(span))
