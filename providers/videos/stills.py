"""The picture of a request in a form that a service takes."""

from base64 import b64encode
from dataclasses import dataclass
from io import BytesIO

from PIL import Image

from providers.base import ClipRequest, ProviderError

SHORTEST_SIDE = 300  # pixels; what is smaller is refused
LIMIT = 10 * 1024 * 1024  # bytes
QUALITIES = (92, 85, 75)
_TAKEN = ("image/jpeg", "image/png")
_BAD = (OSError, SyntaxError, ValueError, Image.DecompressionBombError)


@dataclass(frozen=True)
class Still:
    """An encoded picture, a JPEG or a PNG."""

    data: bytes
    content_type: str

    @property
    def base64(self) -> str:
        """Its bytes as text."""
        return b64encode(self.data).decode()

    @property
    def data_url(self) -> str:
        """A URL that holds all of it."""
        return f"data:{self.content_type};base64,{self.base64}"


def still_of(request: ClipRequest) -> Still:
    """The picture as it is where that will do, else as a JPEG that will. Raises ProviderError for no picture."""
    try:
        with Image.open(BytesIO(request.picture)) as image:
            if min(image.size) >= SHORTEST_SIDE and takes_as_it_is(request):
                return Still(request.picture, request.content_type)
            return _fitting(image.convert("RGB"))
    except _BAD:
        words = "The picture to start from is damaged, so no clip can be made of it."
        raise ProviderError(words, permanent=True, reached=False) from None


def takes_as_it_is(request: ClipRequest) -> bool:
    """Whether the picture's bytes are of a kind and number that every service takes."""
    return request.content_type in _TAKEN and len(request.picture) <= LIMIT


def _fitting(image: Image.Image) -> Still:
    if min(image.size) < SHORTEST_SIDE:
        image = _scaled(image, SHORTEST_SIDE / min(image.size))
    while True:
        for quality in QUALITIES:
            out = BytesIO()
            image.save(out, "JPEG", quality=quality)
            if out.tell() <= LIMIT:
                return Still(out.getvalue(), "image/jpeg")
        image = _scaled(image, 0.7)


def _scaled(image: Image.Image, factor: float) -> Image.Image:
    width, height = (max(SHORTEST_SIDE, round(side * factor)) for side in image.size)
    return image.resize((width, height), Image.Resampling.LANCZOS)
