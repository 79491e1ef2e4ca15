"""The history of statuses in Django admin. `studio.desk` shows stories and their templates."""

from django.contrib import admin

from core.models import StatusEvent
from core.readonly_admin import ViewOnlyAdmin


@admin.register(StatusEvent)
class StatusEventAdmin(ViewOnlyAdmin):
    """The history of every status, read-only."""

    list_display = ["at", "kind", "object_id", "old", "new", "by", "note"]
    list_filter = ["kind", "new"]
    search_fields = ["=channel", "=object_id", "note"]
    show_full_result_count = False
