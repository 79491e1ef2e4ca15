"""Cleaning of text that people typed."""

import re
import unicodedata

# Control characters other than line feed and tab, lone surrogates, and the marks that turn the reading direction of
# everything after them.
_UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")


def clean_text(value: str) -> str:
    """`value` without control characters, with plain line feeds, composed (NFC) and trimmed."""
    plain = value.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _UNWANTED.sub("", plain)).strip()


def clean_line(value: str) -> str:
    """Like clean_text, on one line with single spaces."""
    return " ".join(clean_text(value).split())


def number_in(text: str) -> int:
    """The number in a field of a form or of an address; 0 for anything else, and for more than five digits."""
    return int(text) if text.isdecimal() and len(text) < 6 else 0
