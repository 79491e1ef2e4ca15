"""When a scene happens, as its words tell it: two scenes that follow each other must not contradict one another."""

import re
from functools import lru_cache

from .answers.vocabulary import words

_HOURS = (
    r"dawn|daybreak|sunrise|morning",
    r"noon|midday|broad daylight|blue sky",
    r"evening|dusk|sunset|twilight|last light|last red light|late sun|low sun",
    r"night|midnight|moon\w*|star|stars|starry|starlight",
)
_WEATHERS = (r"sun|sunny|sunlight|sunshine|sunbeams?", r"rain|drizzle|storm|thunder\w*|lightning|hail|sleet")
_SEASONS = (
    r"snow\w*|frost\w*|ice|icy|icicles?|blizzard|hoarfrost",
    r"blossoms?|blossoming|primroses|wheat|poppies|hay|clover|cornflowers|bees?|ripe|dandelions?",
)
# beats that tell one event: the second goes on where the first left off
_GOES_ON = frozenset(
    tuple(pair.split(">"))
    for pair in words(
        """
        humiliation>rejection discovery>reach guide>reach failure>mocked call>hesitation approach>courage
        confront>struggle struggle>struggle struggle>overcome confront>dark confront>overcome crime>overcome
        temptation>choice mistake>consequence transformation>transformation kindness>noticed amends>forgiven
        """
    )
)


def clashes(before: str, kind_before: str, after: str, kind_after: str) -> int:
    """Count what contradicts in two scenes in a row: the season, and in one event the hour and the sky."""
    seasons = _told(before, _SEASONS) | _told(after, _SEASONS)
    found = int(len(seasons) > 1)
    if (kind_before, kind_after) in _GOES_ON:
        first, second = _told(before, _HOURS), _told(after, _HOURS)
        found += bool(first and second) and (min(second) - max(first)) % len(_HOURS) > 1
        found += len(_told(before, _WEATHERS) | _told(after, _WEATHERS)) > 1
    return found


@lru_cache(maxsize=4096)
def _told(text: str, patterns: tuple[str, ...]) -> frozenset[int]:
    either = "|".join(f"({pattern})" for pattern in patterns)
    return frozenset(int(found.lastindex or 1) - 1 for found in re.finditer(rf"\b(?:{either})\b", text.lower()))
