"""The actions on a film on its page: make, cancel, add and remove music."""

from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from core import artifacts
from core.errors import NotFound
from core.web import quotas
from core.web.visitors import display_name
from stories.models import Story
from studio.film import page_data
from studio.film.views import act
from videos.film import music
from videos.film import services as film_services
from videos.models import Film


@require_POST
def make(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """Have the film of that `shape` made, with the options that are ticked."""
    shape, by = request.POST.get("shape", ""), display_name(request)
    wished = {name: name in request.POST for name in ("captions", "voice", "music")}
    allow = partial(quotas.count, request, quotas.FILMS, story=story_id)
    return act(
        request,
        story_id,
        page_data.FILM,
        lambda story: film_services.request_film(story, shape=shape, by=by, allow=allow, **wished),
    )


@require_POST
def cancel(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """Cancel the film of that `shape` while it is being made."""
    shape, by = request.POST.get("shape", ""), display_name(request)
    return act(request, story_id, page_data.FILM, lambda story: artifacts.cancel(_film(story, shape), by=by))


def _film(story: Story, shape: str) -> Film:
    film = story.films.filter(shape=shape).first()
    if film is None:
        raise NotFound("Film not found")
    return film


@require_POST
def add_music(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """Use uploaded music for the story's films."""
    file, by = request.FILES.get(music.FIELD), display_name(request)
    asks = (quotas.UPLOADS, 1)
    return act(request, story_id, page_data.FILM, lambda story: music.add(story, file, by=by), asks=asks)


@require_POST
def remove_music(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """Remove the music."""
    return act(request, story_id, page_data.FILM, music.remove)
