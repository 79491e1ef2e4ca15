"""Batches in Django admin: give a file, look at its rows and the price, make the stories, and watch them."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.views.decorators.http import require_POST, require_safe

from batches import answers, costs, files, queries, results, services
from batches.models import Batch, BatchRow
from core.errors import Invalid, Refused
from core.readonly_admin import ReadOnlyAdmin, column, sees_costs
from core.text import number_in

ROWS_A_PAGE = 50
PASTED = "pasted answers"
ADD = "batches.add_batch"  # also needed to start, stop and try again


class BatchForm(forms.Form):
    """A file of answers, or the same as text."""

    file = forms.FileField(required=False, label="File", widget=forms.FileInput(attrs={"accept": ".csv,.json,.jsonl"}))
    text = forms.CharField(
        required=False, label="Or its text", strip=False, widget=forms.Textarea(attrs={"rows": 8, "cols": 60})
    )

    def given(self) -> tuple[str, bytes]:
        """The name and the content of what was given. Raises Invalid when nothing was."""
        file = self.cleaned_data["file"]
        if file is not None:
            return str(file.name), file.read(files.MOST_BYTES + 1)
        if text := self.cleaned_data["text"]:
            return PASTED, text.encode()
        raise Invalid(files.FILE, "Choose a file, or paste its text.")


@admin.register(Batch)
class BatchAdmin(ReadOnlyAdmin):
    """A list of all batches; the page of one is made for watching it."""

    list_display = ["__str__", "created_at", "stage", "state", "by"]
    search_fields = ["name", "by"]
    stage = column("as far as", lambda batch: batch.get_until_display())

    @admin.display(description="state")
    def state(self, batch: Batch) -> str:
        """How many rows are in which status."""
        return _state_of(batch, queries.progress_of(batch))

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may spend what a batch costs."""
        return request.user.has_perm(ADD)

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Batch]":
        return super().get_queryset(request).select_related("user")

    def get_urls(self) -> list[Any]:
        """With the addresses of a batch's page."""
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/progress/", view(require_safe(self.progress)), name="batches_batch_progress"),
            path("<int:pk>/act/", view(require_POST(self.act)), name="batches_batch_act"),
            path("<int:pk>/results/", view(require_safe(self.results)), name="batches_batch_results"),
            *super().get_urls(),
        ]

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Take a file or pasted text, and show what is in it."""
        if not request.user.has_perm(ADD):
            raise PermissionDenied
        form = BatchForm(request.POST, request.FILES) if request.method == "POST" else BatchForm()
        if form.is_valid():
            try:
                name, data = form.given()
                batch = services.prepare(name, data, user=request.user, by=request.user.get_username())
            except Invalid as error:
                form.add_error(None, error.sentence)
            else:
                if batch.started_at:
                    said = "These are the rows of a batch that was started already; nothing is made twice."
                    messages.warning(request, said)
                return redirect("admin:batches_batch_change", batch.pk)
        context = self.admin_site.each_context(request) | {"title": "Make many stories", "form": form}
        context |= {"questions": answers.explained(), "most_rows": files.MOST_ROWS}
        return render(request, "admin/batch_new.html", context, status=422 if form.errors else 200)

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page of a batch."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        batch = Batch.objects.filter(pk=number_in(object_id)).first()
        if batch is None:
            messages.warning(request, "There is no such batch any more.")
            return redirect("admin:batches_batch_changelist")
        context = self.admin_site.each_context(request) | self._page(request, batch)
        return TemplateResponse(request, "admin/batch.html", context | {"title": str(batch)})

    def progress(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What changes on the page while stories are made."""
        return render(request, "admin/_batch.html", self._page(request, self._batch(request, pk)))

    def act(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Do what a button of the page says."""
        batch, by = self._batch(request, pk), request.user.get_username()
        if not request.user.has_perm(ADD):
            raise PermissionDenied
        actions = {
            "start": lambda: services.start(batch, until=request.POST.get("until", ""), by=by),
            "stop": lambda: services.stop(batch, by=by),
            "go-on": lambda: services.go_on(batch, by=by),
            "try-again": lambda: services.try_again(batch, by=by),
        }
        try:
            if act := actions.get(request.POST.get("action", "")):
                act()
        except Refused as error:
            self.message_user(request, error.sentence, messages.ERROR)
        return redirect(reverse("admin:batches_batch_change", args=[batch.pk]))

    def results(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Every row with its story, as CSV."""
        batch = self._batch(request, pk)
        name = f'attachment; filename="storyforge-batch-{batch.pk}.csv"'
        headers = {"Content-Disposition": name, "Cache-Control": "no-store"}
        return HttpResponse(results.as_csv(batch), content_type="text/csv; charset=utf-8", headers=headers)

    def _batch(self, request: HttpRequest, pk: int) -> Batch:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return get_object_or_404(Batch, pk=pk)

    def _page(self, request: HttpRequest, batch: Batch) -> dict[str, Any]:
        progress = queries.progress_of(batch)
        page = Paginator(batch.rows.all(), ROWS_A_PAGE).get_page(request.GET.get("page"))
        rows = queries.with_counts(batch.rows.filter(pk__in=[row.pk for row in page.object_list]))
        todo = [] if batch.started_at else list(queries.open_rows(batch))
        return {
            "batch": batch,
            "progress": progress,
            "state": _state_of(batch, progress),
            "rows": [(row, queries.state_of(row), _told(row.answers)) for row in rows],
            "page": page,
            "invalid": queries.invalid_rows(batch).count(),
            "may_act": request.user.has_perm(ADD),
            "prices": [_priced(stage, todo, sees_costs(request)) for stage in Batch.STAGES] if todo else [],
            "live": batch.is_running and not progress.is_done,
        }


def _priced(stage: tuple[str, str], rows: list[BatchRow], sees_budget: bool) -> tuple[str, str, str]:
    """A stage, what it is called, and what it costs."""
    return *stage, costs.price_sentence(rows, stage[0], sees_budget=sees_budget)


def _state_of(batch: Batch, progress: queries.Progress) -> str:
    if batch.started_at is None:
        return "not started"
    if progress.is_done:
        return f"done: {progress.words}"
    return f"{'stopped' if batch.stopped_at else 'running'}: {progress.words}"


def _told(given: dict[str, str]) -> str:
    """The answers on one line."""
    return " · ".join(value for value in given.values() if len(value) > 1)
