"""The e-book meets the structure of EPUB 3 and can be read by another library."""

import warnings
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree
from zipfile import ZIP_STORED, ZipFile

import pytest
from ebooklib import epub as reader

from books import epub
from tests.books.editions import NAME, edition

SPACES = {
    "c": "urn:oasis:names:tc:opendocument:xmlns:container",
    "o": "http://www.idpf.org/2007/opf",
    "d": "http://purl.org/dc/elements/1.1/",
    "x": "http://www.w3.org/1999/xhtml",
    "e": "http://www.idpf.org/2007/ops",
}
TEXTS = {1: "One.\n\nTwo & <three>.", 2: "שלום 🦊", 3: "A vertical tab\x0b and a null\x00 and \uffff."}


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("epub") / "book.epub"
    epub.write(edition(TEXTS), path)
    return path


@pytest.fixture
def book(file: Path) -> Iterator[ZipFile]:
    with ZipFile(file) as archive:
        yield archive


def tree(book: ZipFile, name: str) -> ElementTree.Element:
    return ElementTree.fromstring(book.read(name))


def package(book: ZipFile) -> ElementTree.Element:
    return tree(book, "EPUB/package.opf")


def test_the_type_comes_first_and_is_stored_so_that_readers_know_the_file(file, book):
    first = book.infolist()[0]
    assert (first.filename, first.compress_type, first.extra) == ("mimetype", ZIP_STORED, b"")
    assert book.read("mimetype") == b"application/epub+zip"
    assert file.read_bytes()[30:58] == b"mimetypeapplication/epub+zip"
    assert book.testzip() is None


def test_the_container_names_the_package(book):
    root = tree(book, "META-INF/container.xml").find("c:rootfiles/c:rootfile", SPACES)
    assert root is not None
    assert root.attrib == {"full-path": "EPUB/package.opf", "media-type": "application/oebps-package+xml"}


def test_the_package_says_what_epub_3_demands(book):
    found = package(book)
    assert found.get("version") == "3.0"
    identifier = found.find("o:metadata/d:identifier", SPACES)
    assert identifier is not None
    assert (identifier.get("id"), identifier.text) == (found.get("unique-identifier"), f"urn:uuid:{NAME}")
    said = {one.get("property"): one.text for one in found.findall("o:metadata/o:meta", SPACES)}
    assert said["dcterms:modified"] == "2026-11-22T12:30:00Z"
    assert said["schema:accessibilityFeature"]
    assert found.findtext("o:metadata/d:title", "", SPACES) == "The fox & the <river>"
    assert found.findtext("o:metadata/d:language", "", SPACES) == "en"


def test_all_that_the_package_lists_is_there_and_all_that_is_there_is_listed(book):
    items = package(book).findall("o:manifest/o:item", SPACES)
    listed = {f"EPUB/{item.get('href')}" for item in items}
    others = {"mimetype", "META-INF/container.xml", "EPUB/package.opf"}
    assert listed == set(book.namelist()) - others
    assert len(listed) == len(items)
    assert len({item.get("id") for item in items}) == len(items)
    properties = {item.get("properties"): item.get("href") for item in items if item.get("properties")}
    assert properties == {"nav": "nav.xhtml", "cover-image": "pictures/scene-01.jpg"}


def test_it_is_read_from_the_title_over_a_chapter_a_scene_to_the_end(book):
    found = package(book)
    hrefs = {item.get("id"): item.get("href") for item in found.findall("o:manifest/o:item", SPACES)}
    spine = [hrefs[one.get("idref")] for one in found.findall("o:spine/o:itemref", SPACES)]
    assert spine == ["title.xhtml", *(f"scene-{number:02d}.xhtml" for number in range(1, 21)), "end.xhtml"]
    nav = tree(book, "EPUB/nav.xhtml").find(".//x:nav", SPACES)
    assert nav is not None
    assert nav.get(f"{{{SPACES['e']}}}type") == "toc"
    assert [link.get("href") for link in nav.findall(".//x:a", SPACES)] == spine


def test_every_page_is_well_formed_and_every_picture_on_it_is_there_with_its_words(book):
    for name in filter(lambda name: name.endswith(".xhtml"), book.namelist()):
        page = tree(book, name)
        assert page.findtext("x:head/x:title", "", SPACES)
        for image in page.findall(".//x:img", SPACES):
            assert image.get("alt"), name
            assert str(PurePosixPath("EPUB") / str(image.get("src"))) in book.namelist()
    alt = tree(book, "EPUB/scene-07.xhtml").find(".//x:img", SPACES)
    assert alt is not None
    assert alt.get("alt") == 'A red fox, "7" steps from home.'


def test_texts_are_paragraphs_whatever_signs_they_contain(book):
    def paragraphs(number: int) -> list[str]:
        found = tree(book, f"EPUB/scene-{number:02d}.xhtml").findall(".//x:p", SPACES)
        return ["".join(one.itertext()) for one in found[1:]]

    assert paragraphs(1) == ["One.", "Two & <three>."]
    assert paragraphs(2) == ["שלום 🦊"]
    assert paragraphs(3) == ["A vertical tab and a null and ."]


def test_another_library_reads_it(file):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        read = reader.read_epub(str(file), {"ignore_ncx": True})
    assert read.title == "The fox & the <river>"
    assert len([item for item in read.get_items() if item.media_type == "image/jpeg"]) == 20


def test_the_same_edition_gives_the_same_file(file, tmp_path):
    epub.write(edition(TEXTS), tmp_path / "again")
    assert (tmp_path / "again").read_bytes() == file.read_bytes()


def test_it_names_its_author_and_its_chosen_cover(tmp_path):
    path = tmp_path / "book.epub"
    epub.write(edition(author="Mia & Ben", cover=11), path)
    with ZipFile(path) as book:
        found = package(book)
        assert found.findtext("o:metadata/d:creator", "", SPACES) == "Mia & Ben"
        covers = found.findall("o:manifest/o:item[@properties='cover-image']", SPACES)
        assert [one.get("href") for one in covers] == ["pictures/scene-11.jpg"]
        title = tree(book, "EPUB/title.xhtml")
        assert title.find(".//x:img", SPACES).get("src") == "pictures/scene-11.jpg"
        assert "Mia & Ben" in "".join(title.itertext())
