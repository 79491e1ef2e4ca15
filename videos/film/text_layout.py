"""Words in a film: the font that ships with the site, lines that are never too long, and texts cut into pages."""

import re
from collections.abc import Callable
from functools import cache, lru_cache
from pathlib import Path

from PIL import ImageFont
from PIL.ImageFont import FreeTypeFont

FOLDER = Path(__file__).with_name("fonts")
_endless = re.compile(r".{1,80}")  # what is longer is no word, and is cut
_NOWHERE = "\U0010ffff"  # no font has it, so it is drawn as what is missing is drawn


@cache
def font(pixels: int) -> FreeTypeFont:
    """Gentium Book Plus, bold, so many pixels high."""
    return ImageFont.truetype(FOLDER / "GentiumBookPlus-Bold.ttf", pixels)


def drawable(text: str) -> str:
    """The text without what the font cannot draw (emoji, scripts that it does not have), on one line."""
    return " ".join("".join(sign if sign.isspace() or _is_drawn(sign) else " " for sign in text).split())


@cache
def _is_drawn(sign: str) -> bool:
    small = font(16)
    return sign.isprintable() and bytes(small.getmask(sign)) != bytes(small.getmask(_NOWHERE))


def wrapped(text: str, letters: FreeTypeFont, width: float) -> list[str]:
    """The text in as few lines of at most `width` pixels as may be, all about equally long."""
    lines = filled(text, letters, width)
    low, high = width / max(1, len(lines)) / 2, width
    while len(lines) > 1 and high - low > width / 50:
        middle = (low + high) / 2
        closer = filled(text, letters, middle)
        low, high, lines = (low, middle, closer) if len(closer) <= len(lines) else (middle, high, lines)
    return lines


def filled(text: str, letters: FreeTypeFont, width: float) -> list[str]:
    """The text in lines that are each as full as may be."""
    lines: list[str] = []
    room, blank = 0.0, _width(" ", letters)
    for word in text.split():
        for number, part in enumerate(_broken(word, letters, width)):
            needed = _width(part, letters)
            if lines and number == 0 and needed + blank <= room:
                lines[-1] += f" {part}"
                room -= needed + blank
            else:
                lines.append(part)
                room = width - needed
    return lines


# Measuring takes longer than everything else, so every word is measured once.
@lru_cache(4000)
def _width(word: str, letters: FreeTypeFont) -> float:
    return letters.getlength(word)


def _broken(word: str, letters: FreeTypeFont, width: float) -> list[str]:
    """A word as it is, or in parts where it is longer than a line."""
    if _width(word, letters) <= width:
        return [word]
    parts, room = [""], width
    for sign in word:
        needed = _width(sign, letters)
        if parts[-1] and needed > room:
            parts.append("")
            room = width
        parts[-1] += sign
        room -= needed
    return parts


def pages(text: str, fits: Callable[[str], bool]) -> list[str]:
    """The text cut into parts that each fit, about equally long, after a comma or full stop where there is one."""
    count = len(_cut(text, fits))
    most = len(text) / max(1, count) * 1.2
    return _cut(text, lambda page: len(page) <= most and fits(page))


def _cut(text: str, fits: Callable[[str], bool]) -> list[str]:
    words = [part for word in text.split() for part in _endless.findall(word)]
    found = []
    while words:
        many = 1
        while many < len(words) and fits(" ".join(words[: many + 1])):
            many += 1
        many = _after_a_pause(words, many)
        found.append(" ".join(words[:many]))
        words = words[many:]
    return found


def _after_a_pause(words: list[str], many: int) -> int:
    """As many words or fewer, so that they end where a reader would pause."""
    if many == len(words):
        return many
    for pauses in (".!?…", ",;:—–"):
        for fewer in range(many, (many + 1) // 2, -1):
            if words[fewer - 1].rstrip("\"'”’»)").endswith(tuple(pauses)):
                return fewer
    return many
