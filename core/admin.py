"""The ledger in Django admin: every call of a provider, and what days and models cost."""

from decimal import Decimal
from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import TruncDate
from django.http import HttpRequest
from django.template.response import TemplateResponse

from core.expenses import in_dollars
from core.models import Expense

LINES = 100  # of the table of days and models


def sums(rows: QuerySet[Expense]) -> list[Any]:
    """What `rows` cost by day, provider, model and kind of call, newest day first. Amounts are in dollars."""
    days = rows.order_by().annotate(day=TruncDate("at")).values("day", "provider", "model", "what")
    amounts = days.annotate(calls=Count("pk"), cost=Sum("cost_usd"), reserved=Sum("reserved_usd"))
    found = amounts.order_by("-day", "provider", "model", "what")[:LINES]
    return [{**row, "cost_words": _words(row["cost"]), "reserved_words": _words(row["reserved"])} for row in found]


def _words(amount: Decimal | None) -> str:
    return "" if amount is None else in_dollars(amount)


@admin.register(Expense)
class ExpenseAdmin(admin.ModelAdmin):
    """Calls and their costs, to look at. The table above the list sums up what the filters leave."""

    list_display = ["at", "what", "by", "cost", "held_back", "tokens", "channel"]
    list_filter = ["what", "provider", "model", "at"]
    search_fields = ["=channel"]
    search_help_text = "A story's id"
    date_hierarchy = "at"
    show_full_result_count = False
    change_list_template = "admin/expenses.html"

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """The list, with the sums of what it is filtered to."""
        response = super().changelist_view(request, extra_context)
        if isinstance(response, TemplateResponse) and response.context_data:
            rows: QuerySet[Expense] = response.context_data["cl"].queryset
            total = rows.order_by().aggregate(cost=Sum("cost_usd"), reserved=Sum("reserved_usd"))
            words = {"total": _words(total["cost"] or Decimal(0)), "total_held_back": _words(total["reserved"])}
            response.context_data |= {"sums": sums(rows)} | words
        return response

    @admin.display(description="by", ordering="model")
    def by(self, expense: Expense) -> str:
        """Who was called."""
        return f"{expense.provider} {expense.model}"

    @admin.display(description="tokens")
    def tokens(self, expense: Expense) -> str:
        """How many went in and came out."""
        out = expense.usage.get("output", 0)
        given = sum(expense.usage.values()) - out
        return f"{given:,} in, {out:,} out" if expense.usage else ""

    @admin.display(description="cost", ordering="cost_usd")
    def cost(self, expense: Expense) -> str:
        """In dollars."""
        return "not known" if expense.cost_usd is None else in_dollars(expense.cost_usd)

    @admin.display(description="held back", ordering="reserved_usd")
    def held_back(self, expense: Expense) -> str:
        """What it may cost or may have cost, in dollars."""
        return in_dollars(expense.reserved_usd) if expense.reserved_usd else ""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Calls write it."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What was spent was spent."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """And stays in the ledger."""
        return False
