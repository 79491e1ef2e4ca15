"""Uploaded pictures: decoded, checked, and encoded anew, so that nothing but the pixels is stored."""

import logging
import secrets
from io import BytesIO
from typing import BinaryIO

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from PIL import Image

from core.connections import release_connection
from core.errors import Invalid
from core.status import Conflict, move
from images import removal, statuses
from images.drawing.hosting import Hosted, store
from images.models import Decision, Illustration, Version
from images.policy import check_may_redraw
from images.revisions import IDLE
from images.settling import changing, lock
from providers.base import Picture, ProviderError
from providers.images import decoder
from providers.images.decoding import TOO_LONG, NotDecoded, decode
from providers.images.validation import CONTENT_TYPES

log = logging.getLogger(__name__)

FIELD = "picture"
MOST_BYTES = 15_000_000
LEAST_SIDE = 256


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
    try:
        return _show(picture, own, hosted, by)
    except Conflict:
        removal.discard(picture.story_id, hosted)
        raise


def _show(picture: Illustration, own: Picture, hosted: Hosted, by: str) -> Version:
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
    """The file's pixels as a fresh JPEG (a PNG if it is transparent), turned as its EXIF says, at most 2048 x 3072.
    Raises Invalid for everything that is not a JPEG, PNG or WebP of at most 50 megapixels."""
    try:
        found = decode(file.read(), "upload")
    except NotDecoded as error:
        raise Invalid(FIELD, _REASONS[error.reason]) from error
    if min(found.width, found.height) < LEAST_SIDE:
        size = f"{found.width} x {found.height}"
        raise Invalid(FIELD, f"The picture is too small: {size} pixels; {LEAST_SIDE} each way at least.")
    with Image.open(BytesIO(found.made)) as image:  # the decoder has written it: its head can be trusted
        return Picture(found.made, CONTENT_TYPES[image.format or ""], *image.size)


_REASONS = {
    decoder.UNREADABLE: "The file is no picture that can be read here. Take a JPEG, PNG or WebP.",
    decoder.TOO_MANY_PIXELS: (
        f"The picture has too many pixels; at most {decoder.MOST_PIXELS // 10**6} megapixels are taken."
    ),
    decoder.TOO_MANY_SCANS: "The picture is built up in too many steps. Save it as an ordinary JPEG, and upload that.",
    TOO_LONG: "The picture takes too long to read. Save it smaller, and upload that.",
}
