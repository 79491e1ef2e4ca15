"""Story templates in Django admin. Stories themselves are shown by `images.admin`, with their pictures."""

from django.contrib import admin

from core.models import StatusEvent
from stories.models import Beat, StoryTemplate


class BeatInline(admin.TabularInline):
    """The twenty beats of a template."""

    model = Beat
    extra = 0
    max_num = 20


@admin.register(StoryTemplate)
class StoryTemplateAdmin(admin.ModelAdmin):
    """Kinds of stories: their beats and their look."""

    list_display = ["name", "position", "active", "summary"]
    list_editable = ["position", "active"]
    search_fields = ["name"]
    inlines = [BeatInline]


@admin.register(StatusEvent)
class StatusEventAdmin(admin.ModelAdmin):
    """The history of every status, to look at."""

    list_display = ["at", "kind", "object_id", "old", "new", "by", "note"]
    list_filter = ["kind", "new"]
    search_fields = ["=channel", "=object_id", "note"]
    show_full_result_count = False

    def has_add_permission(self, request: object) -> bool:
        """History is written by what happens."""
        return False

    def has_change_permission(self, request: object, obj: object = None) -> bool:
        """History is not rewritten."""
        return False
