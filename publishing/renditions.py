"""Renditions: copies of pictures for public pages. They are encoded anew, so that they contain pixels and no metadata,
and stored on this machine, so that unpublishing a story removes them wherever the originals are hosted."""

import secrets
import threading
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from django.utils.crypto import salted_hmac
from PIL import Image, ImageEnhance, ImageFilter, ImageOps

from core import storage
from core.connections import release_connection
from images.models import Version
from providers import registry
from providers.base import ProviderError

FILES = "public"  # the prefix of their names
PAGE, COVER, PREVIEW = "page", "cover", "preview"
PREVIEW_SIZE = (1200, 630)  # pixels; what other sites show beside a link
_PAGE_BOX, _COVER_BOX = (1024, 1536), (480, 720)
# One takes some 20 MB of memory while it is made: of twenty requests at once two are served, the others wait.
_slots = threading.BoundedSemaphore(2)
WAIT_SECONDS = 30.0  # for a slot
_BUSY = "Many pictures are being made ready just now. Please try again in a minute."


def rendition_of(version: Version, story_id: object, kind: str) -> Path:
    """The path of the version as a PAGE, COVER or PREVIEW, which is made where it is missing. Raises ProviderError."""
    what = f"{FILES}-{kind}-{version.pk}"
    name = f"{what}-{salted_hmac('publishing', what, algorithm='sha256').hexdigest()[:16]}.{ENDINGS[kind]}"
    path = storage.folder_of(story_id) / name
    if not path.is_file():
        _make(version, kind, path)
    return path


def _make(version: Version, kind: str, path: Path) -> None:
    release_connection()  # fetching from the host may take long
    if not _slots.acquire(timeout=WAIT_SECONDS):
        raise ProviderError(_BUSY)
    partial = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        partial.write_bytes(_encoded(registry.host(version.host).fetch(version.stored), kind))
        partial.replace(path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise ProviderError("The picture cannot be shown just now.", operator=f"{path}: {error}.") from error
    finally:
        _slots.release()


def _encoded(data: bytes, kind: str) -> bytes:
    """The rendition of the picture in `data`. Raises OSError for what is no picture."""
    with Image.open(BytesIO(data)) as image:
        made = _KINDS[kind](image.convert("RGB"))
    made.info.clear()  # colour profiles, dates and other metadata
    out = BytesIO()
    made.save(out, _FORMATS[ENDINGS[kind]], quality=84)
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


_KINDS: dict[str, Callable[[Image.Image], Image.Image]] = {PAGE: _page, COVER: _cover, PREVIEW: _preview}
ENDINGS = {PAGE: "webp", COVER: "webp", PREVIEW: "jpg"}
_FORMATS = {"webp": "WEBP", "jpg": "JPEG"}
