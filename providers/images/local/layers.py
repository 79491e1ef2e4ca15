"""The three layers of a picture, and how they become one: soft distance, sharp figures, and a veil of air and frame.

Distance and veil are soft anyway, as behind and before the focus of a lens. They are rendered at half the size, which
takes a quarter of the time: it is their large gradients that cost.
"""

import io
from dataclasses import dataclass

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from providers.images.local.canvas import Canvas
from providers.images.local.rendering import render

_SOFT = 2  # how many pixels of the picture one pixel of a soft layer covers
_COMPRESSION = 4  # beyond it a PNG gets hardly smaller, but takes twice as long


@dataclass(frozen=True)
class Layers:
    """A composed picture, from far to near."""

    distance: Canvas
    figures: Canvas
    veil: Canvas

    def drawings(self, width: int, height: int) -> tuple[str, str, str]:
        """Write the layers as SVG documents for a picture of that many pixels."""
        soft = (max(1, round(width / _SOFT)), max(1, round(height / _SOFT)))
        return self.distance.svg(fit=soft), self.figures.svg(fit=(width, height)), self.veil.svg(fit=soft)


def painted(layers: Layers, width: int, height: int, note: str) -> bytes:
    """Make a PNG of `width` x `height` pixels that carries `note` as a text chunk. ProviderError as in `render`."""
    far, figures, near = (_opened(data) for data in render(*layers.drawings(width, height)))
    picture = far.convert("RGB").resize((width, height), Image.Resampling.BICUBIC)
    for layer in (figures, near.resize((width, height), Image.Resampling.BILINEAR)):
        picture.paste(layer, (0, 0), layer)
    return _encoded(picture, note)


def _opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGBA")


def _encoded(picture: Image.Image, note: str) -> bytes:
    text, out = PngInfo(), io.BytesIO()
    text.add_text("storybook", note)
    picture.save(out, "PNG", compress_level=_COMPRESSION, pnginfo=text)
    return out.getvalue()
