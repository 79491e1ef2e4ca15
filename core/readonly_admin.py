"""Admin pages of rows that only services write."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from core.models import StatusEvent

NOTHING = "–"


def column(heading: str, value: Callable[[Any], object], *, ordering: str = "") -> Callable[[Any, Any], object]:
    """A column of a list or a field of a page: the `value` of a row. `ordering` is the field that the list sorts by."""

    @admin.display(description=heading, ordering=ordering or None)
    def show(self: Any, row: Any) -> object:
        return value(row)

    return show


class ViewOnlyAdmin(admin.ModelAdmin):
    """Rows that staff only look at."""

    show_full_result_count = False  # a long table is not counted once more without the filters

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ReadOnlyAdmin(admin.ModelAdmin):
    """Rows that only services write: staff look at them and use the actions."""

    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """Display fields first, then all model fields."""
        return list(self.get_readonly_fields(request, obj))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Every field, for none may be changed behind the back of the workflow."""
        fields = [field.name for field in self.model._meta.fields]
        return [*self.readonly_fields, *(name for name in fields if name != "expense" or sees_costs(request))]

    @admin.display(description="history")
    def history(self, row: Any) -> SafeString | str:
        """Every change of the status of a row that has one, oldest first."""
        events = StatusEvent.objects.filter(kind=row._meta.label_lower, object_id=str(row.pk))[:200]
        lines = ((f"{e.at:%Y-%m-%d %H:%M:%S}", e.old, e.new, e.by or "machine", e.note) for e in events)
        return format_html_join("", "{}: {} → {} ({}) {}<br>", lines) or NOTHING

    class Media:
        css = {"all": ["css/admin.css"]}


class ReadOnlyInline(admin.TabularInline):
    """Rows that belong to another one, to read on its page. `fields` are the columns."""

    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """Without the costs for whoever may not read the ledger."""
        return [name for name in self.fields or () if name != "cost" or sees_costs(request)]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        return list(self.fields or ())


def sees_costs(request: HttpRequest) -> bool:
    """Whether this user may read the ledger, and so what single stories and pictures cost."""
    return request.user.has_perm("core.view_expense")
