"""What the attempts at a picture and at a clip have in common in Django admin."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from core.expenses import in_dollars
from core.readonly_admin import NOTHING, ReadOnlyInline


class AttemptInline(ReadOnlyInline):
    """Every attempt, with what it cost."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With the costs, in one query."""
        return super().get_queryset(request).select_related("expense")

    @admin.display(description="cost")
    def cost(self, attempt: Any) -> str:
        """In dollars; free ones have no row in the ledger."""
        if attempt.expense is None:
            return NOTHING
        return "not known" if attempt.expense.cost_usd is None else in_dollars(attempt.expense.cost_usd)
