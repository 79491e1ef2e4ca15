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
from images import queries, removal, statuses
from images.drawing import references
from images.drawing.hosting import Hosted, store
from images.models import Decision, Illustration, Version
from images.policy import check_may_redraw
from images.revisions import IDLE
from images.settling import changing, lock
from providers import registry
from providers.base import Picture, ProviderError
from providers.images import decoder
from providers.images.decoding import TOO_LONG, NotDecoded, decode
from providers.images.validation import CONTENT_TYPES
from stories import moderation
from stories.models import Story

log = logging.getLogger(__name__)

FIELD = "picture"
MOST_BYTES = 15_000_000
LEAST_SIDE = 256
SHAPE = 2 / 3  # width by height of a story's pictures


def add(picture: Illustration, file: UploadedFile | None, *, by: str, crop: str = "") -> Version:
    """Store an uploaded picture as the version that is shown; it waits for approval. `crop` says which part of it, as
    `frame_of` reads it. Raises Invalid for a file or part that cannot be taken or that the moderator flags, Conflict
    when something is being drawn, and ProviderError when no host takes it or the moderator does not answer."""
    check_may_redraw(picture)
    if file is None:
        raise Invalid(FIELD, "No file arrived. Choose a picture first.")
    if (file.size or 0) > MOST_BYTES:
        raise Invalid(FIELD, f"The file has {(file.size or 0) / 1e6:.1f} MB; at most {MOST_BYTES // 10**6} are taken.")
    frame = frame_of(crop)
    release_connection()  # reading takes a second, and the host may take its time
    own = decoded(file, frame)
    cleared_by = _moderated(own)
    name = f"scene-{picture.number:02d}-own-{secrets.token_hex(8)}"
    try:
        hosted = store(own, story_id=str(picture.story_id), name=name)
    except ProviderError as error:
        raise ProviderError(_NOT_KEPT, permanent=error.permanent, operator=error.operator) from error
    try:
        return _show(picture, own, hosted, by, cleared_by)
    except Conflict:
        removal.discard(picture.story_id, hosted)
        raise


def _show(picture: Illustration, own: Picture, hosted: Hosted, by: str, cleared_by: str) -> Version:
    with changing(picture):
        lock(picture)  # of two uploads at the same moment one is the first
        check_may_redraw(picture)
        version = _version(picture, own, hosted, cleared_by)
        picture.decisions.create(action=Decision.UPLOAD, by=by, version=version)
        move(picture, statuses.PENDING, by=by, note="own picture", **(IDLE | {"current": version}))
    return version


def _moderated(own: Picture) -> str:
    """Who found the picture fit, "" where nobody is set up to look. Raises Invalid, and ProviderError."""
    try:
        looked_at = moderation.check_picture(references.small_jpeg(own.data), "Your picture")
    except moderation.Flagged as error:
        raise Invalid(FIELD, error.message) from error
    except ProviderError as error:
        raise ProviderError(_NOT_LOOKED_AT, permanent=error.permanent, operator=error.operator) from error
    return Version.MODERATOR if looked_at else ""


def moderate_uncleared(story: Story) -> None:
    """Have the moderator look at uploaded pictures that came while there was none. Raises Flagged, and ProviderError
    when the moderator or a picture's host does not answer. Does nothing where there still is no moderator."""
    if registry.moderator() is None:
        return
    for version in queries.uncleared_uploads().filter(illustration__story=story).select_related("illustration"):
        release_connection()  # the host may take its time
        data = registry.host(version.host).fetch(version.stored)
        try:
            small = references.small_jpeg(data)
        except OSError as error:
            raise ProviderError(f"What is kept as {version.key} is no picture any more.") from error
        moderation.check_picture(small, str(version.illustration))
        Version.objects.filter(pk=version.pk).update(cleared_by=Version.MODERATOR)


_NOT_LOOKED_AT = "Your picture could not be looked at just now, so nothing was changed. Please try again later."
_NOT_KEPT = "Your picture could not be kept here just now, so nothing was changed. Please try again later."


def _version(picture: Illustration, own: Picture, hosted: Hosted, cleared_by: str) -> Version:
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
        cleared_by=cleared_by,
        **hosted.columns,
    )


def frame_of(crop: str) -> decoder.Frame | None:
    """The frame in the shape of a story's pictures that "x,y,width" asks for: its middle and its width, 0 to 1 of the
    picture's; "0.5,0.5,1" is the largest in the middle. None for "", which is all of the picture. Raises Invalid."""
    if not crop:
        return None
    try:
        x, y, width = map(float, crop.split(","))
    except ValueError:
        x = y = width = -1.0
    if not (0 <= x <= 1 and 0 <= y <= 1 and 0 < width <= 1):
        raise Invalid(FIELD, "Which part of the picture to use did not arrive in full. Choose the picture once more.")
    return x, y, width, SHAPE


def decoded(file: BinaryIO | UploadedFile, frame: decoder.Frame | None = None) -> Picture:
    """The file's pixels, or those in the frame, as a fresh JPEG (a PNG if it is transparent), turned as its EXIF says,
    at most 2048 x 3072. Raises Invalid for everything that is not a JPEG, PNG or WebP of at most 50 megapixels."""
    try:
        found = decode(file.read(), "upload", frame)
    except NotDecoded as error:
        raise Invalid(FIELD, _REASONS[error.reason]) from error
    if min(found.width, found.height) < LEAST_SIDE:
        size = f"{found.width} x {found.height}"
        raise Invalid(FIELD, f"The picture is too small: {size} pixels; {LEAST_SIDE} each way at least.")
    with Image.open(BytesIO(found.made)) as image:  # the decoder has written it: its head can be trusted
        if frame and min(image.size) < LEAST_SIDE:
            size = f"{image.width} x {image.height}"
            raise Invalid(FIELD, f"The chosen part is too small: {size} pixels; {LEAST_SIDE} each way at least.")
        return Picture(found.made, CONTENT_TYPES[image.format or ""], *image.size)


_REASONS = {
    decoder.UNREADABLE: "The file is no picture that can be read here. Take a JPEG, PNG or WebP.",
    decoder.TOO_MANY_PIXELS: (
        f"The picture has too many pixels; at most {decoder.MOST_PIXELS // 10**6} megapixels are taken."
    ),
    decoder.TOO_MANY_SCANS: "The picture is built up in too many steps. Save it as an ordinary JPEG, and upload that.",
    TOO_LONG: "The picture takes too long to read. Save it smaller, and upload that.",
}
