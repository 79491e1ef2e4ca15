"""Story templates in Django admin: beats, art style and character, with a preview of the prompt they make."""

from collections import Counter
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, QueryDict
from django.shortcuts import render
from django.urls import path

from core.errors import Invalid
from stories.models import SCENES, Beat, StoryTemplate
from studio.desk.prompt_preview import prompt_of, stored_form, whole


class BeatFormSet(BaseInlineFormSet):
    """Sees to it that a template has exactly one beat for every scene, and that every cell of the table has a name."""

    def add_fields(self, form: Any, index: int | None) -> None:
        """As usual, and each cell says what it is: on the page only the head of its column does."""
        super().add_fields(form, index)
        for field in form.fields.values():
            field.widget.attrs["aria-label"] = f"{field.label} of beat {form.instance.number or '(new)'}"

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

    def save_existing_objects(self, commit: bool = True) -> list[Any]:
        """As usual, but those that leave their numbers, by moving or for good, are taken out first, and those that move
        are written anew with their ids. Row by row, two that change places would each find the other's place taken."""
        if commit:
            gone = self.deleted_forms
            leaving = [form for form in self.initial_forms if form in gone or "number" in form.changed_data]
            Beat.objects.filter(pk__in=[form.instance.pk for form in leaving]).delete()
        return super().save_existing_objects(commit)


class BeatForm(forms.ModelForm):
    """One row of the table of beats."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["shows"].widget.attrs |= {"rows": 3, "cols": 50}


class BeatInline(admin.TabularInline):
    """The twenty beats of a template."""

    model = Beat
    form = BeatForm
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
    formfield_overrides = {models.TextField: {"widget": AdminTextareaWidget(attrs={"rows": 4})}}
    change_form_template = "admin/story_template.html"

    def get_urls(self) -> list[Any]:
        """One address more: the prompt that the form would make."""
        page = self.admin_site.admin_view(self.preview)
        return [path("preview/", page, name="stories_storytemplate_preview"), *super().get_urls()]

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """With the scenes to choose from."""
        return super().render_change_form(request, context | {"scene_numbers": range(1, SCENES + 1)}, *args, **kwargs)

    def preview(self, request: HttpRequest) -> HttpResponse:
        """The prompt of one scene from what is in the form right now, saved or not: a page of its own, or for a script
        only the text, escaped. With status 422 and a sentence where there is no prompt to make."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not (self.has_view_permission(request) or self.has_add_permission(request)):
            raise PermissionDenied
        answer: dict[str, Any] = {"number": request.POST.get("preview_scene", "1")}
        try:
            answer["prompt"] = prompt_of(self._sent(request), answer["number"])
        except Invalid as error:
            answer["problem"] = error.sentence
        script = request.headers.get("X-Requested-With") == "fetch"
        context = answer if script else self.admin_site.each_context(request) | {"title": "Prompt"} | answer
        template = "admin/_prompt.html" if script else "admin/prompt.html"
        return render(request, template, context, status=422 if "problem" in answer else 200)

    def _sent(self, request: HttpRequest) -> QueryDict:
        """The form as it was sent; whoever may only look has no fields to send, and sees what is stored."""
        sent = request.POST
        pk = whole(sent.get("preview_template", "")) if "art_style" not in sent else None
        stored = StoryTemplate.objects.filter(pk=pk).first() if pk and self.has_view_permission(request) else None
        return sent if stored is None else stored_form(stored)
