"""Prepare the picture of a request as the first frame of a clip, in a form that every service accepts."""

from base64 import b64encode
from dataclasses import dataclass
from io import BytesIO

from PIL import Image

from providers.base import ClipRequest, ProviderError

SHORTEST_SIDE = 300  # pixels; services refuse smaller pictures
LIMIT = 10 * 1024 * 1024  # bytes
QUALITIES = (92, 85, 75)
_ACCEPTED_TYPES = ("image/jpeg", "image/png")
_DECODE_ERRORS = (OSError, SyntaxError, ValueError, Image.DecompressionBombError)


@dataclass(frozen=True)
class FirstFrame:
    """An encoded JPEG or PNG."""

    data: bytes
    content_type: str

    @property
    def base64(self) -> str:
        return b64encode(self.data).decode()

    @property
    def data_url(self) -> str:
        return f"data:{self.content_type};base64,{self.base64}"


def first_frame(request: ClipRequest) -> FirstFrame:
    """The picture unchanged if services accept it, else as a JPEG. Raises ProviderError for a damaged picture."""
    try:
        with Image.open(BytesIO(request.picture)) as image:
            if min(image.size) >= SHORTEST_SIDE and is_accepted_as_is(request):
                return FirstFrame(request.picture, request.content_type)
            return _encoded(image.convert("RGB"))
    except _DECODE_ERRORS:
        words = "The picture to start from is damaged, so no clip can be made of it."
        raise ProviderError(words, permanent=True, reached=False) from None


def is_accepted_as_is(request: ClipRequest) -> bool:
    """Whether every service accepts the type and the size in bytes of the picture."""
    return request.content_type in _ACCEPTED_TYPES and len(request.picture) <= LIMIT


def _encoded(image: Image.Image) -> FirstFrame:
    """A JPEG within LIMIT and not below SHORTEST_SIDE, in the best quality that fits."""
    if min(image.size) < SHORTEST_SIDE:
        image = _scaled(image, SHORTEST_SIDE / min(image.size))
    while True:
        for quality in QUALITIES:
            out = BytesIO()
            image.save(out, "JPEG", quality=quality)
            if out.tell() <= LIMIT:
                return FirstFrame(out.getvalue(), "image/jpeg")
        image = _scaled(image, 0.7)


def _scaled(image: Image.Image, factor: float) -> Image.Image:
    width, height = (max(SHORTEST_SIDE, round(side * factor)) for side in image.size)
    return image.resize((width, height), Image.Resampling.LANCZOS)
