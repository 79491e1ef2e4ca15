"""What the admin pages of stories and pictures share: rows to look at, thumbnails, history."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from core.models import StatusEvent
from images.models import Version

NOTHING = "–"


class ReadOnlyAdmin(admin.ModelAdmin):
    """Rows that only services write: staff look at them and use the actions."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing is made by hand."""
        return False

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """What was made for looking at comes first, then every field."""
        return list(self.get_readonly_fields(request, obj))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Every field, for none may be changed behind the back of the workflow."""
        fields = [field.name for field in self.model._meta.fields]
        return [*self.readonly_fields, *(name for name in fields if name != "expense" or sees_costs(request))]


def sees_costs(request: HttpRequest) -> bool:
    """Whether this user may read the ledger, and so what single stories and pictures cost."""
    return request.user.has_perm("core.view_expense")


def thumbnail(version: Version | None, width: int = 60, alt: str = "") -> SafeString | str:
    """A small picture that links to the large one."""
    if version is None or not version.url:
        return NOTHING
    source, height = version.thumbnail_url or version.url, width * 3 // 2
    tag = '<a href="{}"><img src="{}" width="{}" height="{}" alt="{}" loading="lazy"></a>'
    return format_html(tag, version.url, source, width, height, alt)


def history(kind: str, object_id: Any) -> SafeString | str:
    """Every change of a status, oldest first."""
    events = StatusEvent.objects.filter(kind=kind, object_id=str(object_id))[:200]
    rows = ((f"{e.at:%Y-%m-%d %H:%M:%S}", e.old, e.new, e.by or "machine", e.note) for e in events)
    return format_html_join("", "{}: {} → {} ({}) {}<br>", rows) or NOTHING
