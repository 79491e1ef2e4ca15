"""Captions and the title as overlays, drawn once and always within the frame."""

from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageFilter
from PIL.ImageFont import FreeTypeFont

from providers.motion.frames import Overlay, Size, even, overlay
from videos.film.compositor.text_layout import drawable, fill, font, split_pages, wrap

Colour = tuple[int, int, int, int]
_INK, _EDGE = (255, 250, 240, 255), (38, 20, 10, 255)
_LINES = 3  # of a caption at once; a text without a blank to break at may take more
_LEADING = 1.22


def caption_pages(text: str, size: Size) -> list[str]:
    """The text of a scene, split into captions that are shown one after another."""
    letters, width = _caption_letters(size), _caption_width(size)
    return split_pages(text, lambda page: len(fill(drawable(page), letters, width)) <= _LINES)


def caption(text: str, size: Size) -> Overlay | None:
    """One caption as an overlay; None where the font has none of its characters."""
    letters = _caption_letters(size)
    lines = wrap(drawable(text), letters, _caption_width(size))
    # On upright screens the player's buttons cover the lower edge.
    return _block(lines, letters, size, bottom=0.87 if size[0] < size[1] else 0.94) if lines else None


def title(text: str, size: Size) -> Overlay | None:
    """The title in the middle, as large as fits; only the beginning of a title that is far too long."""
    words, width = drawable(text), size[0] * 0.82
    largest = min(size[0] * 0.11, size[1] * 0.13)
    for pixels in (round(largest * part) for part in (1.0, 0.85, 0.7, 0.55, 0.45)):
        lines, most = wrap(words, font(pixels), width), int(size[1] * 0.5 / (pixels * _LEADING))
        if len(lines) <= most:
            break
    else:
        lines = [*lines[: most - 1], "…"]
    height = len(lines) * pixels * _LEADING / size[1]
    return _block(lines, font(pixels), size, bottom=0.48 + height / 2) if lines else None


def byline(author: str, size: Size) -> Overlay | None:
    """Who the film is by, small and below the title; the beginning of a name that is far too long. None without one."""
    if not (name := drawable(author)):
        return None
    letters = font(max(8, round(min(size[0] * 0.05, size[1] * 0.05))))
    lines = wrap(f"by {name}", letters, size[0] * 0.82)
    return _block(lines[:2], letters, size, bottom=0.86)


def _caption_letters(size: Size) -> FreeTypeFont:
    return font(max(8, round(min(size[0] * 0.054, size[1] * 0.05))))


def _caption_width(size: Size) -> float:
    return size[0] * (0.86 if size[0] < size[1] else 0.66)


def _block(lines: Sequence[str], letters: FreeTypeFont, size: Size, *, bottom: float) -> Overlay:
    """Centred lines above `bottom` (0 to 1 of the frame's height)."""
    step, margin = letters.size * _LEADING, letters.size * 0.6
    wide = max(letters.getlength(line) for line in lines) + 2 * margin
    block = (min(even(wide), size[0]), min(even(len(lines) * step + 2 * margin), size[1]))
    ink = Image.new("RGBA", block, (*_EDGE[:3], 0))
    _write(ink, lines, letters, margin, step, _INK)
    shade = Image.new("RGBA", block, (*_EDGE[:3], 0))
    _write(shade, lines, letters, margin, step, _EDGE)
    soft = shade.filter(ImageFilter.GaussianBlur(letters.size / 6))
    top = min(max(0, size[1] * bottom - block[1] + margin), size[1] - block[1])
    return overlay(Image.alpha_composite(soft, ink), (int((size[0] - block[0]) / 2) // 2 * 2, int(top) // 2 * 2))


def _write(
    image: Image.Image, lines: Sequence[str], letters: FreeTypeFont, top: float, step: float, ink: Colour
) -> None:
    draw, edge = ImageDraw.Draw(image), letters.size / 14
    for number, line in enumerate(lines):
        place = (image.width / 2, top + step * (number + 0.5))
        draw.text(place, line, ink, letters, anchor="mm", stroke_width=edge, stroke_fill=_EDGE)
