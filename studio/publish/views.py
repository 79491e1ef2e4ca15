"""What the owner of a story does about publishing, on the film's page."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from core.errors import NotFound
from core.status import Conflict
from core.web.visitors import display_name
from publishing import services
from stories.access import owned_story
from stories.models import Story
from studio.publish import page_data


@require_safe
def panel(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """What the film's page says about publishing."""
    return _panel(request, owned_story(request, story_id))


@require_POST
def publish(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """Give the story a public link."""
    story = owned_story(request, story_id)
    try:
        services.publish(story, by=display_name(request))
    except Conflict as conflict:
        return _panel(request, story, str(conflict))
    return _done(request, story)


@require_POST
def unpublish(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """The public link is dead from now on."""
    story = owned_story(request, story_id)
    services.unpublish(story)
    return _done(request, story)


def _done(request: HttpRequest, story: Story) -> HttpResponse:
    if request.htmx:  # type: ignore[attr-defined]
        return _panel(request, story)
    return redirect(f"{reverse('film:film', args=[story.pk])}#publish")


def _panel(request: HttpRequest, story: Story, error: str = "") -> HttpResponse:
    context = page_data.panel(story, error)
    if context is None:
        raise NotFound("Nothing is published here")
    return render(request, "studio/publish/_publish.html", context, status=409 if error else 200)
