"""Story templates in Django admin. Stories themselves are shown by `images.admin`, with their pictures."""

from collections import Counter

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.forms.models import BaseInlineFormSet

from core.models import StatusEvent
from stories.models import SCENES, Beat, StoryTemplate


class BeatFormSet(BaseInlineFormSet):
    """Sees to it that a template has exactly one beat for every scene."""

    def clean(self) -> None:
        """Refuse missing and doubled numbers, naming them."""
        super().clean()
        if any(self.errors):
            return
        kept = [form for form in self.forms if form not in self.deleted_forms and form.cleaned_data.get("number")]
        numbers = Counter(form.cleaned_data["number"] for form in kept)
        wrong = [number for number in range(1, SCENES + 1) if numbers[number] != 1]
        if wrong:
            listed = ", ".join(map(str, wrong))
            raise ValidationError(
                f"A story has {SCENES} scenes, each with one beat. Look at the beats of scene {listed}."
            )


class BeatInline(admin.TabularInline):
    """The twenty beats of a template."""

    model = Beat
    formset = BeatFormSet
    extra = 0
    max_num = SCENES


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
