"""Editions for tests, and readers of the books made from them."""

from collections.abc import Mapping
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image

from books.edition import Edition, Page

NAME = "3f6f0d4e-0f4b-5d0e-9d57-6f2f1c1f8a11"
DAY = datetime(2026, 11, 22, 12, 30, tzinfo=UTC)


def picture(number: int, size: tuple[int, int] = (64, 96)) -> bytes:
    """A real, small PNG, of another colour for each number."""
    out = BytesIO()
    Image.new("RGB", size, f"hsl({18 * number}, 70%, 50%)").save(out, "PNG")
    return out.getvalue()


def edition(
    texts: Mapping[int, str] | None = None, title: str = "The fox & the <river>", scenes: int = 20, **fields: Any
) -> Edition:
    """A whole story; `texts` are those of some scenes, `fields` those that it has not always."""
    told = {number: f"Scene {number}: the red fox walks on." for number in range(1, scenes + 1)} | dict(texts or {})
    return Edition(
        name=NAME,
        title=title,
        changed=DAY,
        pages=[_page(number, text) for number, text in told.items()],
        **{"writer": "local storyteller-1", "illustrators": ["local storybook-1"]} | fields,
    )


def _page(number: int, text: str) -> Page:
    return Page(
        number=number,
        text=text,
        picture=lambda: picture(number),
        shows=f'A red fox, "{number}" steps from home.',
        prompt=f"Draw step {number}.",
        provider="local",
        model="storybook-1",
        width=64,
        height=96,
    )


def words_on(pdf: Path, page: int) -> str:
    """The text on a page, counted from 0, on one line."""
    document = pypdfium2.PdfDocument(pdf)
    return " ".join(document[page].get_textpage().get_text_bounded().split())


def painted(pdf: Path, page: int) -> Image.Image:
    """The page as it looks, a pixel a point."""
    return pypdfium2.PdfDocument(pdf)[page].render(scale=1).to_pil().convert("RGB")
