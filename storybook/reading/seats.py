"""What the fox sits on: a rock, a stump or a pillow belongs below him, not beside him."""

import re

from storybook.props.catalogue import SAYINGS, props_in
from storybook.props.prop import Prop
from storybook.reading.kinds import KIND_OF
from storybook.reading.wording import Wording, singulars, unwanted, without_negations

SEATED = frozenset(  # the poses in which he can be on something
    (
        "sit",
        "sit_hold",
        "look_up",
        "stand",
        "hold",
        "triumph",
        "meditate",
        "slump",
        "back",
        "lie",
        "balance",
        "offer",
        "raise",
        "sit_raise",
    )
)
_SITTING = re.compile(
    r"\b(?:sits?|sitting|sat|perch(?:es|ed|ing)|rests?|resting|stands?|standing|balances|balancing|lies|lying|sleeps?"
    r"|asleep|sleeping|dozes|meditat(?:es|ing)|waits|seated|curls up|put him|settles|dreams|naps|crouches)\b"
    r"((?: (?!on\b|upon\b|atop\b)[a-z]+){0,3}) "
    r"(?:on|upon|atop|in(?= (?:his|her|the|an?) (?:\w+ ){0,2}(?:bed|cot|chair|throne|sledge)\b))(?: top of)? "
    r"((?:[a-z-]+ ?){1,6})"
)
_FRONTED = re.compile(
    r"\b(?:on|upon|atop)(?: top of)? ((?:[a-z-]+ ){1,5})(?:sits|perches|lies|stands|sleeps|rests) the red fox\b"
)
_HIM = re.compile(r"\b(?:red fox|he|him)\b")
_ENDS = re.compile(r"\b(?:in|at|by|beside|near|with|under|of|behind|before|between|and|but|while|as|where|his)\b")
# "the edge of the bed" is the bed
PART_OF = re.compile(
    r"(?:very |highest |lowest |topmost |last |first )?(?:rim|edge|lip|end|top|side|corner|arm"
    r"|foot|rung|step|fork|roof|deck) of (?:an? |the |his |her )"
)
_AFTER_OF = re.compile(r"\b(?:pile|heap|stack|sack|bale) of [a-z]+")


def seat_in(things: Wording) -> Prop | None:
    """Give the prop on which scene or change say that the fox sits, stands or lies; None if they name none that has
    a `seat`. `things` holds only words that name things."""
    gone = unwanted(things.change)
    told = [*_named(f"the red fox {without_negations(things.change)}"), *_named(things.scene)]
    return next((prop for prop in told if not gone & set(prop.words)), None)


def _named(text: str) -> list[Prop]:
    found = []
    for sentence in re.split(r"[.;!?\n]", text):
        places = [match[1] for match in _FRONTED.finditer(sentence)]
        places += [match[2] for match in _SITTING.finditer(sentence) if _is_he(sentence[: match.start()])]
        for place in (PART_OF.sub("", place) for place in places):
            heap = _AFTER_OF.search(place)
            words = heap[0] if heap else _ENDS.split(place.removeprefix("his "))[0]
            likened = any(f"{word} of" in SAYINGS and f"{word} of " in place for word in singulars(words))
            found += [prop for prop in props_in(singulars(words)) if prop.seat and not likened][:1]
    return found


def _is_he(before: str) -> bool:
    """Whether the fox is the last one who was named before a verb."""
    named = [match.end() for match in _HIM.finditer(before)]
    return bool(named) and not any(word in KIND_OF for word in singulars(before[named[-1] :]))
