"""What a visitor typed becomes words that can stand inside a sentence."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storybook.writing.answers.cleaning import LIMIT, article, clean


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        ("  a   flower \n", "a flower"),
        ("He gets cheated on by his wife!!", "he gets cheated on by his wife"),
        ("CROWS LAUGH AT HIM", "crows laugh at him"),
        ("Flower.", "flower"),
        ('"a necklace"', "a necklace"),
        ("I was bullied", "he was bullied"),
        ("my best friend", "his best friend"),
        ("a apple", "an apple"),
        ("an beautiful ring", "a beautiful ring"),
        ("the the ring", "the ring"),
        ("an unicorn", "a unicorn"),
        ("a hour", "an hour"),
        ("A ring. It glows. It hums", "a ring"),
        ("UFO", "UFO"),
        ("{find}", "{find}"),
        ("\u202ea\u200b ring\x00", "a ring"),
        ("???", ""),
    ],
)
def test_it_cleans(typed: str, cleaned: str) -> None:
    assert clean(typed) == cleaned


def test_long_text_is_cut_at_a_word_and_keeps_no_dangling_end() -> None:
    text = "a stone that glows in the dark and gives him the power to fly over mountains and the sea and everything"
    short = clean(text)
    assert len(short) <= LIMIT
    assert text.startswith(short)
    assert short.split(" ")[-1] not in {"and", "the", "of"}


def test_one_endless_word_is_cut_too() -> None:
    assert len(clean("x" * 300)) <= LIMIT


@pytest.mark.parametrize(
    ("word", "expected"), [("apple", "an"), ("unicorn", "a"), ("hour", "an"), ("relic", "a"), ("eagle", "an")]
)
def test_articles_go_by_sound(word: str, expected: str) -> None:
    assert article(word) == expected


@given(st.text(max_size=300))
def test_anything_at_all_becomes_a_short_line_without_control_characters(typed: str) -> None:
    cleaned = clean(typed)
    assert len(cleaned) <= LIMIT + 2
    assert "  " not in cleaned
    assert not any(unicodedata.category(char) == "Cc" for char in cleaned)
