"""The film's page, and the actions on its clips, its films and their music."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from core import artifacts
from core.errors import NotFound
from core.text import number_in
from core.web import quotas
from core.web.visitors import display_name
from stories.models import Story
from stories.queries import owned_story
from studio import refusals
from studio.film import page_data
from studio.refusals import Refusal
from videos import policy, queries, services
from videos.film import music
from videos.film import services as film_services
from videos.models import Clip, Film


@require_safe
def film(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """The whole page. `shape` says which film it shows."""
    context = page_data.film_page(owned_story(request, story_id), request.GET.get("shape", ""))
    return render(request, "studio/film/film.html", context)


@require_safe
def body(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """The part of the page that changes."""
    context = page_data.film_page(owned_story(request, story_id), request.GET.get("shape", ""))
    return render(request, "studio/film/_body.html", context)


@require_POST
def make_videos(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """Make a clip of every approved picture that has none."""

    def make_missing(story: Story) -> None:
        policy.check_may_make(story)
        quotas.count(request, quotas.CLIPS, len(queries.pictures_without_clip(story)), story=story_id)
        services.make_videos(story, by=display_name(request))

    return _act(request, story_id, page_data.PAGE, make_missing)


@require_POST
def stop(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """Stop: the clips that wait are not made."""
    return _act(request, story_id, page_data.PAGE, partial(services.stop, by=display_name(request)))


@require_POST
def redo(request: HttpRequest, story_id: UUID, number: int) -> HttpResponse:
    """Make the clip again with the `motion` that was written."""
    motion = request.POST.get("motion", "")

    def check(clip: Clip) -> None:
        services.checked_motion(motion)
        policy.check_may_redo(clip)

    return _act_on_clip(request, story_id, number, partial(services.redo, motion=motion), first=check)


@require_POST
def again(request: HttpRequest, story_id: UUID, number: int) -> HttpResponse:
    """Make the clip again with the same motion."""
    return _act_on_clip(request, story_id, number, services.try_again, first=policy.check_may_redo)


@require_POST
def local(request: HttpRequest, story_id: UUID, number: int) -> HttpResponse:
    """Make the clip on this machine instead."""
    return _act_on_clip(request, story_id, number, services.use_local, first=policy.check_may_use_local)


@require_POST
def wait(request: HttpRequest, story_id: UUID, number: int) -> HttpResponse:
    """Wait longer for an overdue clip."""
    return _act_on_clip(request, story_id, number, services.go_on_waiting)


@require_POST
def choose(request: HttpRequest, story_id: UUID, number: int) -> HttpResponse:
    """Show the take with the number `take`."""
    take = number_in(request.POST.get("take", ""))

    def choose_take(clip: Clip, *, by: str) -> None:
        services.choose(clip, queries.take_of(clip, take), by=by)

    return _act_on_clip(request, story_id, number, choose_take)


@require_POST
def make_film(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """Have the film of that `shape` made, with the options that are ticked."""

    def make(story: Story) -> None:
        film_services.request_film(
            story,
            shape=request.POST.get("shape", ""),
            captions="captions" in request.POST,
            voice="voice" in request.POST,
            music="music" in request.POST,
            by=display_name(request),
            allow=partial(quotas.count, request, quotas.FILMS, story=story_id),
        )

    return _act(request, story_id, page_data.FILM, make)


@require_POST
def cancel_film(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """Cancel the film of that `shape` while it is being made."""

    def cancel(story: Story) -> None:
        found = story.films.filter(shape=request.POST.get("shape", "")).first()
        if found is None:
            raise NotFound("Film not found")
        artifacts.cancel(found, by=display_name(request))

    return _act(request, story_id, page_data.FILM, cancel)


@require_POST
def add_music(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """Use uploaded music for the story's films."""

    def add(story: Story) -> None:
        quotas.count(request, quotas.UPLOADS, story=story_id)
        music.add(story, request.FILES.get(music.FIELD), by=display_name(request))

    return _act(request, story_id, page_data.FILM, add)


@require_POST
def remove_music(request: HttpRequest, story_id: UUID) -> HttpResponse:
    return _act(request, story_id, page_data.FILM, music.remove)


def _act_on_clip(
    request: HttpRequest,
    story_id: UUID,
    number: int,
    action: Callable[..., object],
    *,
    first: Callable[[Clip], object] | None = None,
) -> HttpResponse:
    """Act on the clip. With `first`, a check that must pass, it counts for the quota of clips."""

    def act(story: Story) -> None:
        clip = queries.clip_of(story, number)
        if first:
            first(clip)
            quotas.count(request, quotas.CLIPS, story=story_id)
        action(clip, by=display_name(request))

    return _act(request, story_id, number, act)


def _act(request: HttpRequest, story_id: UUID, part: int, action: Callable[[Story], object]) -> HttpResponse:
    """Do one thing and show the page; a refusal stands at that part of it (see `film_page`)."""
    story, shape = owned_story(request, story_id), request.POST.get("shape", "")

    def show(refusal: Refusal) -> HttpResponse:
        template = "studio/film/_body.html" if request.htmx else "studio/film/film.html"  # type: ignore[attr-defined]
        return render(request, template, page_data.film_page(owned_story(request, story_id), shape, refusal, part))

    query = f"?shape={shape}" if shape == Film.WIDE else ""
    anchor = {page_data.PAGE: "", page_data.FILM: "#film"}.get(part, f"#clip-{part}")
    url = reverse("film:film", args=[story_id]) + query + anchor
    return refusals.act(request, partial(action, story), show, url=url)
