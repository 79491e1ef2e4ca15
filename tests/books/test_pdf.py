"""The picture book as PDF, read and rendered by another PDF library."""

from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageChops

from books import pdf
from tests.books.editions import edition, painted, words_on

LONGEST = 2000
PAPER = pdf.PAPER
TEXT = pdf.TEXT


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "book.pdf"


def is_ink(pixel: tuple[int, int, int]) -> bool:
    return sum(pixel) < 300


def inked(page: Image.Image) -> tuple[int, int, int, int]:
    """The bounding box of the dark print beside the picture, in points: left, top, right, bottom."""
    beside = (round(pdf.PICTURE[0] / pdf.POINT) + 2, 0, page.width, page.height)
    blank = Image.new("RGB", page.size, PAPER)
    difference = ImageChops.difference(page, blank).convert("L").point(lambda value: 255 if value > 60 else 0)
    found = difference.crop(beside).getbbox()
    assert found, "nothing is printed beside the picture"
    return (found[0] + beside[0], found[1], found[2] + beside[0], found[3])


def test_it_is_a_title_page_a_page_a_scene_with_its_text_and_the_end(file):
    pdf.write(edition(), file)
    assert len(pypdfium2.PdfDocument(file)) == 22
    assert words_on(file, 0) == "The fox & the <river> A picture story in 20 scenes"
    assert words_on(file, 7) == "Scene 7: the red fox walks on. 7"
    assert words_on(file, 21).startswith(
        "The end Written by StoryForge’s own storyteller Pictures by StoryForge’s own illustrator"
    )
    assert "22 November 2026" in words_on(file, 21)


def test_the_picture_is_on_its_page_in_full_and_the_text_is_beside_it(file):
    pdf.write(edition(), file)
    page = painted(file, 7)
    width = round(pdf.PICTURE[0] / pdf.POINT)
    colour = page.getpixel((width // 2, page.height // 2))
    for x, y in ((2, 2), (width - 3, 2), (2, page.height - 3), (width - 3, page.height - 3)):
        assert max(abs(a - b) for a, b in zip(page.getpixel((x, y)), colour, strict=True)) < 8
    assert page.getpixel((width + 3, 2)) == PAPER
    assert inked(page)[0] > width


@pytest.mark.parametrize(
    "text",
    [
        "The red fox counted the stars, one by one. " * 46,
        "x" * LONGEST,
        "W" * LONGEST,
        "a\n" * (LONGEST // 2),
        "One word. \n\n" * 160,
    ],
    ids=["words", "one word", "wide letters", "lines", "paragraphs"],
)
def test_a_text_of_two_thousand_characters_is_there_to_its_last_letter_and_within_its_place(file, text):
    pdf.write(edition({7: text}), file)
    letters = "".join(text.split())
    assert "".join(words_on(file, 7).split()) == letters + "7"
    left, top, right, bottom = inked(painted(file, 7))
    place = [value / pdf.POINT for value in (TEXT.x, TEXT.y, TEXT.x + TEXT.width, pdf.FOLIO_Y + 5)]
    assert place[0] - 2 <= left
    assert place[1] - 2 <= top
    assert right <= place[2] + 2
    assert bottom <= place[3] + 2


def test_letters_of_many_languages_are_printed_and_emoji_left_out(file):
    pdf.write(edition({1: "Zażółć gęślą jaźń — “Ω”, Жар-птица, e\u0301.", 2: "The fox 🦊 and ❤️‍🔥 fire ✨."}), file)
    assert words_on(file, 1).startswith("Zażółć gęślą jaźń — “Ω”, Жар-птица")
    assert words_on(file, 2) == "The fox and fire . 2"


def test_letters_that_the_typeface_does_not_have_show_that_something_is_missing(file):
    pdf.write(edition({1: "שלום עולם", 2: "مرحبا", 3: "狐狸", 4: "\U0001f98a"}), file)
    found = ["".join(words_on(file, page).split()) for page in (1, 2, 3, 4)]
    assert found == ["????????1", "?????2", "??3", "4"]


def test_it_says_its_title_its_language_and_its_chapters(file):
    pdf.write(edition(), file)
    document = pypdfium2.PdfDocument(file)
    assert document.get_metadata_value("Title") == "The fox & the <river>"
    chapters = [entry.get_title() for entry in document.get_toc()]
    assert chapters == ["The fox & the <river>", *(f"Scene {number}" for number in range(1, 21)), "The end"]
    raw = file.read_bytes()
    assert b"/Lang (en)" in raw
    assert raw.count(b"/Alt ") == 20


def test_a_title_of_two_hundred_characters_stays_on_its_page(file):
    title = "The Fox Who Walked a Very Long Way " * 6
    pdf.write(edition(title=title.strip()), file)
    assert " ".join(title.split()) in words_on(file, 0)


def test_the_same_edition_gives_the_same_file(tmp_path):
    for name in ("one", "two"):
        pdf.write(edition(), tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_progress_is_told_up_to_the_end(file):
    heard: list[float] = []
    pdf.write(edition(), file, heard.append)
    assert heard == sorted(heard)
    assert len(heard) >= 20
    assert heard[-1] == 1.0


def test_the_title_page_has_the_author_and_the_chosen_cover(file):
    pdf.write(edition(author="Mia Moss", cover=11), file)
    assert words_on(file, 0) == "The fox & the <river> by Mia Moss A picture story in 20 scenes"
    assert pypdfium2.PdfDocument(file).get_metadata_value("Author") == "Mia Moss"
    middle = (round(pdf.WIDTH / 2 / pdf.POINT), round((20 + pdf.MEDALLION / 2) / pdf.POINT))
    beside = (round(pdf.PICTURE[0] / 2 / pdf.POINT), middle[1])
    assert painted(file, 0).getpixel(middle) == painted(file, 11).getpixel(beside) != painted(file, 1).getpixel(beside)


@pytest.mark.parametrize("author", ["x" * 100, "W" * 100, "🦊", "Mia " * 25])
def test_a_long_author_stays_on_the_title_page(file, author):
    pdf.write(edition(author=author, title="W" * 200), file)
    page = painted(file, 0)
    blank = Image.new("RGB", page.size, PAPER)
    left, _, right, bottom = ImageChops.difference(page, blank).getbbox()
    assert left > 50
    assert right < page.width - 50
    assert bottom < page.height - 20
