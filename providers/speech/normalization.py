"""Text normalization for speech: keep the words, drop symbols that only make sense on screen."""

import re
import unicodedata

# Unicode categories of symbols, emoji and their modifiers, and control and direction characters.
_UNSPOKEN = {"So", "Sk", "Cc", "Cf", "Cs", "Co", "Cn"}
_MARKUP = re.compile(r"<[^<>]{0,80}>|[*_#`~|^<>{}\[\]\\]")


def normalize_for_speech(text: str) -> str:
    """The text on one line, without markup, symbols and emoji."""
    words = "".join(" " if unicodedata.category(sign) in _UNSPOKEN else sign for sign in _MARKUP.sub(" ", text))
    return " ".join(words.split())
