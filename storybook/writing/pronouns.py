"""Whom "he" means: where it could be somebody else, the red fox is named."""

import re
from collections.abc import Sequence
from functools import lru_cache

FOX = "the red fox"
_HE = re.compile(r"\bhe\b", re.IGNORECASE)
_HIS = re.compile(r"(?:^|(?<=[.!?] ))his\b", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.!?]) ")


def told_apart(text: str, others: Sequence[str]) -> str:
    """Name the red fox in place of each "he" that could mean one of the `others`.

    In a sentence, "he" is the one who was named last or whom the sentence is about. In the next sentence, it is
    the one whom the last sentence was about.
    """
    told, lead, last = [], "", ""
    for sentence in _SENTENCE.split(text):
        named = _named(sentence, others, lead, last)
        told.append(named)
        mentions = _mentions(named, others)
        lead, last = (mentions[0][1], mentions[-1][1]) if mentions else (lead, last)
    return " ".join(told)


def doubtful(text: str, others: Sequence[str]) -> bool:
    """Whether a sentence opens with a "his" that could be somebody else's."""
    for opened in _HIS.finditer(text):
        before = _SENTENCE.split(text[: opened.start()].strip())[-1]
        mentions = _mentions(before, others)
        if mentions and mentions[0][1] != FOX:
            return True
    return False


def _named(sentence: str, others: Sequence[str], lead: str, last: str) -> str:
    """`sentence`, with the fox named where "he" is not sure to be him; `lead` and `last` are of the one before."""
    position = 0
    while pronoun := _HE.search(sentence, position):
        so_far = _mentions(sentence[: pronoun.start()], others)
        sure = FOX in {so_far[0][1], so_far[-1][1]} if so_far else lead in {"", FOX} or last == lead == ""
        position = pronoun.end()
        if not sure:
            name = "The red fox" if pronoun.group()[0] == "H" else FOX
            sentence = sentence[: pronoun.start()] + name + sentence[pronoun.end() :]
            position = pronoun.start() + len(name)
    return sentence


def _mentions(text: str, others: Sequence[str]) -> list[tuple[int, str]]:
    """Who is named in `text`, in order: places and names."""
    lowered = text.lower()
    found = [(match.start(), FOX) for match in re.finditer(r"\bthe red fox\b", lowered)]
    found += [(match.start(), match.group()) for match in _either(tuple(others)).finditer(lowered)]
    return sorted(found)


@lru_cache(maxsize=256)
def _either(others: tuple[str, ...]) -> re.Pattern[str]:
    longest = sorted({other.lower() for other in others if other}, key=lambda other: (-len(other), other))
    return re.compile("|".join(rf"\b{re.escape(other)}\b" for other in longest) or r"(?!)")
