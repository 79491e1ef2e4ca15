"""Contexts of the templates of public pages and the gallery."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.text import Truncator

from images.queries import cover_number
from publishing import media, queries
from publishing.models import Publication
from stories.models import Story
from videos.film.compositor.spec import SIZES

DESCRIPTION_LENGTH = 200  # characters


def public_page(publication: Publication) -> dict[str, Any]:
    """A story as a public page shows it, as plain values: the template cannot reach anything else of the story."""
    story, film = publication.story, queries.film_of(publication.story)
    pages: list[dict[str, Any]] = [
        {
            "number": picture.number,
            "text": picture.scene_text,
            "url": _media(publication, f"{picture.number}.webp"),
            "width": version.width,
            "height": version.height,
        }
        for picture, version in queries.pages_of(story)
    ]
    return {
        "title": story.title or "A picture story",
        "author": story.author,
        "cover": cover_page(story, pages),
        "pages": pages,
        "film": _film(publication, film) if film else None,
        "description": Truncator(pages[0]["text"]).chars(DESCRIPTION_LENGTH) if pages else "",
        "address": link_of(publication),
        "report_url": reverse("publishing:report", args=[publication.token]),
        "preview": _absolute(_media(publication, media.PREVIEW)) if pages else "",
        "preview_size": media.PREVIEW_SIZE,
    }


def cover_page(story: Story, pages: Iterable[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """The page whose picture is the cover; None without pages. `pages` have a "number"."""
    by_number = {page["number"]: page for page in pages}
    return by_number.get(cover_number(story, by_number))


def _film(publication: Publication, film: Any) -> dict[str, Any]:
    width, height = SIZES[film.shape]
    url = _media(publication, media.FILM)
    return {
        "url": url,
        "address": _absolute(url),
        "captions_url": _media(publication, media.CAPTIONS) if film.captions_file else "",
        "poster_url": _media(publication, media.POSTER) if film.poster_file else "",
        "burned_in": film.captions,
        "shape": film.shape,
        "width": width,
        "height": height,
    }


def gallery(publications: Iterable[Publication]) -> list[dict[str, str]]:
    """A card for each publication."""
    return [
        {
            "title": one.story.title or "A picture story",
            "author": one.story.author,
            "url": path_of(one),
            "cover_url": _media(one, media.COVER),
        }
        for one in publications
    ]


def link_of(publication: Publication) -> str:
    """The absolute URL of the public page."""
    return _absolute(path_of(publication))


def path_of(publication: Publication) -> str:
    """The path of the public page."""
    return reverse("publishing:page", args=[publication.token])


def _media(publication: Publication, name: str) -> str:
    return reverse("publishing:media", args=[publication.token, name])


def _absolute(path: str) -> str:
    return f"{settings.SITE_URL.rstrip('/')}{path}"
