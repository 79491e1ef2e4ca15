"""What a voice is given of a text: its words, and none of the signs that only the eye takes in."""

import re
import unicodedata

# Symbols, emoji and what belongs to them, control characters, marks of direction.
_UNSPOKEN = {"So", "Sk", "Cc", "Cf", "Cs", "Co", "Cn"}
_MARKUP = re.compile(r"<[^<>]{0,80}>|[*_#`~|^<>{}\[\]\\]")


def speakable(text: str) -> str:
    """The text without markup, symbols and emoji, on one line."""
    words = "".join(" " if unicodedata.category(sign) in _UNSPOKEN else sign for sign in _MARKUP.sub(" ", text))
    return " ".join(words.split())


def parts_of(text: str, most: int) -> list[str]:
    """The text in parts of at most `most` characters, parted after a sentence where possible, else between words."""
    parts: list[str] = []
    while len(text) > most:
        place = _end_of_sentence(text, most) or text.rfind(" ", 1, most) or most
        place = place if place > 0 else most
        parts.append(text[:place].strip())
        text = text[place:].strip()
    return [*parts, text] if text or not parts else parts


def _end_of_sentence(text: str, most: int) -> int:
    """Where the last sentence that fits ends, 0 when none does."""
    ends = [found.end() for found in re.finditer(r"[.!?…](?=\s)", text[:most])]
    return ends[-1] if ends else 0
