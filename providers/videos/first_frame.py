"""Prepare the pictures of a request as the first and the last frame of a clip, in a form that every service accepts."""

from base64 import b64encode
from dataclasses import replace
from io import BytesIO

from PIL import Image

from providers.base import ClipRequest, ProviderError

SHORTEST_SIDE = 300  # pixels; services refuse smaller pictures
LIMIT = 10 * 1024 * 1024  # bytes
QUALITIES = (92, 85, 75)
_ACCEPTED_TYPES = ("image/jpeg", "image/png")
_DECODE_ERRORS = (OSError, SyntaxError, ValueError, Image.DecompressionBombError)


def first_frame(request: ClipRequest, *, as_data_url: bool = False) -> str:
    """The picture's public URL if every service accepts what is there; else the picture in Base64, or as a data: URL.
    Raises ProviderError for a damaged picture."""
    data, content_type = request.picture, request.content_type
    try:
        with Image.open(BytesIO(data)) as image:
            is_accepted = content_type in _ACCEPTED_TYPES and len(data) <= LIMIT and min(image.size) >= SHORTEST_SIDE
            if request.picture_url and is_accepted:
                return request.picture_url
            if not is_accepted:
                data, content_type = _encoded(image.convert("RGB")), "image/jpeg"
    except _DECODE_ERRORS:
        words = "The picture to start from is damaged, so no clip can be made of it."
        raise ProviderError(words, permanent=True, reached=False) from None
    text = b64encode(data).decode()
    return f"data:{content_type};base64,{text}" if as_data_url else text


def last_frame(request: ClipRequest, *, as_data_url: bool = False) -> str:
    """The same of the picture that the clip ends on; "" without one."""
    if request.end is None:
        return ""
    end = request.end
    asked = replace(request, picture=end.picture, content_type=end.content_type, picture_url=end.picture_url)
    return first_frame(asked, as_data_url=as_data_url)


def _encoded(image: Image.Image) -> bytes:
    """A JPEG within LIMIT and not below SHORTEST_SIDE, in the best quality that fits."""
    if min(image.size) < SHORTEST_SIDE:
        image = _scaled(image, SHORTEST_SIDE / min(image.size))
    while True:
        for quality in QUALITIES:
            out = BytesIO()
            image.save(out, "JPEG", quality=quality)
            if out.tell() <= LIMIT:
                return out.getvalue()
        image = _scaled(image, 0.7)


def _scaled(image: Image.Image, factor: float) -> Image.Image:
    width, height = (max(SHORTEST_SIDE, round(side * factor)) for side in image.size)
    return image.resize((width, height), Image.Resampling.LANCZOS)


def shape_of(request: ClipRequest) -> float:
    """The width of the picture, which can be read, by its height."""
    with Image.open(BytesIO(request.picture)) as image:
        return image.width / image.height
