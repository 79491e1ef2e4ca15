"""A story's page in every phase, and its pictures' cards."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from core.errors import Invalid
from core.status import Conflict, Forbidden
from core.visitors import display_name, known_visitor
from images import clearance, contexts, pipeline, queries, services, statuses
from images.models import Illustration
from stories.budget import OverBudget
from stories.models import Story
from stories.queries import story_for


def owned_story(request: HttpRequest, story_id: UUID) -> Story:
    """The story, if the one who asks may use it. Raises NotFound."""
    return story_for(story_id, known_visitor(request), request.user)


@require_safe
def story(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """The page: complete and usable at any moment, whatever phase the story is in."""
    return render(request, "images/story.html", contexts.story_context(owned_story(request, story_id)))


@require_safe
def body(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """The part of the page that changes with the phase."""
    return _body(request, story_id)


def _body(request: HttpRequest, story_id: UUID, error: str = "", operator: str = "") -> HttpResponse:
    """The part that changes; the whole page where it was not htmx that asked."""
    context = contexts.story_context(owned_story(request, story_id), error=error, operator=operator)
    fragment = request.htmx or not error  # type: ignore[attr-defined]
    template = "images/_body.html" if fragment else "images/story.html"
    return render(request, template, context, status=409 if error else 200)


@require_safe
def progress(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """The bar above the pictures."""
    return render(request, "images/_progress.html", contexts.progress_context(owned_story(request, story_id)))


@require_safe
def card(request: HttpRequest, story_id: UUID, number: int) -> HttpResponse:
    """One picture's card."""
    return _card(request, queries.picture_of(owned_story(request, story_id), number))


@require_POST
def approve(request: HttpRequest, story_id: UUID, number: int) -> HttpResponse:
    """Approve the version that the page showed."""
    return _act(request, story_id, number, services.approve)


@require_POST
def reject(request: HttpRequest, story_id: UUID, number: int) -> HttpResponse:
    """Reject the version that the page showed; a new one is drawn with the reasons and the note."""
    note, why = request.POST.get("note", ""), request.POST.getlist("reason")
    return _act(request, story_id, number, pipeline.reject, note=note, reasons=why)


@require_POST
def redraw(request: HttpRequest, story_id: UUID, number: int) -> HttpResponse:
    """Draw a new version from the same prompt."""
    return _act(request, story_id, number, pipeline.redraw)


@require_POST
def describe(request: HttpRequest, story_id: UUID, number: int) -> HttpResponse:
    """Draw what the visitor says the picture shall show."""
    wish = request.POST.get("wish", "")
    return _act(request, story_id, number, pipeline.edit, mode=Illustration.NEW, wish=wish)


@require_POST
def draw_missing(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """Draw every picture again that could not be drawn."""
    story = owned_story(request, story_id)
    pictures = queries.pictures_of(story).filter(status=statuses.FAILED).select_related("scene", "current", "story")
    try:
        clearance.check_pictures(story, len(pictures))
        pipeline.redraw_all(pictures, by=display_name(request))
    except OverBudget as over:
        return _body(request, story_id, f"{over} The pictures stay as they are.", over.operator)
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect("images:story", story_id)
    return _body(request, story_id)


@require_POST
def approve_all(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """Approve every picture that waits for it."""
    story = owned_story(request, story_id)
    pictures = queries.pictures_of(story).filter(status=statuses.PENDING)
    pipeline.approve_all(pictures, by=display_name(request))
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect("images:story", story_id)
    return _body(request, story_id)


def _act(request: HttpRequest, story_id: UUID, number: int, action, **how: str | list[str]) -> HttpResponse:  # type: ignore[no-untyped-def]
    """Do one thing to one picture and show its card, with a sentence when somebody else was faster."""
    picture = queries.picture_of(owned_story(request, story_id), number)
    try:
        _check_seen(picture, request.POST.get("version", ""))
        action(picture, by=display_name(request), **how)
    except Invalid as error:
        return _card(request, picture, error=error.message, status=422)
    except OverBudget as over:
        stays = f"{over} Picture {picture.number} stays as it is."
        fresh = queries.picture_of(owned_story(request, story_id), number)
        return _card(request, fresh, error=stays, operator=over.operator, status=409)
    except (Conflict, Forbidden) as error:
        fresh = queries.picture_of(owned_story(request, story_id), number)
        return _card(request, fresh, error=str(error), status=409)
    return _card(request, picture)


def _check_seen(picture: Illustration, seen: str) -> None:
    """Nobody decides about a version that their page did not show."""
    shown = str(picture.current.number) if picture.current else ""
    if seen and seen != shown:
        raise Conflict(f"Picture {picture.number} has a newer version by now. Have a look at it first.", picture.status)


def _card(
    request: HttpRequest, picture: Illustration, error: str = "", operator: str = "", status: int = 200
) -> HttpResponse:
    if not request.htmx and request.method == "POST" and not error:  # type: ignore[attr-defined]
        return redirect(f"/stories/{picture.story_id}/#picture-{picture.number}")
    # What was typed is not lost where it could not be done.
    typed = {name: request.POST.get(name, "") for name in ("wish", "note") if error}
    context = contexts.card_context(picture, error, operator) | typed
    context["chosen"] = request.POST.getlist("reason") if error else []
    return render(request, "images/_card.html", context, status=status)
