"""Uploaded pictures: decoded, checked, and encoded anew, so that nothing but the pixels is stored."""

import logging
import secrets
import threading
from io import BytesIO
from typing import BinaryIO

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from PIL import Image
from PIL.ExifTags import Base as Tag

from core.connections import release_connection
from core.errors import Invalid
from core.status import Conflict, move
from images import statuses
from images.drawing.hosting import Hosted, store
from images.models import Decision, Illustration, Version
from images.policy import check_may_redraw
from images.revisions import IDLE
from images.settling import changing, lock
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
    """Store an uploaded picture as the version that is shown; it waits for approval. Raises Invalid for a file that
    cannot be taken, Conflict when something is being drawn, and ProviderError when no host takes it."""
    check_may_redraw(picture)
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
    with changing(picture):
        lock(picture)  # of two uploads at the same moment one is the first
        check_may_redraw(picture)
        version = _version(picture, own, hosted)
        picture.decisions.create(action=Decision.UPLOAD, by=by, version=version)
        move(picture, statuses.PENDING, by=by, note="own picture", **(IDLE | {"current": version}))
    return version


_NOT_KEPT = "Your picture could not be kept here just now, so nothing was changed. Please try again later."


def _version(picture: Illustration, own: Picture, hosted: Hosted) -> Version:
    return Version.objects.create(
        illustration=picture,
        number=picture.next_version(),
        prompt="",
        scene_text=picture.scene_text,
        mode=Version.UPLOAD,
        provider=Version.UPLOAD,
        outcome=statuses.DRAWN,
        finished_at=timezone.now(),
        width=own.width,
        height=own.height,
        size=len(own.data),
        **hosted.columns,
    )


def decoded(file: BinaryIO | UploadedFile) -> Picture:
    """The file's pixels as a fresh JPEG (a PNG if it is transparent), turned as its EXIF says, at most BOX in size.
    Raises Invalid for everything that is not a JPEG, PNG or WebP of at most MOST_PIXELS."""
    if not _reading.acquire(timeout=READING_SECONDS):
        raise Conflict("Many pictures are arriving just now. Please try again in a minute.")
    try:
        return _decoded(file)
    except Invalid:
        raise
    except Image.DecompressionBombError as error:
        raise Invalid(FIELD, _TOO_MANY_PIXELS) from error
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
            raise Invalid(FIELD, _TOO_MANY_PIXELS)
        if min(image.size) < LEAST_SIDE:
            size = f"{image.width} x {image.height}"
            raise Invalid(FIELD, f"The picture is too small: {size} pixels; {LEAST_SIDE} each way at least.")
        image.draft("RGB", (max(BOX), max(BOX)))  # a JPEG is read smaller at once, where it is much too large
        pixels = _in_full_colour(image)
        turn = _turn(image)
    pixels.thumbnail(BOX[::-1] if turn in ON_ITS_SIDE else BOX)
    return _encoded(pixels.transpose(TURNS[turn]) if turn in TURNS else pixels)


def _in_full_colour(image: Image.Image) -> Image.Image:
    """As RGB, or RGBA if it is transparent. To be done before it is made smaller, because a palette's colours do not
    blend."""
    if image.mode.startswith("I"):  # 65,536 greys, of which a plain conversion keeps the darkest 256
        return image.point(lambda grey: grey / 256).convert("L").convert("RGB")
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def _turn(image: Image.Image) -> int:
    """The orientation that the EXIF gives; 1 (upright) if it gives none or is broken: the pixels are still good."""
    try:
        return int(image.getexif().get(Tag.Orientation, 1))
    except Exception:
        log.info("The EXIF of an uploaded file cannot be read.", exc_info=True)
        return 1


def _encoded(pixels: Image.Image) -> Picture:
    """Encode the pixels alone: no EXIF, no profile, no comment."""
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
_TOO_MANY_PIXELS = f"The picture has too many pixels; at most {MOST_PIXELS // 10**6} megapixels are taken."
