"""Cleaning of text that people typed."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text import clean_line, clean_text, number_in


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  a  b \n", "a  b"),
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("a\tb", "a\tb"),
        ("\x00\x07\x1b\x7f\x9f", ""),
        ("\ud800a\udfff", "a"),
        ("a\u202eb\u2066c", "abc"),
        ("e\u0301", "\u00e9"),
        ("👩\u200d🚀 🦊", "👩\u200d🚀 🦊"),
        ("<b>&amp;</b>", "<b>&amp;</b>"),
    ],
)
def test_text_is_stored_without_invisible_characters(typed, kept):
    assert clean_text(typed) == kept


def test_a_line_has_single_spaces():
    assert clean_line(" a \n\t b\u00a0c ") == "a b c"


anything = st.text(st.characters(exclude_categories=()))


@given(anything)
def test_clean_text_stays_as_it_is_and_every_database_takes_it(typed):
    cleaned = clean_text(typed)
    assert clean_text(cleaned) == cleaned == cleaned.strip()
    assert "\x00" not in cleaned
    assert cleaned.encode().decode() == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)


@given(anything)
def test_a_line_is_one_line(typed):
    line = clean_line(typed)
    assert len(line.splitlines()) <= 1
    assert "  " not in line
    assert clean_line(line) == line


@pytest.mark.parametrize(
    ("typed", "number"), [("7", 7), ("99999", 99999), ("", 0), ("-1", 0), ("1.5", 0), ("x", 0), ("²", 0), ("100000", 0)]
)
def test_a_field_without_a_small_number_counts_as_0(typed, number):
    assert number_in(typed) == number
