"""One picture: its card, its viewer, and everything that can be done to it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from core.errors import Invalid
from core.status import Conflict, Forbidden
from core.web import quotas
from core.web.middleware import later
from core.web.quotas import TooMany
from core.web.visitors import display_name
from images import events, queries, revisions, services, uploads
from images.models import Illustration
from providers.base import ProviderError
from stories import moderation
from stories import services as story_services
from stories.access import owned_story
from stories.budget import OverBudget
from stories.queries import scene_stamp
from studio.story import cards
from studio.story.cards import NO_TROUBLE, Trouble

VIEWER = "viewer"  # the id of the element that a viewer's own forms replace
_TYPED = ("wish", "note", "depiction", "text")
_REDRAW = (quotas.REDRAWS, 1)


def _picture(request: HttpRequest, story_id: UUID, number: int) -> Illustration:
    return queries.picture_of(owned_story(request, story_id), number)


@require_safe
def card(request: HttpRequest, story_id: UUID, number: int) -> HttpResponse:
    """One picture's card."""
    return _shown(request, _picture(request, story_id, number))


@require_safe
def view(request: HttpRequest, story_id: UUID, number: int) -> HttpResponse:
    """The picture large, with all its versions: `version` is the number of the one to look at, `beside` of the one to
    compare it with. A whole page, or what the page of the story shows in front of itself."""
    picture = _picture(request, story_id, number)
    shown, beside = (_number(request.GET.get(name, "")) for name in ("version", "beside"))
    return _viewer(request, picture, cards.viewer_of(picture, shown, beside))


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else 0


@require_POST
def approve(request: HttpRequest, story_id: UUID, number: int) -> HttpResponse:
    """Approve the version that the page showed, or the one that was `chosen`."""
    return _act(request, story_id, number, _approve_chosen, chosen=_number(request.POST.get("chosen", "")))


def _approve_chosen(picture: Illustration, *, by: str, chosen: int) -> None:
    services.approve(picture, by=by, version=queries.drawn_version(picture, chosen) if chosen else None)


@require_POST
def reject(request: HttpRequest, story_id: UUID, number: int) -> HttpResponse:
    """Reject the version that the page showed; a new one is drawn with the reasons and the note."""
    note, why = request.POST.get("note", ""), request.POST.getlist("reason")
    return _act(request, story_id, number, services.reject, asks=_REDRAW, note=note, reasons=why)


@require_POST
def redraw(request: HttpRequest, story_id: UUID, number: int) -> HttpResponse:
    """Draw a new version from the same prompt."""
    return _act(request, story_id, number, services.redraw, asks=_REDRAW)


@require_POST
def vary(request: HttpRequest, story_id: UUID, number: int) -> HttpResponse:
    """Draw several new versions from the same prompt."""
    return _act(request, story_id, number, services.vary, asks=(quotas.REDRAWS, Illustration.VARIATIONS))


@require_POST
def edit(request: HttpRequest, story_id: UUID, number: int) -> HttpResponse:
    """Change the picture as `wish` says, or (`mode` newimage) draw what `depiction` says. `base` is the number of the
    version to start from."""
    mode = request.POST.get("mode", "")
    wish = request.POST.get("depiction" if mode == Illustration.NEW else "wish", "")
    base = _number(request.POST.get("base", ""))
    return _act(request, story_id, number, _edit, asks=_REDRAW, mode=mode, wish=wish, base=base)


def _edit(picture: Illustration, *, by: str, mode: str, wish: str, base: int) -> None:
    start = queries.drawn_version(picture, base) if base and mode == Illustration.EDIT else None
    services.edit(picture, mode=mode, wish=wish, by=by, base=start)


@require_POST
def undo(request: HttpRequest, story_id: UUID, number: int) -> HttpResponse:
    """Take the last approval or rejection back."""
    return _act(request, story_id, number, revisions.undo)


@require_POST
def choose(request: HttpRequest, story_id: UUID, number: int) -> HttpResponse:
    """Show the version that was `chosen`; it waits for approval then."""
    return _act(request, story_id, number, _choose, chosen=_number(request.POST.get("chosen", "")))


def _choose(picture: Illustration, *, by: str, chosen: int) -> None:
    revisions.choose(picture, queries.drawn_version(picture, chosen), by=by)


@require_POST
def upload(request: HttpRequest, story_id: UUID, number: int) -> HttpResponse:
    """Take somebody's own picture as the version that is shown."""
    file = request.FILES.get(uploads.FIELD)
    return _act(request, story_id, number, uploads.add, asks=(quotas.UPLOADS, 1), file=file)


