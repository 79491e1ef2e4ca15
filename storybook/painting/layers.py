"""The three layers of a picture, and how they become one: soft distance, sharp figures, and a veil of air and frame.

Distance and veil are soft, as behind and before the focus of a lens: they are rendered at less than half the size.
"""

import io
from dataclasses import dataclass

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from storybook.painting.canvas import Canvas
from storybook.painting.rendering import render

_SIZES = (0.45, 1.0, 0.34)  # of the layers from far to near, as shares of the picture's
_COMPRESSION = 4  # beyond it a PNG gets hardly smaller, but takes twice as long


@dataclass(frozen=True)
class Layers:
    """A composed picture, from far to near."""

    distance: Canvas
    figures: Canvas
    veil: Canvas

    def drawings(self, width: int, height: int) -> tuple[str, str, str]:
        """Write the layers as SVG documents for a picture of that many pixels."""
        far, figures, near = _sizes(width, height)
        return self.distance.svg(fit=far), self.figures.svg(fit=figures), self.veil.svg(fit=near)


def _sizes(width: int, height: int) -> list[tuple[int, int]]:
    return [(max(1, round(width * share)), max(1, round(height * share))) for share in _SIZES]


def painted(layers: Layers, width: int, height: int, note: str) -> bytes:
    """Make a PNG of `width` x `height` pixels that carries `note` as a text chunk. RenderingError as in `render`."""
    drawings = zip(layers.drawings(width, height), _sizes(width, height), strict=True)
    far, figures, near = (render(svg, *size) for svg, size in drawings)
    picture = far.convert("RGB").resize((width, height), Image.Resampling.BICUBIC)
    picture.paste(figures, (0, 0), figures)
    veil = near.resize((width, height), Image.Resampling.BILINEAR)
    picture.paste(veil, (0, 0), veil)
    return _encoded(picture, note)


def _encoded(picture: Image.Image, note: str) -> bytes:
    text, out = PngInfo(), io.BytesIO()
    text.add_text("storybook", note)
    picture.save(out, "PNG", compress_level=_COMPRESSION, pnginfo=text)
    return out.getvalue()
