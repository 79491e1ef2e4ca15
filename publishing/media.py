"""The files of a public page: only what the page shows, under names that reveal nothing."""

import re
from collections.abc import Callable
from pathlib import Path

from core import storage
from core.errors import NotFound
from publishing import queries, renditions
from stories.models import Story
from videos.models import Film

TYPES = {"webp": "image/webp", "jpg": "image/jpeg", "mp4": "video/mp4", "vtt": "text/vtt; charset=utf-8"}
_PAGE = re.compile(r"([1-9]\d?)\.webp", re.ASCII)
COVER, PREVIEW = "cover.webp", "preview.jpg"
FILM, CAPTIONS, POSTER = "film.mp4", "film.vtt", "film.jpg"
_OF_FILM: dict[str, Callable[[Film], str]] = {
    FILM: lambda film: film.file,
    CAPTIONS: lambda film: film.captions_file,
    POSTER: lambda film: film.poster_file,
}


def file_of(story: Story, name: str) -> Path:
    """The file of that name on the story's public page. Raises NotFound for what the page does not show, ProviderError
    when the picture cannot be fetched from its host."""
    if name in _OF_FILM:
        return _of_film(story, _OF_FILM[name])
    pages = {picture.number: version for picture, version in queries.pages_of(story)}
    page = _PAGE.fullmatch(name)
    number = int(page[1]) if page else min(pages, default=0)
    kind = {COVER: renditions.COVER, PREVIEW: renditions.PREVIEW}.get(name, renditions.PAGE if page else "")
    if not kind or number not in pages:
        raise NotFound("Picture not found")
    return renditions.rendition_of(pages[number], story.pk, kind)


def _of_film(story: Story, name_of: Callable[[Film], str]) -> Path:
    film = queries.film_of(story)
    path = storage.folder_of(story.pk) / (name_of(film) if film else "")
    if not path.is_file():
        raise NotFound("Film not found")
    return path
