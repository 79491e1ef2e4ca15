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
from stories import access
from stories.models import Story
from stories.queries import owned_story
from studio import refusals
from studio.film import page_data
from studio.refusals import Refusal
from videos import policy, queries, services
from videos.clips import motions
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
def act(
    request: HttpRequest, story_id: UUID, action: Callable[[HttpRequest, Story], object], part: int = page_data.PAGE
) -> HttpResponse:
    """Do one of the following and show the page; a refusal stands at that part of it (see `film_page`)."""
    story, shape = owned_story(request, story_id, access.FILM), request.POST.get("shape", "")

    def show(refusal: Refusal) -> HttpResponse:
        template = "studio/film/_body.html" if request.htmx else "studio/film/film.html"  # type: ignore[attr-defined]
        return render(request, template, page_data.film_page(owned_story(request, story_id), shape, refusal, part))

    query = f"?shape={shape}" if shape == Film.WIDE else ""
    anchor = {page_data.PAGE: "", page_data.FILM: "#film"}.get(part, f"#clip-{part}")
    url = reverse("film:film", args=[story_id]) + query + anchor
    return refusals.act(request, partial(action, request, story), show, url=url)


def make_videos(request: HttpRequest, story: Story) -> None:
    """Make a clip of every approved picture that has none."""
    policy.check_may_make(story)
    quotas.count(request, quotas.CLIPS, len(queries.pictures_without_clip(story)), story=story.pk)
    services.make_videos(story, by=display_name(request))


def stop(request: HttpRequest, story: Story) -> None:
    """Stop: the clips that wait are not made."""
    services.stop(story, by=display_name(request))


@require_POST
def act_on_film(request: HttpRequest, story_id: UUID, action: Callable[[HttpRequest, Story], object]) -> HttpResponse:
    """Do one of the following to a film."""
    return act(request, story_id, action, page_data.FILM)


def make_film(request: HttpRequest, story: Story) -> None:
    """Have the film of that `shape` made, with the options that are ticked."""
    film_services.request_film(
        story,
        shape=request.POST.get("shape", ""),
        captions="captions" in request.POST,
        voice="voice" in request.POST,
        music="music" in request.POST,
        by=display_name(request),
        allow=partial(quotas.count, request, quotas.FILMS, story=story.pk),
    )


def cancel_film(request: HttpRequest, story: Story) -> None:
    """Cancel the film of that `shape` while it is being made."""
    found = story.films.filter(shape=request.POST.get("shape", "")).first()
    if found is None:
        raise NotFound("Film not found")
    artifacts.cancel(found, by=display_name(request))


def add_music(request: HttpRequest, story: Story) -> None:
    """Use uploaded music for the story's films."""
    quotas.count(request, quotas.UPLOADS, story=story.pk)
    music.add(story, request.FILES.get(music.FIELD), by=display_name(request))


def remove_music(request: HttpRequest, story: Story) -> None:
    """Play no music in the story's next films."""
    music.remove(story, by=display_name(request))


@require_POST
def act_on_clip(
    request: HttpRequest, story_id: UUID, number: int, action: Callable[[HttpRequest, Clip], None]
) -> HttpResponse:
    """Do one of the following to the clip."""

    def act_on_it(request: HttpRequest, story: Story) -> None:
        action(request, queries.clip_of(story, number))

    return act(request, story_id, act_on_it, number)


def redo(request: HttpRequest, clip: Clip) -> None:
    """Make the clip again with the `motion` that was written, with the camera of the `preset` if one was chosen, and so
    that it `ends_on_next` picture."""
    chosen = motions.with_preset(request.POST.get("motion", ""), request.POST.get("preset", ""))
    motion = services.checked_motion(chosen)
    policy.check_may_redo(clip)
    quotas.count(request, quotas.CLIPS, story=clip.story_id)
    ends_on_next = "ends_on_next" in request.POST
    services.redo(clip, motion, by=display_name(request), ends_on_next=ends_on_next)


def again(request: HttpRequest, clip: Clip) -> None:
    """Make the clip again with the same motion."""
    policy.check_may_redo(clip)
    quotas.count(request, quotas.CLIPS, story=clip.story_id)
    services.try_again(clip, by=display_name(request))


def local(request: HttpRequest, clip: Clip) -> None:
    """Make the clip on this machine instead."""
    policy.check_may_use_local(clip)
    quotas.count(request, quotas.CLIPS, story=clip.story_id)
    services.use_local(clip, by=display_name(request))


def wait(request: HttpRequest, clip: Clip) -> None:
    """Wait longer for an overdue clip."""
    services.go_on_waiting(clip, by=display_name(request))


def choose(request: HttpRequest, clip: Clip) -> None:
    """Show the take with the number `take`."""
    take = queries.take_of(clip, number_in(request.POST.get("take", "")))
    services.choose(clip, take, by=display_name(request))
