"""Text in a film: the font, lines that are never too long, and texts split into pages."""

import re
from collections.abc import Callable
from functools import cache, lru_cache
from pathlib import Path

from PIL import ImageFont
from PIL.ImageFont import FreeTypeFont

FOLDER = Path(__file__).parents[1] / "fonts"
_CHUNK = re.compile(r".{1,80}")  # a longer word is cut
_MISSING = "\U0010ffff"  # in no font, so it is drawn as the sign for a missing character


@cache
def font(pixels: int) -> FreeTypeFont:
    """Gentium Book Plus, bold, `pixels` high."""
    return ImageFont.truetype(FOLDER / "GentiumBookPlus-Bold.ttf", pixels)


def drawable(text: str) -> str:
    """The text on one line, without characters that the font lacks (emoji, some scripts)."""
    return " ".join("".join(sign if sign.isspace() or _has_glyph(sign) else " " for sign in text).split())


@cache
def _has_glyph(sign: str) -> bool:
    small = font(16)
    return sign.isprintable() and bytes(small.getmask(sign)) != bytes(small.getmask(_MISSING))


def wrap(text: str, letters: FreeTypeFont, width: float) -> list[str]:
    """The text in as few lines of at most `width` pixels as possible, all about equally long."""
    lines = fill(text, letters, width)
    low, high = width / max(1, len(lines)) / 2, width
    while len(lines) > 1 and high - low > width / 50:
        middle = (low + high) / 2
        closer = fill(text, letters, middle)
        low, high, lines = (low, middle, closer) if len(closer) <= len(lines) else (middle, high, lines)
    return lines


def fill(text: str, letters: FreeTypeFont, width: float) -> list[str]:
    """The text in lines that are each as full as possible, at most `width` pixels."""
    lines: list[str] = []
    left, blank = 0.0, _width(" ", letters)
    for word in text.split():
        for number, part in enumerate(_break_word(word, letters, width)):
            needed = _width(part, letters)
            if lines and number == 0 and needed + blank <= left:
                lines[-1] += f" {part}"
                left -= needed + blank
            else:
                lines.append(part)
                left = width - needed
    return lines


# Measuring is the slowest step, so every word is measured once.
@lru_cache(4000)
def _width(word: str, letters: FreeTypeFont) -> float:
    return letters.getlength(word)


def _break_word(word: str, letters: FreeTypeFont, width: float) -> list[str]:
    """The word, or its parts where it is longer than a line."""
    if _width(word, letters) <= width:
        return [word]
    parts, left = [""], width
    for sign in word:
        needed = _width(sign, letters)
        if parts[-1] and needed > left:
            parts.append("")
            left = width
        parts[-1] += sign
        left -= needed
    return parts


def split_pages(text: str, fits: Callable[[str], bool]) -> list[str]:
    """The text split into pages that each fit, about equally long, after a comma or full stop where possible."""
    count = len(_cut(text, fits))
    most = len(text) / max(1, count) * 1.2
    return _cut(text, lambda page: len(page) <= most and fits(page))


def _cut(text: str, fits: Callable[[str], bool]) -> list[str]:
    words = [part for word in text.split() for part in _CHUNK.findall(word)]
    found = []
    while words:
        many = 1
        while many < len(words) and fits(" ".join(words[: many + 1])):
            many += 1
        many = _end_at_pause(words, many)
        found.append(" ".join(words[:many]))
        words = words[many:]
    return found


def _end_at_pause(words: list[str], many: int) -> int:
    """The number of words, `many` or fewer, that ends the page where a reader would pause."""
    if many == len(words):
        return many
    for pauses in (".!?…", ",;:—–"):
        for fewer in range(many, (many + 1) // 2, -1):
            if words[fewer - 1].rstrip("\"'”’»)").endswith(tuple(pauses)):
                return fewer
    return many
