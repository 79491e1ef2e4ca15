"""Turns a written line into a scene: makes its choices, fills its slots, and sets capitals and the full stop.

A line may hold `(one|other)` to choose from, `[slot]` for a word of the story, `[slot!]` for its full form, and
`[flag~if it holds~if not]`. Choices are made before slots are filled, and slots are filled in one pass, so nothing
that a visitor typed is ever read as part of a line.
"""

import re
from random import Random
from typing import Protocol

_CHOICE = re.compile(r"\(([^()|]*(?:\|[^()|]*)+)\)")
_SLOT = re.compile(r"\[([^\]]+)\]")


class Words(Protocol):
    """Where slots get their words from."""

    def word(self, slot: str, *, so_far: str) -> str:
        """Give the words for `slot`; `so_far` is all that the reader has read before it. KeyError if unknown."""

    def holds(self, flag: str) -> bool:
        """Say whether `flag` holds. KeyError if unknown."""


def choose(line: str, rng: Random) -> str:
    """Replace every `(one|other)` in `line` by one of its choices."""
    while match := _CHOICE.search(line):
        line = line[: match.start()] + rng.choice(match.group(1).split("|")) + line[match.end() :]
    return line


def fill(line: str, words: Words, *, before: str = "") -> str:
    """Replace every slot of `line` from left to right."""
    text, position = "", 0
    for match in _SLOT.finditer(line):
        text += line[position : match.start()]
        text += _slot(match.group(1), words, so_far=f"{before} {text}")
        position = match.end()
    return text + line[position:]


def finished(text: str) -> str:
    """Set the capital at the start and one full stop at the end, and close up double spaces."""
    text = re.sub(r"\s+", " ", text).strip().rstrip(".") + "."
    return capitalised(text)


def capitalised(text: str) -> str:
    """Give `text` with its first character as a capital."""
    return text[:1].upper() + text[1:]


def _slot(slot: str, words: Words, *, so_far: str) -> str:
    if "~" in slot:
        flag, yes, no = slot.split("~")
        return yes if words.holds(flag) else no
    filled = words.word(slot[0].lower() + slot[1:], so_far=so_far)
    return capitalised(filled) if slot[0].isupper() else filled
