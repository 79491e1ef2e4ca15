"""A picture that somebody brings along: read, checked, and encoded anew, so that nothing but its pixels is kept."""

import logging
import secrets
import threading
from io import BytesIO
from typing import BinaryIO

from django.core.files.uploadedfile import UploadedFile
from PIL import Image
from PIL.ExifTags import Base as Tag

from core.connections import release_connection
from core.errors import Invalid
from core.status import Conflict
from images import revisions, services
from images.drawing.hosting import store
from images.models import Illustration, Version
from providers.base import Picture, ProviderError

log = logging.getLogger(__name__)

FIELD = "picture"
MOST_BYTES = 15_000_000
MOST_PIXELS = 50_000_000
KINDS = ("JPEG", "PNG", "WEBP")
# Twice what is drawn: enough for a film, and small enough for every host.
BOX = (2048, 3072)
LEAST_SIDE = 256
QUALITY = 92
# How a picture is turned upright, by what its EXIF says of it.
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
ON_ITS_SIDE = frozenset({5, 6, 7, 8})
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
        raise Invalid(FIELD, f"The file has {(file.size or 0) / 1e6:.1f} MB; at most {MOST_BYTES // 10**6} are taken.")
    release_connection()  # reading takes a second, and the host may take its time
    own = decoded(file)
    name = f"scene-{picture.number:02d}-own-{secrets.token_hex(8)}"
    try:
        hosted = store(own, story_id=str(picture.story_id), name=name)
    except ProviderError as error:
        raise ProviderError(_NOT_KEPT, permanent=error.permanent, operator=error.operator) from error
    return revisions.add_own(picture, own, hosted, by=by)


_NOT_KEPT = "Your picture could not be kept here just now, so nothing was changed. Please try again later."


def decoded(file: BinaryIO | UploadedFile) -> Picture:
    """The file's pixels as a fresh JPEG (a PNG where it is transparent), turned as its EXIF says, at most BOX in size.
    Raises Invalid, in words, for everything that is not a JPEG, PNG or WebP of at most MOST_PIXELS."""
    if not _reading.acquire(timeout=READING_SECONDS):
        raise Conflict("Many pictures are arriving just now. Please try again in a minute.", None)
    try:
        return _decoded(file)
    except Invalid:
        raise
    except Image.DecompressionBombError as error:
        raise Invalid(FIELD, _too_many_pixels()) from error
    except (OSError, SyntaxError, ValueError) as error:
        raise Invalid(FIELD, _UNREADABLE) from error
    except Exception as error:  # a broken file may break its reader in many ways
        log.exception("An uploaded file broke its reader.")
        raise Invalid(FIELD, _UNREADABLE) from error
    finally:
        _reading.release()


def _decoded(file: BinaryIO | UploadedFile) -> Picture:
    with Image.open(file, formats=KINDS) as image:
        if image.width * image.height > MOST_PIXELS:
            raise Invalid(FIELD, _too_many_pixels())
        if min(image.size) < LEAST_SIDE:
            size = f"{image.width} x {image.height}"
            raise Invalid(FIELD, f"The picture is too small: {size} pixels; {LEAST_SIDE} each way at least.")
        image.draft("RGB", (max(BOX), max(BOX)))  # a JPEG is read smaller at once, where it is much too large
        pixels = _in_full_colour(image)
        turn = _turn(image)
    pixels.thumbnail(BOX[::-1] if turn in ON_ITS_SIDE else BOX)
    return _encoded(pixels.transpose(TURNS[turn]) if turn in TURNS else pixels)


def _in_full_colour(image: Image.Image) -> Image.Image:
    """As RGB, or RGBA where something shows through; to be done before it is made smaller, for the colours of a palette
    do not blend."""
    if image.mode.startswith("I"):  # 65,536 greys, of which a plain conversion keeps the darkest 256
        return image.point(lambda grey: grey / 256).convert("L").convert("RGB")
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def _turn(image: Image.Image) -> int:
    """The orientation that the EXIF gives; 1, upright, where it gives none or is broken: the pixels are still good."""
    try:
        return int(image.getexif().get(Tag.Orientation, 1))
    except Exception:
        log.info("The EXIF of an uploaded file cannot be read.", exc_info=True)
        return 1


def _encoded(pixels: Image.Image) -> Picture:
    """Only pixels go over: no EXIF, no profile, no comment."""
    transparent = pixels.mode == "RGBA" and pixels.getchannel("A").getextrema() != (255, 255)
    pixels = pixels if transparent else pixels.convert("RGB")
    pixels.info.clear()
    out = BytesIO()
    if transparent:
        pixels.save(out, "PNG")
    else:
        pixels.save(out, "JPEG", quality=QUALITY, subsampling=0)
    return Picture(out.getvalue(), "image/png" if transparent else "image/jpeg", pixels.width, pixels.height)


_UNREADABLE = "The file is no picture that can be read here. Take a JPEG, PNG or WebP."


def _too_many_pixels() -> str:
    return f"The picture has too many pixels; at most {MOST_PIXELS // 10**6} megapixels are taken."
