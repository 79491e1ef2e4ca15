"""The review queue in Django admin: the pictures of all stories that wait for somebody, as cards, longest first."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.timesince import timesince

from core.errors import Invalid
from core.readonly_admin import ViewOnlyAdmin
from core.status import Conflict, Forbidden, accepts
from images import policy, services, statuses
from images.models import Illustration, PictureToReview
from studio.desk.actions import REASONS, PictureActions, in_full, is_as_seen, log_decisions, mark, said_why
from studio.desk.filters import STATES, AgeFilter, ErrorFilter, IllustratorFilter, StateFilter

A_MINUTE = 60  # seconds
DONE = {"approve": "Approved", "reject": "Rejected and queued to be drawn again", "redraw": "Queued to be drawn again"}


@admin.register(PictureToReview)
class PictureToReviewAdmin(PictureActions, ViewOnlyAdmin):
    """Twenty cards a page, to be decided on one by one or many at once."""

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
    ordering = ["updated_at", "pk"]
    search_fields = ["=story__id", "story__title", "scene__text", "error"]
    search_help_text = "A story's id, or words of its title, scene or error"
    show_facets = admin.ShowFacets.NEVER
    show_full_result_count = False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever reviews pictures, or may look at them."""
        return self.has_review_permission(request) or request.user.has_perm("images.view_illustration")

    def get_urls(self) -> list[Any]:
        """One address more: the buttons on a card."""
        decide = self.admin_site.admin_view(self.decide)
        return [path("<int:pk>/decide/", decide, name="images_picturetoreview_decide"), *super().get_urls()]

    def pictures(self, chosen: QuerySet[PictureToReview]) -> QuerySet[Illustration]:
        """The selected pictures themselves."""
        return Illustration.objects.filter(pk__in=chosen.values("pk"))

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Django's own list, drawn as cards."""
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
        """A picture has one page in admin, and its history is there."""
        return redirect("admin:images_illustration_change", object_id)

    def history_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """As `change_view`."""
        return redirect("admin:images_illustration_history", object_id)

    def decide(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Do what was pressed on a card, and show the queue again as it was filtered."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not self.has_review_permission(request):
            raise PermissionDenied
        picture = get_object_or_404(Illustration.objects.select_related("story", "scene", "current"), pk=pk)
        try:
            said = decided(request, picture)
        except (Invalid, Conflict, Forbidden) as error:
            self.message_user(request, in_full(error), messages.ERROR)
        else:
            self.message_user(request, f"Picture {picture.number} of {picture.story}: {said}.", messages.SUCCESS)
        return redirect(f"{reverse('admin:images_picturetoreview_changelist')}?{request.GET.urlencode()}#queue")


def decided(request: HttpRequest, picture: Illustration) -> str:
    """Decide about one picture as the form of its card says, and give back what was done in words.

    Raises Invalid for a decision or a reason that there is not, and Conflict when somebody else was faster, when the
    card showed an older version, or when another picture would cost too much.
    """
    if not is_as_seen(picture, request.POST.getlist("seen")):
        raise Conflict(f"Picture {picture.number} has a newer version by now. Have a look at it first.", picture.status)
    note, why = request.POST.get("note", ""), request.POST.getlist("reason")
    ways: dict[str, Callable[..., None]] = {
        "approve": services.approve,
        "reject": partial(services.reject, note=note, reasons=why),
        "redraw": services.redraw,
    }
    decision = request.POST.get("decision", "")
    if decision not in ways:
        raise Invalid("decision", f"{decision!r} is no decision. There are: {', '.join(ways)}.")
    ways[decision](picture, by=request.user.get_username())
    log_decisions(request, [picture], DONE[decision] + (said_why(why, note) if decision == "reject" else ""))
    return DONE[decision].lower()


def card(picture: Illustration) -> dict[str, Any]:
    """What the template of a card is given; its buttons are what the server would accept."""
    return {
        "picture": picture,
        "version": picture.current,
        "seen": f"{picture.pk}:{mark(picture)}",
        "name": f"Picture {picture.number} of {picture.story}",
        "state": STATES[picture.status],
        "since": since(picture),
        "may_approve": accepts(policy.check_may_approve, picture),
        "may_reject": accepts(policy.check_may_decide, picture),
        "may_redraw": picture.status in statuses.REDRAWABLE,
    }


def since(picture: Illustration) -> str:
    """For how long it has been in its state, in words."""
    seconds = (timezone.now() - picture.updated_at).total_seconds()
    return "for less than a minute" if seconds < A_MINUTE else f"for {timesince(picture.updated_at, depth=1)}"
