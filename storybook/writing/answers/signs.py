"""Reads an answer of little pictures alone: what they show, by its name."""

import re
import unicodedata
from collections.abc import Sequence

from .cleaning import article
from .lexicon import parts_of_speech
from .vocabulary import LIVING, MACHINES, VILLAINS, words

_FRAME = words(
    "face symbol sign building mark ornament suit white black european japanese heavy medium large small light"
)
_WEAPONS = words("axe bomb bow dagger pistol swords")
_ELEMENTS = {"a fire": ("burns", "sets fires"), "a water wave": ("floods", "floods the fields")}


def shown(answer: str) -> list[str]:
    """Give what the pictures of an answer show, each once ("a rose"); [] if it has words too."""
    if any(c.isalnum() for c in answer):
        return []
    names = [name for sign in dict.fromkeys(answer) if (name := _name(sign))]
    return [name for name in names if name != "sparkles"] or names


def shame_of(answer: str) -> str:
    """Give an answer of pictures as a humiliation in words, or "" if nothing in it has a name."""
    things = shown(answer)[:2]
    return f"laughed at because of {' and '.join(things)}" if things else ""


def crime_of(answer: str) -> str:
    """Give an answer of pictures as a crime in words, told of the first animal in it; "" if nothing has a name."""
    names = shown(answer)
    doers = [name for name in names if name.split(" ")[-1] in LIVING | VILLAINS]
    things = [name for name in names if name not in doers]
    return f"{doers[0] if doers else 'he'} {_deed(things)}" if names else ""


def _deed(things: Sequence[str]) -> str:
    others = [thing for thing in things if thing not in _ELEMENTS][:2]
    element = next((_ELEMENTS[thing] for thing in things if thing in _ELEMENTS), None)
    weapon = next((thing for thing in others if thing.split(" ")[-1] in _WEAPONS), "")
    if element:
        return f"{element[0]} {others[0]}" if others else element[1]
    if weapon:
        return f"threatens everyone with {weapon}"
    return f"steals {' and '.join(map(_every, others))}" if others else "frightens the little ones"


def _every(name: str) -> str:
    bare = re.sub(r"^an? ", "", name)
    return f"all the {bare}" + "s" * (bare != name)


def _name(sign: str) -> str:
    whole = unicodedata.name(sign, "").lower().split(" ") if unicodedata.category(sign) == "So" else []
    told = [word for word in whole if word not in _FRAME and "-no-" not in word]
    if not told or "NOUN" not in parts_of_speech(told[-1]) or len(told) > 2 or told[-1] == "fox":
        return ""
    if "face" in whole and told[-1] not in LIVING | MACHINES:  # a mood and no thing
        return ""
    name = " ".join(told).replace("dagger knife", "dagger")
    return name if told[-1].endswith("s") else f"{article(name)} {name}"
