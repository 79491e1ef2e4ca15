"""The quiz in Django admin. A change that would break the quiz is refused with the reason."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Max
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from core.readonly_admin import ViewOnlyAdmin
from quiz import queries, services
from quiz.diagram import draw
from quiz.graph import problems
from quiz.models import Choice, Question, Submission


class ChoiceFormSet(BaseInlineFormSet):
    """Checks the whole quiz with this question and these choices."""

    def clean(self) -> None:
        """Refuse a loop, a dead end or an unknown next question."""
        super().clean()
        if any(self.errors) or not self.instance.key:
            return
        remaining = [form for form in self.forms if form not in self.deleted_forms]
        choices = [form.instance for form in remaining if form.instance.value]
        if found := services.check_graph(self.instance, choices):
            raise ValidationError(found)


class ChoiceInline(admin.TabularInline):
    """The choices of a question."""

    model = Choice
    fk_name = "question"
    formset = ChoiceFormSet
    extra = 0


@admin.register(Question)
class QuestionAdmin(admin.ModelAdmin):
    """Questions in the order of the quiz."""

    list_display = ["key", "position", "text", "kind", "next", "ends"]
    ordering = ["position"]
    inlines = [ChoiceInline]
    search_fields = ["key", "text"]
    filter_horizontal = ["templates"]
    change_list_template = "admin/questions.html"

    def get_urls(self) -> list[Any]:
        page = self.admin_site.admin_view(self.graph)
        return [path("graph/", page, name="quiz_question_graph"), *super().get_urls()]

    def graph(self, request: HttpRequest) -> HttpResponse:
        """Show the diagram of the quiz, and what is wrong with it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        graph, start = queries.quiz_graph(), queries.first_key()
        diagram = draw(graph, start)
        questions = {question.key: question for question in Question.objects.all()}
        context = self.admin_site.each_context(request) | {
            "title": "How the quiz runs",
            "diagram": diagram,
            "boxes": [(box, questions[box.key]) for box in diagram.boxes],
            "problems": problems(graph, start),
        }
        return render(request, "admin/question_graph.html", context)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """A new question is not the first: the lowest position is where the quiz begins."""
        last = Question.objects.aggregate(last=Max("position"))["last"] or 0
        return {"position": last + 1, **super().get_changeform_initial_data(request)}

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """The key cannot change: the writer uses it."""
        return ("key",) if obj else ()

    def get_exclude(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """The writer knows what the eight mean, and every story needs them."""
        return ["told", "templates"] if obj and not obj.is_added else []

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Say so while no question leads to this one, which is then never asked."""
        super().save_related(request, form, formsets, change)
        nodes, key = queries.quiz_graph(), form.instance.key
        leads_here = any(key in node.exits.values() for node in nodes.values())
        if not leads_here and key != queries.first_key():
            said = f"“{key}” is not asked yet: choose it as the next of the question, or of the answer, before it."
            self.message_user(request, said, messages.WARNING)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Not the eight, which every story needs, nor where the quiz begins. One that another leads to is protected."""
        if obj is not None and (not obj.is_added or obj.key == queries.first_key()):
            return False
        return super().has_delete_permission(request, obj)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Its choices go with it, though nobody deletes them on a page of their own."""
        deleted, count, needed, protected = super().get_deleted_objects(objs, request)
        return deleted, count, needed - {Choice._meta.verbose_name}, protected


@admin.register(Choice)
class ChoiceAdmin(ViewOnlyAdmin):
    """All choices, to search. They are edited on the page of their question, where the quiz is checked."""

    list_display = ["question", "value", "label", "next"]
    search_fields = ["value", "label", "question__key"]
    list_select_related = ["question", "next"]


@admin.register(Submission)
class SubmissionAdmin(admin.ModelAdmin):
    """What visitors answered, read-only."""

    list_display = ["id", "created_at", "story"]
    readonly_fields = ["owner", "answers", "story", "created_at", "updated_at"]
    list_select_related = ["story"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Visitors make them."""
        return False
