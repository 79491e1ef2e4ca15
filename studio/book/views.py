"""The picture book and the downloads."""

from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from books import queries, services
from books.models import Download
from core.errors import NotFound
from core.status import accepts
from core.web import quotas
from core.web.visitors import display_name
from stories.queries import owned_story
from studio import refusals
from studio.book import page_data
from studio.refusals import Refusal


@require_safe
def book(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """The picture book. It redirects to the story's page while not all pictures are approved."""
    story = owned_story(request, story_id)
    if not accepts(queries.check_may_make, story):
        return redirect("story:story", story_id)
    return render(request, "studio/book/book.html", page_data.book(story))


@require_safe
def downloads(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """The downloads and their progress."""
    return render(request, "studio/book/_downloads.html", page_data.downloads_context(owned_story(request, story_id)))


@require_POST
def ask(request: HttpRequest, story_id: UUID, kind: str) -> HttpResponse:
    """Have a download of that `kind` made."""
    story = owned_story(request, story_id)
    if kind not in dict(Download.KINDS):
        raise NotFound("Download not found")
    allow = partial(quotas.count, request, quotas.FILMS, story=story_id)
    action = partial(services.request_download, story, kind, by=display_name(request), allow=allow)

    def show(refusal: Refusal) -> HttpResponse:
        if request.htmx:  # type: ignore[attr-defined]
            return render(request, "studio/book/_downloads.html", page_data.downloads_context(story, refusal))
        return render(request, "studio/book/book.html", page_data.book(story, refusal))

    return refusals.act(request, action, show, url=reverse("book:book", args=[story_id]) + "#downloads")
