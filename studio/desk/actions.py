"""The bulk actions on pictures in Django admin: who may use them, their form, and the entries in admin's own log, which
admin shows as "History" and "Recent actions"."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.errors import Invalid, Refused
from images import rejection_reasons, services, statuses
from images.models import Illustration
from stories.ledger import OverBudget
from stories.models import Story

REVIEW = "images.review_illustration"
Action = Callable[..., list[Illustration]]
REASONS = [(key, reason.label) for key, reason in rejection_reasons.REASONS.items()]


class ReasonBoxes(forms.CheckboxSelectMultiple):
    """The reasons as boxes to tick, folded away until somebody rejects."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        boxes = super().render(name, value, attrs, renderer)
        folded = '<details class="sf-why"><summary>Reasons to reject</summary><fieldset><legend>Reasons</legend>{}'
        return format_html(folded + "</fieldset></details>", boxes)


class NoteForm(ActionForm):
    """The line above the list: the action, and the reasons and the note of a rejection."""

    # Without a label, for admin would wrap it around every box.
    reason = forms.MultipleChoiceField(required=False, choices=REASONS, label="", widget=ReasonBoxes)
    note = forms.CharField(
        required=False,  # and its length is checked by the service: a form that is invalid says "No action selected."
        label="Note for the redraw",
        widget=forms.TextInput(attrs={"size": 30, "maxlength": 500, "placeholder": "make it night, add snow"}),
    )


class ReviewAdmin(admin.ModelAdmin):
    """Rows that reviewers decide about."""

    def has_review_permission(self, request: HttpRequest) -> bool:
        """Whether this user may decide about pictures and clips. Django asks for `permissions=["review"]`."""
        return request.user.has_perm(REVIEW)


class PictureActions(ReviewAdmin):
    action_form = NoteForm
    actions = ["approve_pictures", "reject_and_redraw", "redraw_pictures"]

    def pictures(self, chosen: QuerySet[Any]) -> QuerySet[Illustration]:
        """The illustrations that the selected rows stand for: unless said otherwise, the rows themselves."""
        return Illustration.objects.filter(pk__in=chosen.values("pk"))

    @admin.action(description="Approve the pictures that wait for it", permissions=["review"])
    def approve_pictures(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        self._decide(request, self._unchanged(request, queryset, {statuses.PENDING}), services.approve_all, "approved")

    @admin.action(description="Reject and redraw the pictures that wait for approval", permissions=["review"])
    def reject_and_redraw(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Reject those that wait for approval, with the reasons and the note of the form."""
        note, why = request.POST.get("note", ""), request.POST.getlist("reason")
        act = partial(services.reject_all, note=note, reasons=why)
        ready = self._unchanged(request, queryset, {statuses.PENDING})
        self._decide(request, ready, act, "rejected and queued to be drawn again", rejection_text(why, note))

    @admin.action(description="Redraw the pictures (also approved and failed ones)", permissions=["review"])
    def redraw_pictures(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        ready = self._unchanged(request, queryset, statuses.REDRAWABLE)
        self._decide(request, ready, services.redraw_all, "queued to be drawn again")

    def _unchanged(self, request: HttpRequest, chosen: QuerySet[Any], allowed: Any) -> list[Illustration]:
        """The selected pictures in an allowed status whose current version is the one that the page showed."""
        rows = self.pictures(chosen).filter(status__in=allowed)
        found = list(rows.select_related("story", "scene", "current").order_by("story", "number"))
        ready = [picture for picture in found if is_as_seen(picture, request.POST.getlist("seen"))]
        if newer := len(found) - len(ready):
            said = f"{_pictures(newer)} had a newer version by then and stayed as before. Have a look at it first."
            self.message_user(request, said, messages.WARNING)
        return ready

    def _decide(self, request: HttpRequest, ready: list[Illustration], act: Action, what: str, why: str = "") -> None:
        try:
            done = act(ready, by=request.user.get_username())
        except (Invalid, OverBudget) as error:
            return self.message_user(request, full_sentence(error), messages.ERROR)
        log_decisions(request, done, what.capitalize() + why)
        if done:
            self.message_user(request, f"{_pictures(len(done))} {what}.", messages.SUCCESS)
        else:
            self.message_user(
                request, "None of the selected pictures is in a state that allows this.", messages.WARNING
            )


def _pictures(count: int) -> str:
    return f"{count} {'picture' if count == 1 else 'pictures'}"


def is_as_seen(picture: Illustration, seen: Iterable[str]) -> bool:
    """Whether the current version is the one that the page showed. `seen` are marks of pictures; a picture that is not
    among them stood on another page of the list, and passes."""
    marks = [mark for mark in seen if mark.startswith(f"{picture.pk}:")]
    return not marks or mark_of(picture) in marks


def mark_of(picture: Illustration) -> str:
    """The ids of the picture and of its current version ("" for none), as in "12:34"."""
    return f"{picture.pk}:{picture.current_id or ''}"


def act_on_each(
    model_admin: admin.ModelAdmin, request: HttpRequest, rows: Iterable[Any], service: Callable[..., Any], what: str
) -> None:
    """Call the service for each row, and say how many it accepted, and why not the others."""
    done, why = do_each(request, rows, service)
    log_decisions(request, done, what.capitalize())
    if done:
        model_admin.message_user(request, f"{len(done)} {what}.", messages.SUCCESS)
    if why:
        model_admin.message_user(request, why, messages.WARNING)


def do_each(request: HttpRequest, rows: Iterable[Any], service: Callable[..., Any]) -> tuple[list[Any], str]:
    """Call the service for each row. Returns the rows that it accepted, and why it refused another ("" for none)."""
    done, why = [], ""
    for row in rows:
        try:
            service(row, by=request.user.get_username())
            done.append(row)
        except OverBudget as over:
            return done, full_sentence(over)  # the next one would cost too much as well
        except Refused as refused:
            why = why or full_sentence(refused)
    return done, why


def full_sentence(refused: Refused) -> str:
    """The refusal for staff, with what the operator can do."""
    return " ".join(filter(None, (refused.sentence, refused.operator)))


def rejection_text(reasons: Iterable[str], note: str) -> str:
    """The reasons and the note of a rejection, to be added to a line of the log."""
    text = "; ".join(filter(None, [rejection_reasons.labels(reasons), note.strip()]))
    return f": {text}" if text else ""


def log_decisions(request: HttpRequest, rows: Iterable[Any], what: str) -> None:
    """Write one entry for each row."""
    entries = [
        LogEntry(
            user_id=str(request.user.pk),
            content_type=ContentType.objects.get_for_model(row),
            object_id=str(row.pk),
            object_repr=_name_of(row)[:200],
            action_flag=CHANGE,
            change_message=f"{what}.",
        )
        for row in rows
    ]
    LogEntry.objects.bulk_create(entries)


def _name_of(row: Any) -> str:
    """With its story: "Picture 7" alone would not say which."""
    return str(row) if isinstance(row, Story) else f"{row} of {row.story}"
