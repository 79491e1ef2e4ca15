"""The history of statuses in Django admin, and the ledger: every call of a provider, and the sums by day and model."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.contrib.admin import actions
from django.db import transaction
from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import TruncDate
from django.http import HttpRequest, HttpResponseBase
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core import audit
from core.expenses import in_dollars
from core.models import AuditEntry, Expense, StatusEvent
from core.readonly_admin import ViewOnlyAdmin

LINES = 100  # of the table of days and models
# The provider answered with an error, which costs nothing.
REFUSED = Q(cost_usd=0, outcome__in=Expense.ERRORS)


def sums(rows: QuerySet[Expense]) -> list[Any]:
    """What `rows` cost by day, provider, model and kind of call, newest day first. Amounts are in dollars; refused
    calls are counted apart from `calls`."""
    days = rows.order_by().annotate(day=TruncDate("at")).values("day", "provider", "model", "what")
    counted = days.annotate(started=Count("pk"), refused=Count("pk", filter=REFUSED))
    amounts = counted.annotate(cost=Sum("cost_usd"), reserved=Sum("reserved_usd"))
    found = amounts.order_by("-day", "provider", "model", "what")[:LINES]
    return [
        {
            **row,
            "calls": row["started"] - row["refused"],
            "cost_words": _words(row["cost"]),
            "reserved_words": _words(row["reserved"]),
        }
        for row in found
    ]


def _words(amount: Decimal | None) -> str:
    return "" if amount is None else in_dollars(amount)


@admin.register(Expense)
class ExpenseAdmin(ViewOnlyAdmin):
    """Calls and their costs, to read only. The table above the list sums up what the filters select."""

    list_display = ["when", "cost", "what", "model", "tokens", "outcome", "took", "story"]
    list_filter = ["what", "provider", "model", "outcome", "at"]
    search_fields = ["=channel"]
    search_help_text = "A story's id"
    date_hierarchy = "at"
    change_list_template = "admin/expenses.html"

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """The list, with the sums of what its filters select."""
        response = super().changelist_view(request, {"title": "Costs"} | (extra_context or {}))
        if isinstance(response, TemplateResponse) and response.context_data:
            rows: QuerySet[Expense] = response.context_data["cl"].queryset
            total = rows.order_by().aggregate(cost=Sum("cost_usd"), reserved=Sum("reserved_usd"))
            words = {"total": _words(total["cost"] or Decimal(0)), "total_reserved": _words(total["reserved"])}
            response.context_data |= {"sums": sums(rows)} | words
        return response

    @admin.display(description="at", ordering="at")
    def when(self, expense: Expense) -> str:
        """When the call went out."""
        return f"{timezone.localtime(expense.at):%Y-%m-%d %H:%M}"

    @admin.display(description="took", ordering="seconds")
    def took(self, expense: Expense) -> str:
        """Until it had ended, in seconds."""
        return "" if expense.seconds is None else f"{expense.seconds:,.1f} s"

    @admin.display(description="story", ordering="channel")
    def story(self, expense: Expense) -> SafeString | str:
        """The beginning of its id, a link to all calls for this story."""
        link = '<a href="?q={}" title="{}">{}</a>'
        return format_html(link, expense.channel, expense.channel, expense.channel[:8]) if expense.channel else ""

    @admin.display(description="tokens in / out")
    def tokens(self, expense: Expense) -> str:
        """How many were sent and received."""
        out = expense.usage.get("output", 0)
        given = sum(expense.usage.values()) - out
        return f"{given:,} / {out:,}" if expense.usage else ""

    @admin.display(description="cost", ordering="cost_usd")
    def cost(self, expense: Expense) -> str:
        """In dollars; where it is not known, the amount that is reserved."""
        if expense.cost_usd is None:
            return f"{in_dollars(expense.reserved_usd)} reserved" if expense.reserved_usd else "not known"
        refused = expense.outcome in Expense.ERRORS and not expense.cost_usd
        return "refused" if refused else in_dollars(expense.cost_usd)


@admin.register(StatusEvent)
class StatusEventAdmin(ViewOnlyAdmin):
    """The history of every status, the last change first, read-only."""

    list_display = ["when", "what", "old", "new", "by", "note"]
    list_filter = ["kind", "new"]
    search_fields = ["=channel", "=object_id", "note"]
    search_help_text = "A story's id, a row's number, or words of the note"
    ordering = ["-pk"]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """The list, in which every row is called by its name."""
        response = super().changelist_view(request, extra_context)
        if isinstance(response, TemplateResponse) and response.context_data and "cl" in response.context_data:
            events = response.context_data["cl"].result_list
            names = names_of(events)
            for event in events:
                event.named = names.get((event.kind, event.object_id), "")
        return response

    @admin.display(description="at", ordering="at")
    def when(self, event: StatusEvent) -> str:
        """When it changed."""
        return f"{timezone.localtime(event.at):%Y-%m-%d %H:%M:%S}"

    @admin.display(description="what", ordering="kind")
    def what(self, event: StatusEvent) -> SafeString | str:
        """Its name, which leads to all changes of its story; its number where it is gone."""
        kind = event.kind.rpartition(".")[2]
        name = getattr(event, "named", "") or f"{kind} {event.object_id}, which is gone"
        return format_html('<a href="?q={}" title="All changes of this story">{}</a>', event.channel, name)


def names_of(events: Iterable[StatusEvent]) -> dict[tuple[str, str], str]:
    """What the rows of these changes are called, by their kind and number, in one query a kind; none for those that are
    gone."""
    numbers: dict[str, set[str]] = defaultdict(set)
    for event in events:
        numbers[event.kind].add(event.object_id)
    names: dict[tuple[str, str], str] = {}
    for kind, found in numbers.items():
        model = apps.get_model(kind)
        rows = model._base_manager.filter(pk__in=found).order_by()
        if any(field.name == "story" for field in model._meta.fields):
            rows = rows.select_related("story")
        names |= {(kind, str(row.pk)): audit.name_of(row) for row in rows}
    return names


@admin.register(AuditEntry)
class AuditEntryAdmin(ViewOnlyAdmin):
    """What staff did, read-only."""

    list_display = ["at", "by", "action", "name", "note", "kind"]
    list_filter = ["action", "kind", "by", "at"]
    search_fields = ["=story", "=object_id", "name", "=by", "note"]
    search_help_text = "A story's id, a name, or words of the note"
    date_hierarchy = "at"


@admin.action(permissions=["delete"], description="Delete selected %(verbose_name_plural)s")
def delete_selected(
    model_admin: admin.ModelAdmin, request: HttpRequest, queryset: QuerySet[Any]
) -> HttpResponseBase | None:
    """Django's action, with an entry in the audit log for each of several rows; a single one is in the admin's log."""
    with transaction.atomic():
        for row in queryset if queryset.count() > 1 else ():
            audit.record("deleted", row, by=request.user.get_username())
        page = actions.delete_selected(model_admin, request, queryset)
        transaction.set_rollback(page is not None)  # it only asks whether to delete them
    return page


admin.site.add_action(delete_selected, "delete_selected")