@require_POST
def text(request: HttpRequest, story_id: UUID, number: int) -> HttpResponse:
    """Change the text of the picture's scene. The picture stays, and says that it shows the old text."""
    text, stamp = request.POST.get("text", ""), request.POST.get("stamp", "")
    return _act(request, story_id, number, _revise, text=text, stamp=stamp)


def _revise(picture: Illustration, *, by: str, text: str, stamp: str) -> None:
    assert picture.scene is not None  # noqa: S101 - only a character sheet has none, and that is not found here
    if stamp and stamp != scene_stamp(picture.scene):
        words = f"Somebody else has changed the text of scene {picture.number} meanwhile. It stands above your own."
        raise Conflict(f"{words} Save again to put yours in its place.", picture.status)
    moderation.check_input([text], "What you wrote", "text", into=picture.story)
    story_services.revise_scene(picture.scene, text)
    events.picture_changed(picture)


def _act(
    request: HttpRequest,
    story_id: UUID,
    number: int,
    action: Callable[..., Any],
    *,
    asks: tuple[quotas.Kind, int] | None = None,
    **how: Any,
) -> HttpResponse:
    """Do one thing to one picture and show it, with a sentence when it could not be done. `asks` is what it counts as,
    and how often."""
    picture = _picture(request, story_id, number)
    try:
        _check_seen(picture, request.POST.get("version"))
        if asks:
            quotas.count(request, *asks, story=story_id)
        action(picture, by=display_name(request), **how)
    except Invalid as error:
        return _shown(request, _picture(request, story_id, number), Trouble(error.sentence, "", _typed(request)), 422)
    except OverBudget as over:
        words = f"{over} Picture {picture.number} stays as it is."
        return _refused(request, story_id, number, Trouble(words, over.operator, _typed(request)))
    except ProviderError as error:
        return _refused(request, story_id, number, Trouble(str(error), error.operator, _typed(request)))
    except TooMany as error:
        trouble = Trouble(str(error), "", _typed(request))
        return later(_shown(request, _picture(request, story_id, number), trouble, 429), error)
    except (Conflict, Forbidden) as error:
        return _refused(request, story_id, number, Trouble(str(error), "", _typed(request)))
    return _shown(request, _picture(request, story_id, number))


def _refused(request: HttpRequest, story_id: UUID, number: int, trouble: Trouble) -> HttpResponse:
    return _shown(request, _picture(request, story_id, number), trouble, 409)


def _typed(request: HttpRequest) -> dict[str, Any]:
    """What was typed is not lost where it could not be done."""
    typed: dict[str, Any] = {name: request.POST[name] for name in _TYPED if name in request.POST}
    return typed | {"reasons": request.POST.getlist("reason")}


def _check_seen(picture: Illustration, seen: str | None) -> None:
    """Nobody decides about a version that their page did not show ("" where it showed none; None: it does not say)."""
    shown = str(picture.current.number) if picture.current else ""
    if seen is not None and seen != shown:
        raise Conflict(f"Picture {picture.number} has a newer version by now. Have a look at it first.", picture.status)


def _shown(
    request: HttpRequest, picture: Illustration, trouble: Trouble = NO_TROUBLE, status: int = 200
) -> HttpResponse:
    """The picture where it was acted on: in the viewer, or on its card."""
    htmx = request.htmx  # type: ignore[attr-defined]
    in_viewer = htmx.target == VIEWER if htmx else request.POST.get("from") == VIEWER
    if not htmx and request.method == "POST" and not trouble.error:
        return redirect(_address(picture, in_viewer=in_viewer))
    if in_viewer:
        return _viewer(request, picture, cards.viewer_of(picture, trouble=trouble), status)
    return render(request, "studio/story/_card.html", {"card": cards.card_of(picture, trouble=trouble)}, status=status)


def _address(picture: Illustration, *, in_viewer: bool) -> str:
    if in_viewer:
        return reverse("story:view", args=[picture.story_id, picture.number])
    return reverse("story:story", args=[picture.story_id]) + f"#picture-{picture.number}"


def _viewer(request: HttpRequest, picture: Illustration, context: dict[str, Any], status: int = 200) -> HttpResponse:
    template = "studio/story/_viewer.html" if request.htmx else "studio/story/viewer.html"  # type: ignore[attr-defined]
    return render(request, template, context | {"story": picture.story}, status=status)
