"""Public pages, the gallery, and what an owner does about them."""

from typing import TypeVar

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.errors import NotFound
from core.ranges import ranged
from providers.base import ProviderError
from publishing import contexts, queries
from publishing import media as public_media

CARDS = 24  # a page of the gallery
Answer = TypeVar("Answer", bound=HttpResponseBase)


@require_safe
def page(request: HttpRequest, token: str) -> HttpResponse:
    """A story as everybody sees it who has the link."""
    answer = render(request, "publishing/page.html", contexts.public_page(queries.publication_called(token)))
    answer["Cache-Control"] = "no-store"
    return _quietly(answer)


@require_safe
def media(request: HttpRequest, token: str, name: str) -> HttpResponseBase:
    """A picture of that page, or its film, which players ask for in parts."""
    try:
        path = public_media.file_of(queries.publication_called(token).story, name)
        answer = ranged(request, path, public_media.TYPES[name.rpartition(".")[2]])
    except FileNotFoundError as error:
        raise NotFound("Picture not found") from error
    except ProviderError as error:
        return _quietly(HttpResponse(error.message, "text/plain", 503, headers={"Retry-After": "60"}))
    return _quietly(answer)


def _quietly(answer: Answer) -> Answer:
    """Who has the link may look, and nobody is led there. What was taken back is asked for in vain, also by those who
    have seen it."""
    answer["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    if not answer.has_header("Cache-Control"):
        answer["Cache-Control"] = "private, no-cache"
    return answer


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """The published stories that staff chose. A page has fewer cards where some were changed since."""
    found = Paginator(queries.featured(), CARDS).get_page(request.GET.get("page"))
    cards = contexts.gallery(queries.unchanged(found))
    return render(request, "publishing/gallery.html", {"cards": cards, "page": found})
