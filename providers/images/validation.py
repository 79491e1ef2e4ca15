"""Check that the bytes from a service are a picture, and make small previews of unfinished ones."""

import struct
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

from PIL import Image

from providers.base import Picture, ProviderError, Usage

CONTENT_TYPES = {"PNG": "image/png", "JPEG": "image/jpeg", "MPO": "image/jpeg", "WEBP": "image/webp"}
SHORTEST_SIDE = 64  # pixels
MOST_PIXELS = 50_000_000  # a small file may decode to more than fits in memory
PREVIEW_WIDTH, PREVIEW_BYTES = 320, 40 * 1024
_QUALITIES = (70, 50, 30, 15, 5)
_DECODE_ERRORS = (OSError, SyntaxError, ValueError, EOFError, struct.error, zlib.error, Image.DecompressionBombError)
# Many pictures may arrive at once, and each takes some 5 MB to decode.
_decoding = threading.BoundedSemaphore(4)


def validate_picture(data: bytes, usage: Usage | None = None) -> Picture:
    """Decode `data` completely and return it as a Picture. `usage` is what it cost.

    Raises ProviderError (temporary, with the usage) for anything but a PNG, JPEG or WebP of a sensible size.
    """
    with _decoded(data, usage) as image:
        if min(image.size) < SHORTEST_SIDE:
            raise _not_a_picture(usage)
        return Picture(data, CONTENT_TYPES[image.format or ""], *image.size, usage or {})


def make_preview(data: bytes) -> bytes:
    """A WebP of at most PREVIEW_BYTES, about PREVIEW_WIDTH wide. Raises ProviderError for other data."""
    with _decoded(data) as image:
        small = image.convert("RGB")
        small.thumbnail((PREVIEW_WIDTH, PREVIEW_WIDTH * 4))
        return next(_encodings(small))


def _encodings(image: Image.Image) -> Iterator[bytes]:
    """Encodings within PREVIEW_BYTES, the best first."""
    while True:
        for quality in _QUALITIES:
            out = BytesIO()
            image.save(out, "WEBP", quality=quality, method=4)
            if out.tell() <= PREVIEW_BYTES:
                yield out.getvalue()
        image = image.resize((max(1, image.width // 2), max(1, image.height // 2)))


@contextmanager
def _decoded(data: bytes, usage: Usage | None = None) -> Iterator[Image.Image]:
    """The decoded picture; few are decoded at the same time."""
    with _decoding:
        try:
            image = Image.open(BytesIO(data), formats=("PNG", "JPEG", "WEBP"))
            if image.width * image.height > MOST_PIXELS:
                raise ValueError("too many pixels")
            image.load()
        except _DECODE_ERRORS:
            raise _not_a_picture(usage) from None
        with image:
            yield image


def _not_a_picture(usage: Usage | None) -> ProviderError:
    # Without a token count, nobody knows whether the call was charged.
    words = "The illustrator's service answered with something that is no picture. Asking again may help."
    return ProviderError(words, usage=usage, answered=any((usage or {}).values()))
