"""A story's page in every phase, and the bulk actions on its pictures."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from core.errors import Refused
from core.web import quotas
from core.web.visitors import display_name
from images import illustrators, policy, queries, services, statuses, stopping
from images.models import Illustration
from stories import access
from stories.models import Story
from stories.queries import owned_story
from studio import refusals
from studio.refusals import Refusal
from studio.story import page_data


@require_safe
def story(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """The whole page, in whatever phase the story is."""
    return render(request, "studio/story/story.html", page_data.story_context(owned_story(request, story_id)))


@require_safe
def body(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """The part of the page that changes with the phase."""
    return render(request, "studio/story/_body.html", page_data.story_context(owned_story(request, story_id)))


def act(request: HttpRequest, story_id: UUID, action: Callable[[], object], *, unchanged: str = "") -> HttpResponse:
    """Do one thing to the story and show its page, or for htmx the part that changes (see `refusals.act`)."""

    def show(refusal: Refusal) -> HttpResponse:
        template = "studio/story/_body.html" if request.htmx else "studio/story/story.html"  # type: ignore[attr-defined]
        return render(request, template, page_data.story_context(owned_story(request, story_id), refusal))

    return refusals.act(request, action, show, url=reverse("story:story", args=[story_id]), unchanged=unchanged)


def choose_illustrator(request: HttpRequest, story: Story) -> None:
    """Have the pictures drawn by whom the form names, if it names one."""
    if "illustrator" in request.POST:
        illustrators.choose(story, request.POST["illustrator"])


@require_safe
def progress(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """The progress bar above the pictures."""
    return render(request, "studio/story/_progress.html", page_data.progress_context(owned_story(request, story_id)))


@require_safe
def panels(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """The panels above the progress bar: the film, the book."""
    return render(request, "studio/story/_panels.html", page_data.panels_context(owned_story(request, story_id)))


@require_POST
def act_on_pictures(
    request: HttpRequest, story_id: UUID, action: Callable[[HttpRequest, Story], None], needs: str = access.REVIEW
) -> HttpResponse:
    """Do one of the following to many pictures of the story. `needs` is the action of `stories.access` that it is."""
    do = partial(action, request, owned_story(request, story_id, needs))
    return act(request, story_id, do, unchanged="The pictures stay as they are.")


def draw_missing(request: HttpRequest, story: Story) -> None:
    """Draw all pictures again that could not be drawn."""
    missing = queries.pictures_of(story).filter(status=statuses.FAILED, stopped=False)
    pictures = missing.select_related("scene", "current", "story")
    quotas.count(request, quotas.REDRAWS, len(pictures), story=story.pk)
    services.redraw_all(pictures, by=display_name(request))


def draw_changed(request: HttpRequest, story: Story) -> None:
    """Draw the pictures again, of those that the page showed, whose scenes have other texts by now."""
    marks = request.POST.getlist("picture")
    pictures = [one for one in queries.changed_pictures(queries.pictures_of(story)) if one.mark in marks]
    if not pictures:
        raise Refused("None of these pictures is out of date any more, so none was drawn.")
    for picture in pictures:
        picture.story = story
        policy.check_not_filming(picture)
    quotas.count(request, quotas.REDRAWS, len(pictures), story=story.pk)
    services.redraw_all(pictures, by=display_name(request))


def stop_drawing(request: HttpRequest, story: Story) -> None:
    """Draw nothing of the story that has not begun."""
    stopping.stop(story, by=display_name(request))


def go_on_drawing(request: HttpRequest, story: Story) -> None:
    """Draw what was stopped."""
    stopping.go_on(story, by=display_name(request))


def approve_all(request: HttpRequest, story: Story) -> None:
    """Approve the pictures that the page showed as waiting, or the selected ones, in the versions that it showed."""
    ticked = request.POST.getlist("picture")
    if not ticked:
        raise Refused("No picture was ticked, so none was approved.")
    services.approve_all(_waiting(story, ticked), by=display_name(request))


def reject_selected(request: HttpRequest, story: Story) -> None:
    """Reject the selected versions, all for the same reasons, and draw the pictures again."""
    ticked = request.POST.getlist("picture")
    if not ticked:
        raise Refused("No picture was ticked, so none was rejected.")
    pictures = _waiting(story, ticked)
    quotas.count(request, quotas.REDRAWS, len(pictures), story=story.pk)
    note, reasons = request.POST.get("note", ""), request.POST.getlist("reason")
    services.reject_all(pictures, note=note, by=display_name(request), reasons=reasons)


def _waiting(story: Story, marks: list[str]) -> list[Illustration]:
    """The pictures that wait for approval in a version that `marks` names."""
    rows = queries.pictures_of(story).filter(status=statuses.PENDING).select_related("story")
    return [picture for picture in rows if picture.mark in marks]
