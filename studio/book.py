"""The pages of the picture book and the downloads. A full page and a fragment are given the same."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_POST, require_safe

from books import queries, services
from books.models import Download
from core import artifact_statuses, artifacts
from core.errors import NotFound
from core.status import accepts
from core.web import quotas
from core.web.visitors import display_name
from publishing.contexts import cover_page
from stories import access
from stories.models import Story
from stories.queries import owned_story
from studio import refusals, waiting
from studio.refusals import NO_REFUSAL, Refusal
from studio.waiting import Wait

KINDS = {
    Download.PDF: ("Picture book", "PDF, to print or to read"),
    Download.EPUB: ("E-book", "EPUB, for readers and phones"),
    Download.ZIP: ("Everything", "ZIP: pictures, texts, clips, films, PDF and EPUB"),
}


@require_safe
def book(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """The picture book. It redirects to the story's page while not all pictures are approved."""
    story = owned_story(request, story_id)
    if not accepts(queries.check_may_make, story):
        return redirect("story:story", story_id)
    return render(request, "studio/book/book.html", book_context(story))


@require_safe
def downloads(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """The downloads and their progress."""
    return render(request, "studio/book/_downloads.html", downloads_context(owned_story(request, story_id)))


@require_POST
def stop(request: HttpRequest, story_id: UUID, kind: str) -> HttpResponse:
    """Stop the making of a download of that `kind`; an earlier one stays."""
    story = owned_story(request, story_id, access.FILM)
    if (download := story.downloads.filter(kind=kind).first()) is None:
        raise NotFound("Download not found")
    return _act(request, story, partial(artifacts.cancel, download, by=display_name(request)))


@require_POST
def ask(request: HttpRequest, story_id: UUID, kind: str) -> HttpResponse:
    """Have a download of that `kind` made."""
    story = owned_story(request, story_id, access.FILM)
    if kind not in dict(Download.KINDS):
        raise NotFound("Download not found")
    allow = partial(quotas.count, request, quotas.FILMS, story=story_id)
    return _act(request, story, partial(services.request_download, story, kind, by=display_name(request), allow=allow))


def _act(request: HttpRequest, story: Story, action: Callable[[], object]) -> HttpResponse:
    """Do one thing to the downloads of the story and show them (see `refusals.act`)."""

    def show(refusal: Refusal) -> HttpResponse:
        if request.htmx:  # type: ignore[attr-defined]
            return render(request, "studio/book/_downloads.html", downloads_context(story, refusal))
        return render(request, "studio/book/book.html", book_context(story, refusal))

    return refusals.act(request, action, show, url=reverse("book:book", args=[story.pk]) + "#downloads")


def book_context(story: Story, refusal: Refusal = NO_REFUSAL) -> dict[str, Any]:
    """The page of the picture book."""
    pages = [
        {
            "number": picture.number,
            "text": picture.scene_text,
            "url": version.url,
            "width": version.width,
            "height": version.height,
            "shows": version.depiction,
        }
        for picture, version in queries.shown_pictures(story)
    ]
    shown = {"title": story.title or "Your story", "author": story.author, "cover": cover_page(story, pages)}
    return {"story": story, "pages": pages, **shown} | downloads_context(story, refusal)


def downloads_context(story: Story, refusal: Refusal = NO_REFUSAL) -> dict[str, Any]:
    """The downloads, made or not."""
    may_make = access.FILM in story.may and accepts(queries.check_may_make, story)
    digests = queries.digests_of(story)
    cards = [_card(download, digests[kind], may_make) for kind, download in queries.downloads_of(story).items()]
    stamp = artifacts.digest_of(may_make, refusal.sentence, [card["stamp"] for card in cards])[:12]
    return {"story": story, "downloads": cards, "downloads_stamp": stamp, "download_refusal": refusal}


def _card(download: Download, digest: str, may_make: bool) -> dict[str, Any]:
    name, what = KINDS[download.kind]
    ready, active = artifacts.has_file(download), download.status in artifact_statuses.ACTIVE
    wait = waiting.of_download(download) if active else Wait()
    current = active or (ready and artifacts.is_from(download, digest))
    return {
        "artifact": download,
        "name": name,
        "what": what,
        "active": active,
        "wait": wait,
        "may_stop": active and access.FILM in download.story.may,
        "outdated": ready and download.made_from != digest,
        "may_ask": may_make and not current,
        "press": "Make it again" if ready else "Try again" if download.error else "Make it",
        "url": reverse("story:media", args=[download.story_id, download.file]) if ready else "",
        "save_as": f"{slugify(download.story.title) or 'story'}.{download.kind}",
        "stamp": f"{download.seen}:{download.progress}:{current}:{ready}:{download.error}:{wait.stamp}",
    }


def on_film_page(story: Story) -> dict[str, Any] | None:
    """The downloads for the film's page; None when there is nothing to download or to make."""
    context = downloads_context(story)
    return context if any(card["may_ask"] or card["active"] or card["url"] for card in context["downloads"]) else None
