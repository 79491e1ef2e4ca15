"""The typeface of printed books, and which signs it has."""

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
_ORNAMENTS = ("So", "Sk", "Cf", "Mn", "Me", "Cn", "Co")  # symbols, and what only changes the sign before it
_GAPS = re.compile(" {2,}")


def add_font(pdf: FPDF) -> None:
    """Make the typeface known to a document."""
    pdf.add_font(FAMILY, fname=FILE)


def legible(words: str) -> str:
    """The words as the typeface has them: without ornaments, such as emoji, that it lacks, and with MISSING for every
    letter that it lacks, for it must show that something should stand there."""
    return _GAPS.sub(" ", "".join(map(_legible, words)))


def _legible(sign: str) -> str:
    if ord(sign) in _signs():
        return sign
    return "" if unicodedata.category(sign) in _ORNAMENTS else MISSING


@cache
def _signs() -> frozenset[int]:
    pdf = FPDF()
    add_font(pdf)
    return frozenset({*map(ord, "\n\t"), *cast(TTFFont, pdf.fonts[FAMILY]).cmap})
