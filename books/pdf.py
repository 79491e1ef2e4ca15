"""The picture book as a PDF: every page looks like an open book, the picture left, the text right."""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple, cast

from fpdf import FPDF
from fpdf.enums import Align, MethodReturnValue
from fpdf.fonts import TTFFont

from books.edition import Edition, Page, Progress, no_progress
from books.pictures import jpeg_of
from videos import film


class Box(NamedTuple):
    x: float
    y: float
    width: float
    height: float


# Lengths are in millimetres, type sizes in points.
WIDTH, HEIGHT = 297.0, 210.0
PICTURE = (140.0, HEIGHT)  # a picture of 2:3 reaches three edges of the page
TEXT = Box(162.0, 22.0, 113.0, 158.0)
TITLE = Box(38.0, 132.0, WIDTH - 76.0, 44.0)
AUTHOR = Box(38.0, 176.0, WIDTH - 76.0, 10.0)
END = Box(38.0, 78.0, WIDTH - 76.0, 30.0)
FOLIO_Y = 190.0
SIZES = (21.0, 19.0, 17.0, 15.5, 14.0, 13.0, 12.0, 11.0, 10.0, 9.0, 8.0, 7.0, 6.0, 5.0)
TITLE_SIZES = (40.0, 34.0, 28.0, 24.0, 20.0, 16.0, 12.0)
AUTHOR_SIZES = (16.0, 14.0, 12.0, 10.0, 8.0, 6.0, 5.0)
LEADING, LEADING_OF_TITLES = 1.5, 1.2
MANY_LINES = 9  # more lines are not centred
STEP = 4.0
POINT = 25.4 / 72
MEDALLION = 104.0  # its diameter

FAMILY = "book"
TYPEFACE = Path(film.__file__).parent / "fonts" / "GentiumBookPlus-Regular.ttf"
MISSING = "?"
_ORNAMENTS = ("So", "Sk", "Cf", "Mn", "Me", "Cn", "Co")  # symbols, and marks that change the character before them
_GAPS = re.compile(" {2,}")
PAPER, INK, FAINT = (251, 245, 234), (43, 33, 25), (109, 93, 79)


def write(edition: Edition, to: Path, progress: Progress = no_progress) -> None:
    """Write the book to `to`. The same edition gives the same file. Raises ProviderError when a
    picture cannot be loaded, and OSError for a file that is no picture or a full disk."""
    pdf = _opened(edition)
    cover = jpeg_of(edition.cover_page.picture())
    _title_page(pdf, edition, cover)
    for done, page in enumerate(edition.pages, start=1):
        _spread(pdf, page, cover if page is edition.cover_page else jpeg_of(page.picture()))
        progress(done / (len(edition.pages) + 1))
    _last_page(pdf, edition)
    pdf.output(str(to))
    progress(1.0)


def _opened(edition: Edition) -> FPDF:
    pdf = FPDF("landscape", "mm", (HEIGHT, WIDTH))
    pdf.set_auto_page_break(False)
    pdf.set_margin(0)
    pdf.c_margin = 0
    pdf.add_font(FAMILY, fname=TYPEFACE)
    pdf.set_page_background(PAPER)  # type: ignore[arg-type]  # a colour has three parts
    pdf.set_lang(edition.language)
    pdf.set_title(edition.title)
    pdf.set_author(edition.author or "StoryForge")
    pdf.set_creator("StoryForge")
    pdf.set_creation_date(edition.changed)
    pdf.set_display_mode("fullpage", "single")
    return pdf


def _title_page(pdf: FPDF, edition: Edition, picture: bytes) -> None:
    pdf.add_page()
    pdf.start_section(printable(edition.title) or "Title page")
    x, y = (WIDTH - MEDALLION) / 2, 20.0
    with pdf.elliptic_clip(x, y, MEDALLION, MEDALLION):
        pdf.image(picture, x, y - MEDALLION / 3, w=MEDALLION)
    _fitted(pdf, edition.title, TITLE, TITLE_SIZES, LEADING_OF_TITLES)
    if edition.author:
        _fitted(pdf, f"by {edition.author}", AUTHOR, AUTHOR_SIZES, LEADING_OF_TITLES)
    _line(pdf, 188.0 if edition.author else 184.0, 12, f"A picture story in {len(edition.pages)} scenes")


def _spread(pdf: FPDF, page: Page, picture: bytes) -> None:
    pdf.add_page()
    pdf.start_section(f"Scene {page.number}")
    pdf.image(picture, 0, 0, *PICTURE, keep_aspect_ratio=True, alt_text=page.shows or f"Picture of scene {page.number}")
    _fitted(pdf, page.text, TEXT, SIZES, LEADING)
    _line(pdf, FOLIO_Y, 10, str(page.number), x=TEXT.x, width=TEXT.width)


def _last_page(pdf: FPDF, edition: Edition) -> None:
    pdf.add_page()
    pdf.start_section("The end")
    _fitted(pdf, "The end", END, TITLE_SIZES, LEADING_OF_TITLES)
    for row, words in enumerate(edition.colophon):
        _line(pdf, 116.0 + 6.5 * row, 11, words)


def _line(pdf: FPDF, y: float, size: float, words: str, x: float = 0.0, width: float = WIDTH) -> None:
    """Write one faint, centred line."""
    pdf.set_font(FAMILY, size=size)
    pdf.set_text_color(*FAINT)
    pdf.set_xy(x, y)
    pdf.cell(width, size * POINT, printable(words), align=Align.C)


def _fitted(pdf: FPDF, words: str, box: Box, sizes: Sequence[float], leading: float) -> None:
    """Write the words in the middle of the box, in the largest of `sizes` in which they fit. Nothing is ever cut."""
    words = printable(words)
    ways = [(size, words) for size in sizes] + [(size, " ".join(words.split())) for size in sizes]
    for size, text in ways:  # as the last resort without paragraphs
        pdf.set_font(FAMILY, size=size)
        line = size * POINT * leading
        needed = _height(pdf, text, box.width, line)
        if needed <= box.height:
            break
    many = needed > MANY_LINES * line
    width = box.width if many else _balanced(pdf, text, box.width, line)
    pdf.set_text_color(*INK)
    pdf.set_xy(box.x + (box.width - width) / 2, box.y + (box.height - needed) / 2)
    pdf.multi_cell(width, line, text, align=Align.L if many else Align.C)


def _balanced(pdf: FPDF, words: str, width: float, line: float) -> float:
    """The smallest width that needs no more lines, so that the last line is no single word."""
    needed = _height(pdf, words, width, line)
    while width > STEP and _height(pdf, words, width - STEP, line) <= needed:
        width -= STEP
    return width


def _height(pdf: FPDF, words: str, width: float, line: float) -> float:
    """The height of the words, with lines of the height `line`."""
    return cast(float, pdf.multi_cell(width, line, words, dry_run=True, output=MethodReturnValue.HEIGHT))


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
    """The characters of the typeface, and those that a text may have besides."""
    pdf = FPDF()
    pdf.add_font(FAMILY, fname=TYPEFACE)
    return frozenset({*map(ord, "\n\t"), *cast(TTFFont, pdf.fonts[FAMILY]).cmap})
