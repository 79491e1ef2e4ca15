"""Pictures as everybody sees them: encoded anew, so that nothing but their pixels leaves the house, and kept on this
machine under names of their own, so that taking a story back takes them back too, wherever the originals are."""

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

FILES = "public"  # what all their names begin with
PAGE, COVER, PREVIEW = "page", "cover", "preview"
PREVIEW_SIZE = (1200, 630)  # pixels; what other sites show beside a link
_PAGE_BOX, _COVER_BOX = (1024, 1536), (480, 720)
# A picture takes some 20 MB while it is made; of twenty that are asked for at once, the others wait here.
_making = threading.BoundedSemaphore(2)
MAKING_SECONDS = 30.0
_BUSY = "Many pictures are being made ready just now. Please try again in a minute."


def shown(version: Version, story_id: object, kind: str) -> Path:
    """The file with the version as a `kind` of picture, made where there is none. Raises ProviderError."""
    what = f"{FILES}-{kind}-{version.pk}"
    name = f"{what}-{salted_hmac('publishing', what, algorithm='sha256').hexdigest()[:16]}.{ENDINGS[kind]}"
    path = storage.folder_of(story_id) / name
    if not path.is_file():
        _make(version, kind, path)
    return path


def _make(version: Version, kind: str, path: Path) -> None:
    release_connection()  # the host may take its time
    if not _making.acquire(timeout=MAKING_SECONDS):
        raise ProviderError(_BUSY)
    coming = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        coming.write_bytes(_encoded(registry.host(version.host).fetch(version.kept), kind))
        coming.replace(path)
    except OSError as error:
        coming.unlink(missing_ok=True)
        raise ProviderError("The picture cannot be shown just now.", operator=f"{path}: {error}.") from error
    finally:
        _making.release()


def _encoded(data: bytes, kind: str) -> bytes:
    """Raises OSError for what is no picture."""
    with Image.open(BytesIO(data)) as image:
        made = _KINDS[kind](image.convert("RGB"))
    made.info.clear()  # profiles, dates, and whatever else came along
    out = BytesIO()
    made.save(out, _FORMATS[ENDINGS[kind]], quality=84)
    return out.getvalue()


def _page(image: Image.Image) -> Image.Image:
    image.thumbnail(_PAGE_BOX)
    return image


def _cover(image: Image.Image) -> Image.Image:
    return ImageOps.fit(image, _COVER_BOX, centering=(0.5, 0.4))


def _preview(image: Image.Image) -> Image.Image:
    """The whole picture, upright, before a blurred enlargement of itself."""
    ground = ImageOps.fit(image, PREVIEW_SIZE).filter(ImageFilter.GaussianBlur(28))
    ground = ImageEnhance.Brightness(ground).enhance(0.7)
    upright = ImageOps.contain(image, PREVIEW_SIZE)
    ground.paste(upright, ((PREVIEW_SIZE[0] - upright.width) // 2, (PREVIEW_SIZE[1] - upright.height) // 2))
    return ground


_KINDS: dict[str, Callable[[Image.Image], Image.Image]] = {PAGE: _page, COVER: _cover, PREVIEW: _preview}
ENDINGS = {PAGE: "webp", COVER: "webp", PREVIEW: "jpg"}
_FORMATS = {"webp": "WEBP", "jpg": "JPEG"}
