"""Story templates in Django admin: beats, art style and character, with a preview of the prompt they make."""

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_POST

from core.errors import Invalid
from core.text import number_in
from images.drawing import prompts
from quiz.models import Question
from stories.answers import KEYS
from stories.models import SCENES, Beat, StoryTemplate

# The parts of a prompt, as the sentence about empty ones names them.
LABELS = ("the art style", "the character", "what the beat shows", "its mood")
_NUMBER_OF_BEAT = re.compile(r"beats-\d+-number", re.ASCII)


class BeatFormSet(BaseInlineFormSet):
    """Requires exactly one beat for each scene, and labels every cell of the table."""

    def add_fields(self, form: Any, index: int | None) -> None:
        """Adds a label to each cell, which only the head of its column has."""
        super().add_fields(form, index)
        for field in form.fields.values():
            field.widget.attrs["aria-label"] = f"{field.label} of beat {form.instance.number or '(new)'}"

    def clean(self) -> None:
        """Refuse missing and duplicate numbers, naming them."""
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
        """Delete the beats that change their number first, then save them with their ids: two that swap their numbers
        would else violate the unique constraint, row by row."""
        if commit:
            gone = self.deleted_forms
            leaving = [form for form in self.initial_forms if form in gone or "number" in form.changed_data]
            Beat.objects.filter(pk__in=[form.instance.pk for form in leaving]).delete()
        return super().save_existing_objects(commit)


class BeatInline(admin.TabularInline):
    model = Beat
    formset = BeatFormSet
    extra = 0
    max_num = SCENES
    formfield_overrides = {models.TextField: {"widget": AdminTextareaWidget(attrs={"rows": 3, "cols": 50})}}


class QuestionInline(admin.TabularInline):
    """The questions that staff have added and that stories of this template use."""

    model = Question.templates.through
    extra = 0
    verbose_name = "question of your own"
    verbose_name_plural = "questions of your own that this template uses (one that no template names is asked for all)"

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Not the eight: every story needs them. With a label, which only the head of its column has."""
        if db_field.name == "question":
            kwargs["queryset"] = Question.objects.exclude(key__in=KEYS)
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if field is not None:
            field.widget.attrs["aria-label"] = "Question of your own"
        return field


@admin.register(StoryTemplate)
class StoryTemplateAdmin(admin.ModelAdmin):
    """Kinds of stories: their beats, art style and character."""

    list_display = ["name", "position", "active", "summary"]
    list_editable = ["position", "active"]
    search_fields = ["name"]
    inlines = [BeatInline, QuestionInline]
    formfield_overrides = {models.TextField: {"widget": AdminTextareaWidget(attrs={"rows": 4})}}
    change_form_template = "admin/story_template.html"

    def get_urls(self) -> list[Any]:
        """With the preview of a prompt."""
        page = self.admin_site.admin_view(require_POST(self.preview))
        return [path("preview/", page, name="stories_storytemplate_preview"), *super().get_urls()]

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """With the numbers of the scenes."""
        return super().render_change_form(request, context | {"scene_numbers": range(1, SCENES + 1)}, *args, **kwargs)

    def preview(self, request: HttpRequest) -> HttpResponse:
        """The prompt of one scene from the form as it is now, saved or not: a page, or for a script only the escaped
        text. 422 with a sentence when something is missing."""
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

    def _sent(self, request: HttpRequest) -> Mapping[str, str]:
        """The form that was sent; for users who may only view, and have no fields, the stored one."""
        if "art_style" not in request.POST and self.has_view_permission(request):
            stored = StoryTemplate.objects.filter(pk=number_in(request.POST.get("preview_template", ""))).first()
            if stored is not None:
                return _stored_form(stored)
        return request.POST


def _stored_form(template: StoryTemplate) -> dict[str, str]:
    """The form as it would be sent without a change."""
    fields = {"art_style": template.art_style, "character": template.character}
    for index, beat in enumerate(template.beats.all()):
        fields |= {f"beats-{index}-{name}": str(getattr(beat, name)) for name in ("number", "mood", "shows")}
    return fields


def prompt_of(sent: Mapping[str, str], number: str) -> str:
    """The prompt of the scene with that number, from what is in the form. Raises Invalid, saying what is missing."""
    rows = [name.removesuffix("number") for name in sent if _NUMBER_OF_BEAT.fullmatch(name)]
    kept = [row for row in rows if sent[f"{row}number"].strip() == number and not sent.get(f"{row}DELETE")]
    if not kept:
        raise Invalid("preview_scene", f"There is no beat for scene {number} in the form yet. Write it first.")
    fields = ("art_style", "character", f"{kept[0]}shows", f"{kept[0]}mood")
    parts = [sent.get(field, "").strip() for field in fields]
    if missing := [label for label, text in zip(LABELS, parts, strict=True) if not text]:
        raise Invalid("preview_scene", f"Still empty: {', '.join(missing)}. The prompt is put together from these.")
    style, character, shows, mood = parts
    return prompts.compose(art_style=style, character=character, depiction=shows, mood=mood)
