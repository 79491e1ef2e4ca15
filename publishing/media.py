"""The files of a public page: only what the page shows, under names that reveal nothing.

Pictures are shown as renditions: copies that are encoded anew, so that they contain pixels and no metadata, and stored
by this site, so that unpublishing a story removes them wherever the originals are hosted.
"""

import re
import threading
from collections.abc import Callable
from io import BytesIO

from django.utils.crypto import salted_hmac
from PIL import Image, ImageEnhance, ImageFilter, ImageOps

from core import storage
from core.connections import release_connection
from core.errors import NotFound
from images.models import Version
from images.queries import cover_number
from providers import registry
from providers.base import ProviderError
from publishing import queries
from stories.models import Story
from videos.models import Film

TYPES = {"webp": "image/webp", "jpg": "image/jpeg", "mp4": "video/mp4", "vtt": "text/vtt; charset=utf-8"}
_FORMATS = {"webp": "WEBP", "jpg": "JPEG"}
_PAGE = re.compile(r"([1-9]\d?)\.webp", re.ASCII)
FILES = "public"  # the prefix of the renditions' names
COVER, PREVIEW = "cover.webp", "preview.jpg"
FILM, CAPTIONS, POSTER = "film.mp4", "film.vtt", "film.jpg"
_OF_FILM: dict[str, Callable[[Film], str]] = {
    FILM: lambda film: film.file,
    CAPTIONS: lambda film: film.captions_file,
    POSTER: lambda film: film.poster_file,
}
PREVIEW_SIZE = (1200, 630)  # pixels; what other sites show beside a link
_PAGE_BOX, _COVER_BOX = (1024, 1536), (480, 720)
# One takes some 20 MB of memory while it is made: of twenty requests at once two are served, the others wait.
_slots = threading.BoundedSemaphore(2)
WAIT_SECONDS = 30.0  # for a slot
_BUSY = "Many pictures are being made ready just now. Please try again in a minute."


def file_of(story: Story, name: str) -> str:
    """Where the file of that name on the public page is stored: its name in the story's folder. Raises NotFound for
    what the page does not show, ProviderError when the picture cannot be fetched from its host."""
    if name in _OF_FILM:
        return _of_film(story, _OF_FILM[name])
    pages = {picture.number: version for picture, version in queries.pages_of(story)}
    page = _PAGE.fullmatch(name)
    number = int(page[1]) if page else cover_number(story, pages)
    if number not in pages or not (page or name in (COVER, PREVIEW)):
        raise NotFound("Picture not found")
    kind, ending = name.split(".")
    return _rendition_of(pages[number], story.pk, "page" if page else kind, ending)


def _of_film(story: Story, name_of: Callable[[Film], str]) -> str:
    film = queries.film_of(story)
    if film is None:
        raise NotFound("Film not found")
    return name_of(film)


def _rendition_of(version: Version, story_id: object, kind: str, ending: str) -> str:
    """The stored name of the version as a page, cover or preview, which is made where it is missing. Raises
    ProviderError."""
    what = f"{FILES}-{kind}-{version.pk}"
    name = f"{what}-{salted_hmac('publishing', what, algorithm='sha256').hexdigest()[:16]}.{ending}"
    try:
        if not storage.exists(story_id, name):
            storage.put(_made(version, kind, _FORMATS[ending]), story_id, name)
    except OSError as error:
        raise ProviderError("The picture cannot be shown just now.", operator=f"{name}: {error}.") from error
    return name


def _made(version: Version, kind: str, image_format: str) -> bytes:
    release_connection()  # fetching from the host may take long
    if not _slots.acquire(timeout=WAIT_SECONDS):
        raise ProviderError(_BUSY)
    try:
        return _encoded(registry.host(version.host).fetch(version.stored), kind, image_format)
    finally:
        _slots.release()


def _encoded(data: bytes, kind: str, image_format: str) -> bytes:
    """The rendition of the picture in `data`. Raises OSError for what is no picture."""
    with Image.open(BytesIO(data)) as image:
        made = _SHAPES[kind](image.convert("RGB"))
    made.info.clear()  # colour profiles, dates and other metadata
    out = BytesIO()
    made.save(out, image_format, quality=84)
    return out.getvalue()


def _page(image: Image.Image) -> Image.Image:
    image.thumbnail(_PAGE_BOX)
    return image


def _cover(image: Image.Image) -> Image.Image:
    return ImageOps.fit(image, _COVER_BOX, centering=(0.5, 0.4))


def _preview(image: Image.Image) -> Image.Image:
    """The whole picture on a blurred enlargement of itself."""
    backdrop = ImageOps.fit(image, PREVIEW_SIZE).filter(ImageFilter.GaussianBlur(28))
    backdrop = ImageEnhance.Brightness(backdrop).enhance(0.7)
    upright = ImageOps.contain(image, PREVIEW_SIZE)
    backdrop.paste(upright, ((PREVIEW_SIZE[0] - upright.width) // 2, (PREVIEW_SIZE[1] - upright.height) // 2))
    return backdrop


_SHAPES: dict[str, Callable[[Image.Image], Image.Image]] = {"page": _page, "cover": _cover, "preview": _preview}
