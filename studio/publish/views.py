"""The publishing panel on the film's page, for the owner of the story."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from core.errors import NotFound
from core.web.visitors import display_name
from publishing import services
from stories.models import Story
from stories.queries import owned_story
from studio import refusals
from studio.publish import page_data
from studio.refusals import NO_REFUSAL, Refusal


@require_safe
def panel(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """The panel."""
    return _panel(request, owned_story(request, story_id))


@require_POST
def publish(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """Give the story a public link."""
    story = owned_story(request, story_id)
    return _act(request, story, partial(services.publish, story, by=display_name(request)))


@require_POST
def unpublish(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """Remove the public link."""
    story = owned_story(request, story_id)
    return _act(request, story, partial(services.unpublish, story))


def _act(request: HttpRequest, story: Story, action: Callable[[], object]) -> HttpResponse:
    url = reverse("film:film", args=[story.pk]) + "#publish"
    return refusals.act(request, action, partial(_panel, request, story), url=url)


def _panel(request: HttpRequest, story: Story, refusal: Refusal = NO_REFUSAL) -> HttpResponse:
    context = page_data.panel(story, refusal)
    if context is None:
        raise NotFound("Nothing is published here")
    return render(request, "studio/publish/_publish.html", context)
