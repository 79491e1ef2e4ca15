"""The picture book to page through, and the downloads."""

from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from books import queries, services
from books.models import Download
from core.errors import NotFound
from core.status import Conflict, accepts
from core.web import quotas
from core.web.middleware import later
from core.web.quotas import TooMany
from core.web.visitors import display_name, known_visitor
from stories.models import Story
from stories.queries import story_for
from studio.book import page_data


def _owned_story(request: HttpRequest, story_id: UUID) -> Story:
    return story_for(story_id, known_visitor(request), request.user)


@require_safe
def book(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """The picture book; as long as not all pictures are approved, the story's page."""
    story = _owned_story(request, story_id)
    if not accepts(queries.check_may_make, story):
        return redirect("story:story", story_id)
    return render(request, "studio/book/book.html", page_data.book(story))


@require_safe
def downloads(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """What can be taken away, and how far what is being made is."""
    return render(request, "studio/book/_downloads.html", page_data.taken_away(_owned_story(request, story_id)))


@require_POST
def ask(request: HttpRequest, story_id: UUID, kind: str) -> HttpResponse:
    """Have one of them made."""
    story = _owned_story(request, story_id)
    if kind not in dict(Download.KINDS):
        raise NotFound("Download not found")
    try:
        services.request_download(
            story, kind, by=display_name(request), allow=partial(quotas.count, request, quotas.FILMS, story=story_id)
        )
    except Conflict as conflict:
        return _refused(request, story, str(conflict), 409)
    except TooMany as error:
        return later(_refused(request, story, str(error), 429), error)
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "studio/book/_downloads.html", page_data.taken_away(story))
    return redirect(f"{reverse('book:book', args=[story_id])}#downloads")


def _refused(request: HttpRequest, story: Story, error: str, status: int) -> HttpResponse:
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "studio/book/_downloads.html", page_data.taken_away(story, error), status=status)
    return render(request, "studio/book/book.html", page_data.book(story, error), status=status)
