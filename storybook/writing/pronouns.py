"""Whom "he" means: where it could be somebody else, the red fox is named."""

import re
from collections.abc import Sequence
from functools import lru_cache

FOX = "the red fox"
_HE = re.compile(r"\bhe\b", re.IGNORECASE)
_HIS = re.compile(r"(?:^|(?<=[.!?] ))his\b", re.IGNORECASE)
_PART = re.compile(r"(?:, (?:and|but|so|while|until)|;|:) ")
_AT_ONCE = 3  # characters
_SENTENCE = re.compile(r"(?<=[.!?]) ")


def told_apart(text: str, others: Sequence[str]) -> str:
    """Name the red fox in place of each "he" that could mean one of the `others`.

    Within a sentence, "he" is the one who was named last or whom the sentence is about. At the start of the next, it
    is the one whom the last part of the sentence is about.
    """
    told, sure = [], True
    for sentence in _SENTENCE.split(text):
        told.append(_named(sentence, others, sure=sure))
        sure = _is_about_fox(told[-1], others, sure=sure)
    return " ".join(told)


def doubtful(text: str, others: Sequence[str]) -> bool:
    """Whether a sentence opens with a "his" that could be somebody else's."""
    for opened in _HIS.finditer(text):
        before = _SENTENCE.split(text[: opened.start()].strip())[-1]
        mentions = _mentions(before, others)
        if mentions and mentions[0][1] != FOX:
            return True
    return False


def _named(sentence: str, others: Sequence[str], *, sure: bool) -> str:
    """`sentence`, with the fox named where "he" is not sure to be him; `sure` holds until somebody is named in it."""
    position = 0
    while pronoun := _HE.search(sentence, position):
        so_far = [name for _, name in _mentions(sentence[: pronoun.start()], others)]
        position = pronoun.end()
        if sentence.count("“", 0, position) > sentence.count("”", 0, position):  # what was typed stays as it is
            continue
        if FOX not in {so_far[0], so_far[-1]} if so_far else not sure:
            name = "The red fox" if pronoun.group()[0] == "H" else FOX
            sentence = sentence[: pronoun.start()] + name + sentence[pronoun.end() :]
            position = pronoun.start() + len(name)
    return sentence


def _is_about_fox(sentence: str, others: Sequence[str], *, sure: bool) -> bool:
    """Whether a "he" after `sentence` is the fox: it opens or ends with him, or its last part is about him."""
    mentions = _mentions(sentence, others)
    if not mentions:
        return sure
    if sentence.lower().rstrip(".").endswith(FOX):
        return True
    begins = max((part.end() for part in _PART.finditer(sentence)), default=0)
    if begins and any(begins <= start < begins + _AT_ONCE and name != FOX for start, name in mentions):
        return False  # "..., and the wolf sits down"
    last = sentence[begins:].lower()
    leads = re.match(r"(?:[\w'-]+ ){0,8}?the red fox\b", last) and not re.match(
        r".*\b(?:at|by|for|of|on|to) the red fox", last
    )
    return mentions[0][1] == FOX or bool(leads)


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
