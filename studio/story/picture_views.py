"""One picture: its card, its viewer, and all actions on it."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from core.status import Conflict
from core.text import number_in
from core.web import quotas
from core.web.visitors import display_name, is_staff
from images import events, policy, queries, revisions, services, uploads
from images.models import Illustration
from stories import access, moderation
from stories import services as story_services
from stories.queries import owned_story, scene_stamp
from studio import refusals
from studio.refusals import NO_REFUSAL, Refusal
from studio.story import cards

VIEWER = "viewer"  # the id of the element that a viewer's own forms replace


def _picture(request: HttpRequest, story_id: UUID, number: int, to: str = access.SEE) -> Illustration:
    return queries.picture_of(owned_story(request, story_id, to), number)


@require_safe
def card(request: HttpRequest, story_id: UUID, number: int) -> HttpResponse:
    return _show(request, _picture(request, story_id, number))


@require_safe
def view(request: HttpRequest, story_id: UUID, number: int) -> HttpResponse:
    """The viewer: the picture large, with all its versions. `version` is the number of the one to look at, `beside` of
    the one to compare it with. A page, or for htmx the content of the dialog on the story's page."""
    picture = _picture(request, story_id, number)
    shown, beside = (number_in(request.GET.get(name, "")) for name in ("version", "beside"))
    return _viewer(request, picture, cards.viewer_of(picture, shown, beside, queue=_from_queue(request)))


@require_POST
def act(
    request: HttpRequest,
    story_id: UUID,
    number: int,
    action: Callable[[HttpRequest, Illustration], None],
    needs: str = access.REVIEW,
) -> HttpResponse:
    """Do one of the following to the picture, if the form names the version that is shown, and show it. `needs` is the
    action of `stories.access` that it is."""
    picture = _picture(request, story_id, number, needs)

    def check_and_do() -> None:
        policy.check_shown(picture, request.POST.get("version"))
        action(request, picture)

    def show(refusal: Refusal) -> HttpResponse:
        return _show(request, _picture(request, story_id, number), refusal)

    unchanged = f"Picture {number} stays as it is."
    return refusals.act(request, check_and_do, show, url=_url(request, picture), unchanged=unchanged)


def approve(request: HttpRequest, picture: Illustration) -> None:
    """Approve the version that the page showed, or the one that was `chosen`."""
    chosen = number_in(request.POST.get("chosen", ""))
    version = queries.drawn_version(picture, chosen) if chosen else None
    services.approve(picture, by=display_name(request), version=version)


def reject(request: HttpRequest, picture: Illustration) -> None:
    """Reject the version that the page showed; a new one is drawn with the reasons and the note."""
    quotas.count(request, quotas.REDRAWS, story=picture.story_id)
    note, reasons = request.POST.get("note", ""), request.POST.getlist("reason")
    services.reject(picture, note=note, by=display_name(request), reasons=reasons)


def redraw(request: HttpRequest, picture: Illustration) -> None:
    """Draw a new version from the same prompt."""
    quotas.count(request, quotas.REDRAWS, story=picture.story_id)
    services.redraw(picture, by=display_name(request))


def vary(request: HttpRequest, picture: Illustration) -> None:
    """Draw several new versions from the same prompt."""
    quotas.count(request, quotas.REDRAWS, Illustration.VARIATIONS, story=picture.story_id)
    services.vary(picture, by=display_name(request))


def edit(request: HttpRequest, picture: Illustration) -> None:
    """Change the picture as `wish` says, or (`mode` newimage) draw what `depiction` says. `base` is the number of the
    version to start from."""
    quotas.count(request, quotas.REDRAWS, story=picture.story_id)
    mode, base = request.POST.get("mode", ""), number_in(request.POST.get("base", ""))
    wish = request.POST.get("depiction" if mode == Illustration.NEW else "wish", "")
    start = queries.drawn_version(picture, base) if base and mode == Illustration.EDIT else None
    services.edit(picture, mode=mode, wish=wish, by=display_name(request), base=start)


def undo(request: HttpRequest, picture: Illustration) -> None:
    """Undo the last approval or rejection."""
    revisions.undo(picture, by=display_name(request))


def choose(request: HttpRequest, picture: Illustration) -> None:
    """Show the version that was `chosen`; it waits for approval then."""
    chosen = number_in(request.POST.get("chosen", ""))
    revisions.choose(picture, queries.drawn_version(picture, chosen), by=display_name(request))


def upload(request: HttpRequest, picture: Illustration) -> None:
    """Show an uploaded picture as the current version."""
    quotas.count(request, quotas.UPLOADS, story=picture.story_id)
    file, crop = request.FILES.get(uploads.FIELD), request.POST.get("crop", "")
    uploads.add(picture, file, crop=crop, by=display_name(request))


def text(request: HttpRequest, picture: Illustration) -> None:
    """Change the text of the picture's scene. The picture stays and is marked as out of date."""
    assert picture.scene is not None  # noqa: S101 - only a character sheet has none, and that is not found here
    text, stamp = request.POST.get("text", ""), request.POST.get("stamp", "")
    if stamp and stamp != scene_stamp(picture.scene):
        words = f"Somebody else has changed the text of scene {picture.number} meanwhile. It stands above your own."
        raise Conflict(f"{words} Save again to put yours in its place.")
    moderation.check_input([text], "What you wrote", "text", into=picture.story)
    story_services.revise_scene(picture.scene, text, by=display_name(request))
    events.picture_changed(picture)


def _from_queue(request: HttpRequest) -> bool:
    """Whether somebody who may review all stories looks through the review queue, as the address of the page says."""
    page = request.htmx.current_url or ""  # type: ignore[attr-defined]
    asked = "queue" in request.GET or urlsplit(page).query.startswith(cards.QUEUE.removeprefix("?"))
    needed = [access.STAFF_NEED[access.SEE], access.STAFF_NEED[access.DECIDE]]
    return asked and is_staff(request.user) and request.user.has_perms(needed)


def _in_viewer(request: HttpRequest) -> bool:
    htmx = request.htmx  # type: ignore[attr-defined]
    return bool(htmx.target == VIEWER if htmx else request.POST.get("from") == VIEWER)


def _show(request: HttpRequest, picture: Illustration, refusal: Refusal = NO_REFUSAL) -> HttpResponse:
    """The picture where it was acted on: in the viewer, or on its card."""
    if _in_viewer(request):
        return _viewer(request, picture, cards.viewer_of(picture, refusal=refusal, queue=_from_queue(request)))
    return render(request, "studio/story/_card.html", {"card": cards.card_of(picture, refusal=refusal)})


def _url(request: HttpRequest, picture: Illustration) -> str:
    if _in_viewer(request):
        return reverse("story:view", args=[picture.story_id, picture.number])
    return reverse("story:story", args=[picture.story_id]) + f"#picture-{picture.number}"


def _viewer(request: HttpRequest, picture: Illustration, context: dict[str, Any]) -> HttpResponse:
    template = "studio/story/_viewer.html" if request.htmx else "studio/story/viewer.html"  # type: ignore[attr-defined]
    return render(request, template, context | {"story": picture.story})
