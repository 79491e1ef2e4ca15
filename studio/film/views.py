"""The film's page, and how everything that is done on it is answered."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from core.errors import Invalid
from core.status import Conflict, Forbidden
from core.web import quotas
from core.web.middleware import later
from core.web.quotas import TooMany
from providers.base import ProviderError
from stories.access import owned_story
from stories.budget import OverBudget
from stories.models import Story
from studio.film import page_data
from studio.film.page_data import Went
from studio.story.cards import Trouble
from videos.models import Film


@require_safe
def film(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """The page: complete and usable at any moment. `shape` says which film it shows."""
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
    where: int,
    action: Callable[[Story], object],
    *,
    asks: tuple[quotas.Kind, int] | None = None,
) -> HttpResponse:
    """Do one thing and show the page, with a sentence at `where` (see `Went`) when it could not be done. `asks` is what
    it counts as, and how often."""
    story = owned_story(request, story_id)
    try:
        if asks:
            quotas.count(request, *asks, story=story_id)
        action(story)
    except Invalid as error:
        return _page(request, story_id, _went(request, where, error.sentence), 422)
    except TooMany as error:
        return later(_page(request, story_id, _went(request, where, str(error)), 429), error)
    except (OverBudget, ProviderError) as error:
        return _page(request, story_id, _went(request, where, str(error), error.operator), 409)
    except (Conflict, Forbidden) as error:
        return _page(request, story_id, _went(request, where, str(error)), 409)
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect(_address(request, story_id, where))
    return _page(request, story_id, Went())


def _went(request: HttpRequest, where: int, error: str, operator: str = "") -> Went:
    """What was typed is not lost where it could not be done."""
    return Went(where, Trouble(error, operator, {"motion": request.POST.get("motion", "")}))


def _page(request: HttpRequest, story_id: UUID, went: Went, status: int = 200) -> HttpResponse:
    """The page as it is now; for htmx the part of it that changes."""
    context = page_data.film_page(owned_story(request, story_id), request.POST.get("shape", ""), went)
    template = "studio/film/_body.html" if request.htmx else "studio/film/film.html"  # type: ignore[attr-defined]
    return render(request, template, context, status=status)


def _address(request: HttpRequest, story_id: UUID, where: int) -> str:
    parts = {page_data.PAGE: "", page_data.FILM: "#film"}
    shape = request.POST.get("shape", "")
    query = f"?shape={shape}" if shape == Film.WIDE else ""
    return reverse("film:film", args=[story_id]) + query + parts.get(where, f"#clip-{where}")
