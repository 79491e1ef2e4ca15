"""The picture book as an EPUB 3: one chapter a scene, each picture with a description."""

import re
from collections.abc import Mapping
from datetime import UTC
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from django.template.loader import render_to_string

from books.edition import Edition, Page, Progress, no_progress
from books.pictures import jpeg_of
from books.zipping import add

LONG = 600  # characters; a longer text is not centred
# Characters that XML does not allow, not even escaped.
_NO_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(edition: Edition, to: Path, progress: Progress = no_progress) -> None:
    """Write the e-book to `to`. The same edition gives the same file. Raises ProviderError when a
    picture cannot be loaded, and OSError for a file that is no picture or a full disk."""
    book = _book(edition)
    with ZipFile(to, "w") as archive:
        add(archive, "mimetype", "application/epub+zip", stored=True)  # must be the first entry and not compressed
        for name, template in _PARTS.items():
            add(archive, name, _rendered(template, book=book))
        for done, (page, scene) in enumerate(zip(edition.pages, book["scenes"], strict=True), start=1):
            add(archive, f"EPUB/{scene['chapter']}", _rendered("scene.xhtml", book=book, scene=scene))
            add(archive, f"EPUB/{scene['picture']}", jpeg_of(page.picture()), stored=True)
            progress(done / len(edition.pages))


_PARTS = {
    "META-INF/container.xml": "container.xml",
    "EPUB/package.opf": "package.opf",
    "EPUB/nav.xhtml": "nav.xhtml",
    "EPUB/book.css": "book.css",
    "EPUB/title.xhtml": "title.xhtml",
    "EPUB/end.xhtml": "end.xhtml",
}


def _rendered(template: str, **context: Any) -> str:
    return render_to_string(f"books/epub/{template}", context).strip() + "\n"


def _book(edition: Edition) -> Mapping[str, Any]:
    return {
        "name": edition.name,
        "title": _valid_xml(edition.title),
        "author": _valid_xml(edition.author),
        "cover": _scene(edition.cover_page),
        "language": edition.language,
        "changed": edition.changed.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "colophon": [_valid_xml(line) for line in edition.colophon],
        "scenes": [_scene(page) for page in edition.pages],
    }


def _scene(page: Page) -> Mapping[str, Any]:
    return {
        "number": page.number,
        "chapter": f"scene-{page.number:02d}.xhtml",
        "picture": f"pictures/scene-{page.number:02d}.jpg",
        "shows": _valid_xml(page.shows) or f"Picture of scene {page.number}",
        "paragraphs": [words for line in page.text.split("\n") if (words := _valid_xml(line).strip())],
        "is_long": len(page.text) > LONG,
    }


def _valid_xml(text: str) -> str:
    return _NO_XML.sub("", text)
