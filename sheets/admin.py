"""The worksheets of the Google Sheet in Django admin, with the reason where one is not written."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from core.readonly_admin import ReadOnlyAdmin
from sheets import services
from sheets.models import Worksheet


@admin.register(Worksheet)
class WorksheetAdmin(ReadOnlyAdmin):
    """Read-only; workers write them."""

    list_display = ["title", "story", "written_at", "due_at", "tries", "error"]
    list_filter = [("error", admin.EmptyFieldListFilter)]
    list_select_related = ["story"]
    search_fields = ["title", "story__title"]
    actions = ["write_now"]

    @admin.action(description="Write the whole worksheet now", permissions=["change"])
    def write_now(self, request: HttpRequest, queryset: QuerySet[Worksheet]) -> None:
        """Delete the digests, so that every row is written again."""
        messages.success(request, f"{services.rewrite(queryset)} worksheet(s) will be written in a moment.")
