"""A story's page in every phase, and what is done to many of its pictures at once."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from core.errors import Invalid
from core.web import quotas
from core.web.middleware import later
from core.web.quotas import TooMany
from core.web.visitors import display_name
from images import queries, services, statuses
from stories.access import owned_story
from stories.budget import OverBudget
from studio.story import page_data


@require_safe
def story(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """The page: complete and usable at any moment, whatever phase the story is in."""
    return render(request, "studio/story/story.html", page_data.story_context(owned_story(request, story_id)))


@require_safe
def body(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """The part of the page that changes with the phase."""
    return _body(request, story_id)


def _body(
    request: HttpRequest, story_id: UUID, error: str = "", operator: str = "", *, refused: int = 409
) -> HttpResponse:
    """The part that changes; the whole page where it was not htmx that asked. `refused`: the status with an `error`."""
    context = page_data.story_context(owned_story(request, story_id), error=error, operator=operator)
    fragment = request.htmx or not error  # type: ignore[attr-defined]
    template = "studio/story/_body.html" if fragment else "studio/story/story.html"
    return render(request, template, context, status=refused if error else 200)


@require_safe
def progress(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """The bar above the pictures."""
    return render(request, "studio/story/_progress.html", page_data.progress_context(owned_story(request, story_id)))


@require_safe
def panels(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """What stands above the bar: the film, the book."""
    return render(request, "studio/story/_panels.html", page_data.panels_context(owned_story(request, story_id)))


@require_POST
def draw_missing(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """Draw every picture again that could not be drawn."""
    story = owned_story(request, story_id)
    pictures = queries.pictures_of(story).filter(status=statuses.FAILED).select_related("scene", "current", "story")
    try:
        quotas.count(request, quotas.REDRAWS, len(pictures), story=story_id)
        services.redraw_all(pictures, by=display_name(request))
    except OverBudget as over:
        return _body(request, story_id, f"{over} The pictures stay as they are.", over.operator)
    except TooMany as error:
        return later(_body(request, story_id, str(error), refused=429), error)
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect("story:story", story_id)
    return _body(request, story_id)


@require_POST
def approve_all(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """Approve every picture that the page showed as waiting for it; what has arrived since is to be looked at first."""
    story = owned_story(request, story_id)
    marks = request.POST.getlist("seen")
    pictures = queries.pictures_of(story).filter(status=statuses.PENDING)
    services.approve_all([one for one in pictures if queries.version_mark(one) in marks], by=display_name(request))
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect("story:story", story_id)
    return _body(request, story_id)


@require_POST
def reject_selected(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """Reject the versions that were ticked, all for the same reasons, and draw the pictures again."""
    story = owned_story(request, story_id)
    ticked = request.POST.getlist("picture")
    if not ticked:
        return _body(request, story_id, "No picture was ticked, so none was rejected.")
    waiting = queries.pictures_of(story).filter(status=statuses.PENDING).select_related("story")
    pictures = [picture for picture in waiting if queries.version_mark(picture) in ticked]
    note, why = request.POST.get("note", ""), request.POST.getlist("reason")
    try:
        quotas.count(request, quotas.REDRAWS, len(pictures), story=story_id)
        services.reject_all(pictures, note=note, by=display_name(request), reasons=why)
    except OverBudget as over:
        return _body(request, story_id, f"{over} The pictures stay as they are.", over.operator)
    except TooMany as error:
        return later(_body(request, story_id, str(error), refused=429), error)
    except Invalid as error:
        return _body(request, story_id, error.sentence)
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect("story:story", story_id)
    return _body(request, story_id)
