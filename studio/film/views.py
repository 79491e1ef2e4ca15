"""The film's page, and the answer to every action on it."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from core.web import quotas
from stories.models import Story
from stories.queries import owned_story
from studio import refusals
from studio.film import page_data
from studio.refusals import Refusal
from videos.models import Film


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


def act(
    request: HttpRequest,
    story_id: UUID,
    part: int,
    action: Callable[[Story], object],
    *,
    asks: tuple[quotas.Quota, int] | None = None,
) -> HttpResponse:
    """Do one thing and show the page; a refusal stands at that part of it (see `film_page`). `asks` is the quota that
    it counts for, and how often."""
    story, shape = owned_story(request, story_id), request.POST.get("shape", "")

    def count_and_do() -> None:
        if asks:
            quotas.count(request, *asks, story=story_id)
        action(story)

    def show(refusal: Refusal) -> HttpResponse:
        template = "studio/film/_body.html" if request.htmx else "studio/film/film.html"  # type: ignore[attr-defined]
        return render(request, template, page_data.film_page(owned_story(request, story_id), shape, refusal, part))

    return refusals.act(request, count_and_do, show, url=_url(story_id, shape, part))


def _url(story_id: UUID, shape: str, part: int) -> str:
    anchor = {page_data.PAGE: "", page_data.FILM: "#film"}.get(part, f"#clip-{part}")
    query = f"?shape={shape}" if shape == Film.WIDE else ""
    return reverse("film:film", args=[story_id]) + query + anchor
