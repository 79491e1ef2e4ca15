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


def split_text(text: str, most: int) -> list[str]:
    """Split the text into parts of at most `most` characters, after a sentence if possible, else between words."""
    parts: list[str] = []
    while len(text) > most:
        place = _end_of_sentence(text, most) or text.rfind(" ", 1, most) or most
        place = place if place > 0 else most
        parts.append(text[:place].strip())
        text = text[place:].strip()
    return [*parts, text] if text or not parts else parts


def _end_of_sentence(text: str, most: int) -> int:
    """The end of the last sentence that fits; 0 when none does."""
    ends = [found.end() for found in re.finditer(r"[.!?…](?=\s)", text[:most])]
    return ends[-1] if ends else 0
