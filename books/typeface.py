"""The typeface of PDF books, and the characters that it has."""

import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import cast

from fpdf import FPDF
from fpdf.fonts import TTFFont

from videos import film

FAMILY = "book"
FILE = Path(film.__file__).parent / "fonts" / "GentiumBookPlus-Regular.ttf"
MISSING = "?"
_ORNAMENTS = ("So", "Sk", "Cf", "Mn", "Me", "Cn", "Co")  # symbols, and marks that change the character before them
_GAPS = re.compile(" {2,}")


def add_font(pdf: FPDF) -> None:
    """Add the typeface to a document."""
    pdf.add_font(FAMILY, fname=FILE)


def printable(words: str) -> str:
    """The words in characters of the typeface: without ornaments that it lacks, such as emoji, and with MISSING for
    every letter that it lacks, so that one sees that something is missing."""
    return _GAPS.sub(" ", "".join(map(_printable, words)))


def _printable(character: str) -> str:
    if ord(character) in _characters():
        return character
    return "" if unicodedata.category(character) in _ORNAMENTS else MISSING


@cache
def _characters() -> frozenset[int]:
    pdf = FPDF()
    add_font(pdf)
    return frozenset({*map(ord, "\n\t"), *cast(TTFFont, pdf.fonts[FAMILY]).cmap})
