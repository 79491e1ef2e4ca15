"""What the templates of public pages, of the gallery, and of the panel for the owner are given."""

import zlib
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.text import Truncator

from core.status import accepts
from publishing import media, pictures, queries
from publishing.models import Publication
from stories.models import Story
from videos.contexts import SIZES

DESCRIPTION_LENGTH = 200  # characters


def public_page(publication: Publication) -> dict[str, Any]:
    """A story as everybody sees it: plain values, and nothing of it but these."""
    story, film = publication.story, queries.film_of(publication.story)
    pages: list[dict[str, Any]] = [
        {
            "number": picture.number,
            "text": picture.words,
            "url": _media(publication, f"{picture.number}.webp"),
            "width": version.width,
            "height": version.height,
        }
        for picture, version in queries.pages_of(story)
    ]
    return {
        "title": story.title or "A picture story",
        "pages": pages,
        "film": _film(publication, film) if film else None,
        "description": Truncator(pages[0]["text"]).chars(DESCRIPTION_LENGTH) if pages else "",
        "address": link_of(publication),
        "preview": _absolute(_media(publication, media.PREVIEW)) if pages else "",
        "preview_size": pictures.PREVIEW_SIZE,
    }


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


def panel(story: Story, error: str = "") -> dict[str, Any] | None:
    """On the film's page: what the owner can do. None where there is nothing yet."""
    publication, may = queries.publication_of(story), accepts(queries.check_may_publish, story)
    if publication is None and not may:
        return None
    in_gallery = bool(publication and queries.is_in_gallery(publication))
    seen = f"{publication and publication.token}|{in_gallery}|{may}|{error}"
    return {
        "story": story,
        "publication": publication,
        "in_gallery": in_gallery,
        "public_link": link_of(publication) if publication else "",
        "public_path": _page(publication) if publication else "",
        "may_publish": may,
        "publish_error": error,
        "publish_seen": f"{zlib.crc32(seen.encode()):x}",
    }


def gallery(publications: Iterable[Publication]) -> list[dict[str, str]]:
    """A card each."""
    return [
        {"title": one.story.title or "A picture story", "url": _page(one), "cover_url": _media(one, media.COVER)}
        for one in publications
    ]


def link_of(publication: Publication) -> str:
    """The public page's whole address, to be sent to others."""
    return _absolute(_page(publication))


def _page(publication: Publication) -> str:
    return reverse("publishing:page", args=[publication.token])


def _media(publication: Publication, name: str) -> str:
    return reverse("publishing:media", args=[publication.token, name])


def _absolute(path: str) -> str:
    return f"{settings.SITE_URL.rstrip('/')}{path}"
