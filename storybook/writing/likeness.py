"""How alike two scenes are: by the runs of words that they share."""

import re
from functools import lru_cache

_RUN = 4
_HOLE = "§"
_ALWAYS_SHARED = ("the red fox",)


def masked(text: str, spoken: tuple[str, ...]) -> str:
    """Give `text` in lower case with a mark for every phrase of `spoken`, and for the red fox."""
    lowered = text.lower()
    for phrase in (*_ALWAYS_SHARED, *spoken):
        lowered = lowered.replace(phrase.lower(), f" {_HOLE} ")
    return lowered


@lru_cache(maxsize=4096)
def runs(text: str, spoken: tuple[str, ...]) -> frozenset[tuple[str, ...]]:
    """Give every run of four words of `text` that holds none of the `spoken` phrases (those may come again)."""
    words = re.findall(rf"[\w'-]+|{_HOLE}", masked(text, spoken))
    windows = zip(*(words[start:] for start in range(_RUN)), strict=False)
    return frozenset(window for window in windows if _HOLE not in window)


def alikeness(one: str, other: str) -> float:
    """Give the share of words that two scenes have in common, from 0 to 1, whatever their order."""
    first, second = (set(re.findall(r"\w{3,}", text.lower())) for text in (one, other))
    return len(first & second) / max(1, min(len(first), len(second)))


def opening(text: str) -> str:
    """Give the first two words of `text` in lower case."""
    return " ".join(text.lower().split(" ")[:2])
