"""Which stories the Google Sheet follows, and what keeps it from doing so."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from core.readonly_admin import ReadOnlyAdmin
from sheets.models import Following
from sheets.pipeline import enqueue_writing


@admin.register(Following)
class FollowingAdmin(ReadOnlyAdmin):
    """To look at; the worksheets are written by themselves."""

    list_display = ["worksheet", "story", "written_at", "due_at", "tries", "error"]
    list_filter = [("error", admin.EmptyFieldListFilter)]
    list_select_related = ["story"]
    search_fields = ["worksheet", "story__title"]
    actions = ["write_now"]

    @admin.action(description="Write the whole worksheet now", permissions=["change"])
    def write_now(self, request: HttpRequest, queryset: QuerySet[Following]) -> None:
        """Forget what was written, so that all of it is written again."""
        count = queryset.update(due_at=timezone.now(), written=[], tries=0)
        for following in queryset:
            enqueue_writing(following.story_id)
        messages.success(request, f"{count} worksheet(s) will be written in a moment.")
