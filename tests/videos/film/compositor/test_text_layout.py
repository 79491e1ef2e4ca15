"""Text layout and overlays: lines, pages and captions of any text stay within the frame."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from videos.film.compositor.overlays import caption, caption_pages, title
from videos.film.compositor.text_layout import drawable, font, split_pages, wrap

UPRIGHT = (1080, 1920)
SENTENCE = "The red fox walks past the old mill, and looks up at the stars. He is not afraid any more. "
STRANGE = [
    SENTENCE * 22,
    "x" * 2000,
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunter " * 30,
    "W" * 60 + " " + "i" * 60,
    "🦊🔥 The fox 👨‍👩‍👧‍👦 is happy 🎉" * 9,
    "השועל האדום הולך לבד אל ההרים",
    "الثعلب الأحمر يمشي وحده",
    "Лиса бежит через лес; ἡ ἀλώπηξ τρέχει; Zażółć gęślą jaźń",
    "mixed עברית and English العربية together",
    "e\u0301" * 300,
    "\u202e\u0000\ufeff\u200b\ud7ff tricky",
    "one\n\ntwo\r\nthree\tfour",
    "-->",
    "",
]


@pytest.mark.parametrize("text", STRANGE)
@pytest.mark.parametrize("size", [(540, 960), (192, 108)])
def test_captions_stay_within_the_frame_whatever_is_said(text: str, size: tuple[int, int]) -> None:
    for page in caption_pages(text, size):
        _check_within(caption(page, size), size)
    _check_within(title(text, size), size)


def _check_within(overlay, size: tuple[int, int]) -> None:
    """Assert that the overlay lies within the frame and that nothing of it is cut off."""
    if overlay is None:
        return
    mask = overlay.masks[0]
    assert overlay.at[0] >= 0 <= overlay.at[1]
    assert overlay.at[0] + mask.width <= size[0]
    assert overlay.at[1] + mask.height <= size[1]
    inked = mask.point(lambda level: 255 if level > 100 else 0).getbbox()
    assert inked
    assert inked[0] >= 1 <= inked[1]
    assert inked[2] < mask.width
    assert inked[3] < mask.height


@given(st.text(max_size=400))
def test_any_text_can_be_shown(text: str) -> None:
    for page in caption_pages(text, (108, 192)):
        caption(page, (108, 192))


@given(st.lists(st.text("abcdefgW.,", min_size=1, max_size=70), max_size=60), st.integers(60, 400))
def test_lines_are_never_too_long_and_lose_nothing(words: list[str], width: int) -> None:
    text, letters = " ".join(words), font(20)
    lines = wrap(text, letters, width)
    assert all(letters.getlength(line) <= width * 1.02 for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_lines_are_about_equally_long() -> None:
    letters = font(40)
    first, second = wrap(
        "The red fox walks past the old mill", letters, letters.getlength("The red fox walks past the")
    )
    assert abs(letters.getlength(first) - letters.getlength(second)) < letters.getlength("walks ")


def test_a_long_text_is_cut_where_a_reader_pauses() -> None:
    pages = split_pages(
        "The red fox walks, and looks up. He is not afraid any more, and smiles.", lambda page: len(page) < 40
    )
    assert pages == ["The red fox walks, and looks up.", "He is not afraid any more, and smiles."]


def test_pages_together_are_the_text() -> None:
    for text in STRANGE[:1] + STRANGE[2:8]:
        assert " ".join(caption_pages(text, UPRIGHT)).split() == text.split() or "W" * 60 in text


def test_a_page_has_three_lines_at_most() -> None:
    found = caption_pages(SENTENCE * 22, UPRIGHT)
    assert len(found) > 10
    heights = {caption(page, UPRIGHT).masks[0].height for page in found}  # type: ignore[union-attr]
    assert max(heights) < 0.16 * UPRIGHT[1]


def test_characters_that_the_font_lacks_are_left_out() -> None:
    assert drawable("The fox 🦊 smiles") == "The fox smiles"
    assert drawable("Zażółć Ещё ἡ “yes” — …") == "Zażółć Ещё ἡ “yes” — …"
    assert drawable("🦊") == ""
    assert caption("🦊🦊", UPRIGHT) is None


def test_the_title_of_a_word_is_larger_than_that_of_a_sentence() -> None:
    short, long = title("Fox", UPRIGHT), title(SENTENCE * 3, UPRIGHT)
    assert short
    assert long
    assert long.masks[0].height <= UPRIGHT[1] * 0.6
    assert short.masks[0].height < long.masks[0].height
