"""What all answers that tell of a deed share: words written out, and the fox by his name."""

import re
from collections.abc import Sequence

from .lexicon import parts_of_speech
from .tenses import DETERMINERS, PREPOSITIONS
from .verbs import is_participle
from .vocabulary import words

FOX = "the red fox"
OBJECTS = DETERMINERS | words("everything everyone everybody him himself her it them")
_FOX_WORDS = re.compile(r"\b(?<!red )(?:the|a|our|his|little|poor) (?:little |poor )?fox\b(?!es)|^fox\b", re.IGNORECASE)
_STATES = words("alone barefoot broke drunk homeless ill late lost naked sick wet")
_CONTRACTIONS = (
    (r"\b(he|she|it|who|that)'s\b", r"\1 is"),
    (r"\bthey're\b", "they are"),
    (r"\b(?:don'?t|doesn'?t|didn'?t|do not|did not)\b", "does not"),
    (r"\b(?:can'?t|couldn'?t|can not|could not|cannot)\b", "cannot"),
    (r"\b(?:isn'?t|ain'?t|wasn'?t)\b", "is not"),
    (r"\b(?:won't|wouldn't)\b", "will not"),
)
_RELATION = re.compile(
    r"\b(by|from|with) (girlfriend|wife|family|crush|mother|father|brother|sister|boss|friends)\b", re.IGNORECASE
)


def expanded(text: str) -> str:
    """Give `text` with contractions written out, and "his" before those who are his: "by wife" is by his wife."""
    text = _RELATION.sub(r"\1 his \2", text)
    for pattern, replacement in _CONTRACTIONS:
        text = re.sub(pattern, replacement, text)
    return text


def named_fox(text: str) -> str:
    """Give `text` with "the red fox" for every other word for him."""
    return _FOX_WORDS.sub(FOX, text)


def is_quality(words: Sequence[str]) -> bool:
    """Say whether the words tell how somebody is: "ugly", "too small"."""
    core = [word for word in words if word not in {"too", "so", "very", "not", "always"}]
    known = parts_of_speech(core[0]) if core else frozenset[str]()
    if not core or core[0] in _STATES:
        return bool(core)
    return "ADJ" in known and (len(core) == 1 or core[1] in PREPOSITIONS) and not is_participle(core[0])
