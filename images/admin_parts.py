"""What the admin pages of stories and pictures share: rows to look at, thumbnails, history, the actions on pictures."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from core.errors import Invalid
from core.models import StatusEvent
from images import pipeline, statuses
from images.models import Illustration, Version
from images.reasons import REASONS
from stories.budget import OverBudget

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
        return [*self.readonly_fields, *(field.name for field in self.model._meta.fields)]


class NoteForm(ActionForm):
    """The line above the table: the action, and a note for "reject and redraw"."""

    reason = forms.ChoiceField(
        required=False,
        choices=[("", "no reason picked"), *((key, reason.label) for key, reason in REASONS.items())],
        label="Reason",
    )
    note = forms.CharField(
        required=False,  # and its length is checked by the service: a form that is invalid says "No action selected."
        label="Note for the redraw",
        widget=forms.TextInput(attrs={"size": 30, "maxlength": 500, "placeholder": "make it night, add snow"}),
    )


class PictureActions(admin.ModelAdmin):
    """The three actions on pictures; `pictures` turns what was selected into illustrations."""

    action_form = NoteForm
    actions = ["approve_pictures", "reject_and_redraw", "redraw_pictures"]

    def pictures(self, chosen: QuerySet[Any]) -> QuerySet[Illustration]:
        """The illustrations that the selected rows stand for."""
        raise TypeError(f"{type(self).__name__} must say which pictures its rows stand for.")

    @admin.action(description="Approve the pictures that wait for it")
    def approve_pictures(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Approve all that wait for approval."""
        done = pipeline.approve_all(self._ready(queryset, {statuses.PENDING}), by=request.user.get_username())
        self._say(request, done, "approved")

    @admin.action(description="Reject and redraw the pictures that wait for approval")
    def reject_and_redraw(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Reject all that wait for approval, with the note of the form."""
        note, by = request.POST.get("note", ""), request.user.get_username()
        why = [key for key in request.POST.getlist("reason") if key]
        try:
            done = pipeline.reject_all(self._ready(queryset, {statuses.PENDING}), note=note, by=by, reasons=why)
        except (Invalid, OverBudget) as error:
            return self.message_user(request, str(error), messages.ERROR)
        self._say(request, done, "rejected and queued to be drawn again")

    @admin.action(description="Redraw the pictures (also approved and failed ones)")
    def redraw_pictures(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Queue all that are not being drawn."""
        try:
            done = pipeline.redraw_all(self._ready(queryset, statuses.REDRAWABLE), by=request.user.get_username())
        except OverBudget as error:
            return self.message_user(request, str(error), messages.ERROR)
        self._say(request, done, "queued to be drawn again")

    def _ready(self, chosen: QuerySet[Any], allowed: Any) -> QuerySet[Illustration]:
        rows = self.pictures(chosen).filter(status__in=allowed)
        return rows.select_related("story", "scene", "current").order_by("story", "number")

    def _say(self, request: HttpRequest, done: int, what: str) -> None:
        if done:
            self.message_user(request, f"{done} {'picture' if done == 1 else 'pictures'} {what}.", messages.SUCCESS)
        else:
            self.message_user(
                request, "None of the selected pictures is in a state that allows this.", messages.WARNING
            )


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
