"""The publishing panel on the film's page, for the owner of the story."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from core import artifacts
from core.errors import NotFound
from core.status import accepts
from core.web.visitors import display_name
from publishing import queries, services
from publishing.contexts import link_of, path_of
from stories.models import Story
from stories.queries import owned_story
from studio import refusals
from studio.refusals import NO_REFUSAL, Refusal


@require_safe
def panel(request: HttpRequest, story_id: UUID) -> HttpResponse:
    return _panel(request, owned_story(request, story_id))


@require_POST
def act(
    request: HttpRequest, story_id: UUID, action: Callable[[HttpRequest, Story], object], needs: str
) -> HttpResponse:
    """Do one of the following and show the panel. `needs` is the action of `stories.access` that it is."""
    story = owned_story(request, story_id, needs)
    url = reverse("film:film", args=[story_id]) + "#publish"
    return refusals.act(request, partial(action, request, story), partial(_panel, request, story), url=url)


def publish(request: HttpRequest, story: Story) -> None:
    """Give the story a public link."""
    services.publish(story, by=display_name(request))


def unpublish(request: HttpRequest, story: Story) -> None:
    """Remove the public link."""
    services.unpublish(story, by=display_name(request))


def _panel(request: HttpRequest, story: Story, refusal: Refusal = NO_REFUSAL) -> HttpResponse:
    context = panel_context(story, refusal)
    if context is None:
        raise NotFound("Nothing is published here")
    return render(request, "studio/publish/_publish.html", context)


def panel_context(story: Story, refusal: Refusal = NO_REFUSAL) -> dict[str, Any] | None:
    """The publishing panel; None when the story is not published and cannot be."""
    publication, may = queries.publication_of(story), accepts(queries.check_may_publish, story)
    if publication is None and not may:
        return None
    in_gallery = bool(publication and queries.is_in_gallery(publication))
    hides_film = bool(publication and queries.hides_film(story))
    shown = (publication and publication.token, in_gallery, hides_film, may, refusal.sentence)
    return {
        "story": story,
        "publication": publication,
        "in_gallery": in_gallery,
        "hides_film": hides_film,
        "public_link": link_of(publication) if publication else "",
        "public_path": path_of(publication) if publication else "",
        "may_publish": may,
        "publish_refusal": refusal,
        "publish_stamp": artifacts.digest_of(*shown)[:12],
    }
