"""What those beside the fox hold: the owl has the lantern if the text gives it to the owl."""

import re
from collections.abc import Sequence
from dataclasses import replace

from storybook.props.catalogue import props_in
from storybook.props.prop import Prop
from storybook.reading.company import prepared
from storybook.reading.kinds import KINDS
from storybook.reading.plan import Figure
from storybook.reading.wording import Wording, forms, singulars, without_negations

_GRIPS = (
    r"(?:holds?|holding|carr(?:y|ies|ying)|plays?|playing|waves?|waving|lifts?|raises?|reads?|reading|swings?|clutch(?:es|ing)?"
    r"|brings?|bringing|eats?|eating|nibbles?|drinks?|offers?|offering|shows?|with|turns?|steals?|snatches|grabs"
    r"|(?:runs|makes) (?:off|away) with)"
)
_ENDS = re.compile(
    r"\b(?:in|at|by|beside|near|under|behind|before|between|and|but|while|as|where|to|for|from|on|over)\b"
)


def armed(figures: Sequence[Figure], things: Wording) -> tuple[Figure, ...]:
    """Give figures what the text says that they hold. `things` holds only words that name things."""
    text = prepared(f"{without_negations(things.scene)} . {without_negations(things.change)}")
    return tuple(replace(figure, holds=_held_by(figure, text)) for figure in figures)


def _held_by(figure: Figure, text: str) -> Prop | None:
    if figure.mood == "asleep":
        return None
    who = forms(KINDS[figure.kind].split())
    found = re.search(
        rf"\b(?:{who})\b(?:,? (?:who|which|that))?"
        rf"(?: (?:stands?|sits?|waits?|walks?|comes|goes|to|fro|is|and)){{0,4}} {_GRIPS} ([a-z' -]+)",
        text,
    )
    if not found:
        return None
    named = props_in(singulars(_ENDS.split(found[1])[0]))
    return next((prop for prop in named if prop.held), None)
