"""Whether what a service sent is a picture at all, and small versions of unfinished ones."""

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
MOST_PIXELS = 50_000_000  # a small file may unfold to more than this machine can hold
PREVIEW_WIDTH, PREVIEW_BYTES = 320, 40 * 1024
_QUALITIES = (70, 50, 30, 15, 5)
_BAD = (OSError, SyntaxError, ValueError, EOFError, struct.error, zlib.error, Image.DecompressionBombError)
# Many pictures may arrive at the same moment, and each needs some 5 MB to be looked at.
_decoding = threading.BoundedSemaphore(4)


def checked(data: bytes, usage: Usage | None = None) -> Picture:
    """The picture that `data` encodes, looked at to its last pixel. `usage` is what it cost.

    Raises ProviderError (temporary, with the usage) for anything but a PNG, JPEG or WebP of a sensible size.
    """
    with _opened(data, usage) as image:
        if min(image.size) < SHORTEST_SIDE:
            raise _no_picture(usage)
        return Picture(data, CONTENT_TYPES[image.format or ""], *image.size, usage or {})


def preview_of(data: bytes) -> bytes:
    """A WebP of at most PREVIEW_BYTES, about PREVIEW_WIDTH wide. Raises ProviderError for what is no picture."""
    with _opened(data) as image:
        small = image.convert("RGB")
        small.thumbnail((PREVIEW_WIDTH, PREVIEW_WIDTH * 4))
        return next(_ever_smaller(small))


def _ever_smaller(image: Image.Image) -> Iterator[bytes]:
    """Encodings that fit, the best first."""
    while True:
        for quality in _QUALITIES:
            out = BytesIO()
            image.save(out, "WEBP", quality=quality, method=4)
            if out.tell() <= PREVIEW_BYTES:
                yield out.getvalue()
        image = image.resize((max(1, image.width // 2), max(1, image.height // 2)))


@contextmanager
def _opened(data: bytes, usage: Usage | None = None) -> Iterator[Image.Image]:
    """The decoded picture, with few others decoded at the same time."""
    with _decoding:
        try:
            image = Image.open(BytesIO(data), formats=("PNG", "JPEG", "WEBP"))
            if image.width * image.height > MOST_PIXELS:
                raise ValueError("too many pixels")
            image.load()
        except _BAD:
            raise _no_picture(usage) from None
        with image:
            yield image


def _no_picture(usage: Usage | None) -> ProviderError:
    # Without a count of tokens nobody knows whether it was charged.
    words = "The illustrator's service answered with something that is no picture. Asking again may help."
    return ProviderError(words, usage=usage, answered=any((usage or {}).values()))
