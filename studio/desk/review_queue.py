"""The review queue in Django admin: the pictures of all stories that wait for approval, as cards with the scenes'
texts: story by story, the one that waits longest first, and its scenes in order."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.timesince import timesince
from django.views.decorators.http import require_POST

from core.errors import Invalid, Refused
from core.readonly_admin import ViewOnlyAdmin
from core.status import Conflict, accepts
from images import policy, queries, services, statuses
from images.models import Illustration, PictureToReview
from studio.desk.actions import (
    REASONS,
    PictureActions,
    full_sentence,
    is_as_seen,
    log_decisions,
    mark_of,
    rejection_text,
)
from studio.desk.filters import STATES, AgeFilter, ErrorFilter, IllustratorFilter, StateFilter

MINUTE = 60  # seconds
DONE = {"approve": "Approved", "reject": "Rejected and queued to be drawn again", "redraw": "Queued to be drawn again"}


@admin.register(PictureToReview)
class PictureToReviewAdmin(PictureActions, ViewOnlyAdmin):
    """Twenty cards a page, to be decided on singly or in bulk."""

    change_list_template = "admin/review_queue.html"
    list_filter = [
        StateFilter,
        "story__template",
        IllustratorFilter,
        AgeFilter,
        ErrorFilter,
    ]
    list_select_related = ["story__template", "scene", "current"]
    list_per_page = 20
    search_fields = ["=story__id", "story__title", "scene__text", "error"]
    search_help_text = "A story's id, or words of its title, scene or error"
    show_facets = admin.ShowFacets.NEVER

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Reviewers, and users who may view pictures."""
        return self.has_review_permission(request) or request.user.has_perm("images.view_illustration")

    def get_queryset(self, request: HttpRequest) -> QuerySet[PictureToReview]:
        """Without those of deleted stories."""
        return super().get_queryset(request).filter(story__deleted_at=None)

    def get_ordering(self, request: HttpRequest) -> list[Any]:
        """Story by story, the one that waits longest first, and its scenes in order."""
        return queries.review_order()

    def get_urls(self) -> list[Any]:
        """With the address of the buttons on a card."""
        decide = self.admin_site.admin_view(require_POST(self.decide))
        return [path("<int:pk>/decide/", decide, name="images_picturetoreview_decide"), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Django's list, with the context of the cards."""
        more = {"title": "Review queue", "is_nav_sidebar_enabled": False} | (extra_context or {})
        response = super().changelist_view(request, more)
        if isinstance(response, TemplateResponse) and response.context_data and "cl" in response.context_data:
            found = response.context_data["cl"].result_list
            response.context_data |= {
                "cards": [card(picture) for picture in found],
                "reasons": REASONS,
                "may_review": self.has_review_permission(request),
            }
        return response

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page of the picture."""
        return redirect("admin:images_illustration_change", object_id)

    def history_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """The history of the picture."""
        return redirect("admin:images_illustration_history", object_id)

    def decide(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Do what the button of a card says, and show the queue again with its filters."""
        if not self.has_review_permission(request):
            raise PermissionDenied
        picture = get_object_or_404(
            Illustration.objects.filter(story__deleted_at=None).select_related("story", "scene", "current"), pk=pk
        )
        try:
            done = decide_on_card(request, picture)
        except Refused as error:
            self.message_user(request, full_sentence(error), messages.ERROR)
        else:
            self.message_user(request, f"Picture {picture.number} of {picture.story}: {done}.", messages.SUCCESS)
        return redirect(f"{reverse('admin:images_picturetoreview_changelist')}?{request.GET.urlencode()}#queue")


def decide_on_card(request: HttpRequest, picture: Illustration) -> str:
    """Decide about one picture as the form of its card says. Returns in words what was done.

    Raises Invalid for a decision or a reason that there is not, and Conflict when somebody else was faster, when the
    card showed an older version, or when another picture would cost too much.
    """
    if not is_as_seen(picture, request.POST.getlist("seen")):
        raise Conflict(f"Picture {picture.number} has a newer version by now. Have a look at it first.")
    note, why = request.POST.get("note", ""), request.POST.getlist("reason")
    actions: dict[str, Callable[..., None]] = {
        "approve": services.approve,
        "reject": partial(services.reject, note=note, reasons=why),
        "redraw": services.redraw,
    }
    decision = request.POST.get("decision", "")
    if decision not in actions:
        raise Invalid("decision", f"{decision!r} is no decision. There are: {', '.join(actions)}.")
    actions[decision](picture, by=request.user.get_username())
    log_decisions(request, [picture], DONE[decision] + (rejection_text(why, note) if decision == "reject" else ""))
    return DONE[decision].lower()


def card(picture: Illustration) -> dict[str, Any]:
    """The context of a card. It offers exactly the actions that the server accepts."""
    return {
        "picture": picture,
        "seen": mark_of(picture),
        "name": f"Picture {picture.number} of {picture.story}",
        "state": STATES[picture.status],
        "since": waiting_for(picture),
        "may_approve": accepts(policy.check_may_approve, picture),
        "may_reject": accepts(policy.check_may_decide, picture),
        "may_redraw": picture.status in statuses.REDRAWABLE,
    }


def waiting_for(picture: Illustration) -> str:
    """How long it has been in its state, in words."""
    seconds = (timezone.now() - picture.updated_at).total_seconds()
    return "for less than a minute" if seconds < MINUTE else f"for {timesince(picture.updated_at, depth=1)}"
