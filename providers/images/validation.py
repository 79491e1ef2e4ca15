"""Check that the bytes from a service are a picture, and make small previews of unfinished ones."""

import threading

from providers.base import Picture, ProviderError, Usage
from providers.images.decoding import Decoded, NotDecoded, Task, decode

CONTENT_TYPES = {"PNG": "image/png", "JPEG": "image/jpeg", "MPO": "image/jpeg", "WEBP": "image/webp"}
_FIRST_BYTES = {b"\x89PNG": "image/png", b"\xff\xd8": "image/jpeg", b"RIFF": "image/webp"}
SHORTEST_SIDE = 64  # pixels
# Many pictures may arrive at once, and each takes a process to decode.
_decoding = threading.BoundedSemaphore(4)


def validate_picture(data: bytes, usage: Usage | None = None) -> Picture:
    """Decode `data` completely and return it as a Picture. `usage` is what it cost.

    Raises ProviderError (temporary, with the usage) for anything but a PNG, JPEG or WebP of a sensible size.
    """
    found = _decoded(data, "check", usage)
    if min(found.width, found.height) < SHORTEST_SIDE:
        raise _not_a_picture(usage)
    return Picture(data, CONTENT_TYPES[found.kind], found.width, found.height, usage or {})


def make_preview(data: bytes) -> bytes:
    """A WebP of at most 40 KB, about 320 pixels wide. Raises ProviderError for other data."""
    return _decoded(data, "preview").made


def mime_type(data: bytes) -> str:
    """The content type of a picture that is sent along, by its first bytes. Raises ProviderError for other data."""
    for beginning, kind in _FIRST_BYTES.items():
        if data.startswith(beginning):
            return kind
    words = "The picture to start from is damaged, so it cannot be changed. Ask for a new one instead."
    raise ProviderError(words, permanent=True, reached=False)


def _decoded(data: bytes, task: Task, usage: Usage | None = None) -> Decoded:
    try:
        with _decoding:
            return decode(data, task)
    except NotDecoded:
        raise _not_a_picture(usage) from None


def _not_a_picture(usage: Usage | None) -> ProviderError:
    # Without a token count, nobody knows whether the call was charged.
    words = "The illustrator's service answered with something that is no picture. Asking again may help."
    return ProviderError(words, usage=usage, answered=any((usage or {}).values()))
