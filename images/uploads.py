"""A picture that somebody brings along: read, checked, and encoded anew, so that nothing but its pixels is kept."""

import secrets
import threading
from io import BytesIO
from typing import BinaryIO

from django.core.files.uploadedfile import UploadedFile
from PIL import Image, ImageOps, UnidentifiedImageError

from core.connections import let_go
from core.errors import Invalid
from core.status import Conflict
from images import reconsidering, services
from images.keeping import keep
from images.models import Illustration, Version
from providers.base import Picture

FIELD = "picture"
MOST_BYTES = 15_000_000
MOST_PIXELS = 50_000_000
KINDS = ("JPEG", "PNG", "WEBP")
# Twice what is drawn: enough for a film, and small enough for every host.
BOX = (2048, 3072)
LEAST_SIDE = 256
QUALITY = 92
# A picture of 50 megapixels takes 200 MB while it is read: they are read one by one.
_reading = threading.BoundedSemaphore(1)
READING_SECONDS = 30.0


def add(picture: Illustration, file: UploadedFile | None, *, by: str) -> Version:
    """Keep somebody's own picture as the version that is shown. Raises Invalid for a file that is no picture we take,
    Conflict when something is being drawn, and ProviderError when no host takes it."""
    services.check_may_redraw(picture)
    if file is None:
        raise Invalid(FIELD, "No file arrived. Choose a picture first.")
    if (file.size or 0) > MOST_BYTES:
        raise Invalid(FIELD, f"The file has {(file.size or 0) / 1e6:.0f} MB; at most {MOST_BYTES // 10**6} are taken.")
    let_go()  # reading takes a second, and the host may take its time
    own = decoded(file)
    name = f"scene-{picture.number:02d}-own-{secrets.token_hex(8)}"
    keeping = keep(own, story_id=str(picture.story_id), name=name)
    return reconsidering.add_own(picture, own, keeping, by=by)


def decoded(file: BinaryIO | UploadedFile) -> Picture:
    """The file's pixels as a fresh JPEG (a PNG where it is transparent), turned as its EXIF says, at most BOX in size.
    Raises Invalid, in words, for everything that is not a JPEG, PNG or WebP of at most MOST_PIXELS."""
    if not _reading.acquire(timeout=READING_SECONDS):
        raise Conflict("Many pictures are arriving just now. Please try again in a minute.", None)
    try:
        return _decoded(file)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
        raise Invalid(FIELD, "The file is no picture that can be read here. Take a JPEG, PNG or WebP.") from error
    except Image.DecompressionBombError as error:
        raise Invalid(FIELD, _too_many_pixels()) from error
    finally:
        _reading.release()


def _decoded(file: BinaryIO | UploadedFile) -> Picture:
    with Image.open(file, formats=KINDS) as image:
        if image.width * image.height > MOST_PIXELS:
            raise Invalid(FIELD, _too_many_pixels())
        if min(image.size) < LEAST_SIDE:
            size = f"{image.width} x {image.height}"
            raise Invalid(FIELD, f"The picture is too small: {size} pixels; {LEAST_SIDE} each way at least.")
        image.draft("RGB", BOX)  # a JPEG is read smaller at once, where it is much too large
        upright = ImageOps.exif_transpose(image)
        upright.thumbnail(BOX)
        return _encoded(upright)


def _encoded(image: Image.Image) -> Picture:
    """Only pixels go over: no EXIF, no profile, no comment."""
    transparent = image.has_transparency_data
    pixels = image.convert("RGBA" if transparent else "RGB")
    pixels.info.clear()
    out = BytesIO()
    if transparent:
        pixels.save(out, "PNG", optimize=False)
    else:
        pixels.save(out, "JPEG", quality=QUALITY, subsampling=0)
    return Picture(out.getvalue(), "image/png" if transparent else "image/jpeg", pixels.width, pixels.height)


def _too_many_pixels() -> str:
    return f"The picture has too many pixels; at most {MOST_PIXELS // 10**6} megapixels are taken."
