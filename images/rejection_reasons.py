"""Why a picture is rejected: what a reviewer picks, and what the next prompt demands because of it (pure).

To add a reason, add an entry to REASONS; nothing else changes.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from core.errors import Invalid


@dataclass(frozen=True)
class Reason:
    """`label` is what people pick; `demand` goes into the next prompt, with the scene's text and mood filled in."""

    label: str
    demand: str


OTHER = "other"
DIFFERENT = "different"
REASONS: Mapping[str, Reason] = {
    "animal": Reason("Wrong animal", "The hero is a red fox and no other animal."),
    "limbs": Reason("Extra limbs", "Every animal has one head, one tail and four legs, and none more."),
    DIFFERENT: Reason(
        "Looks different from the other pictures",
        "The red fox looks exactly as in the picture that is sent along, in the same style of drawing.",
    ),
    "action": Reason("Wrong action", "The picture shows exactly this: {scene}"),
    "mood": Reason("Wrong mood", "Faces, light and colours are clearly {mood}."),
    "text": Reason("Text in the picture", "No letters, numbers, signs or speech bubbles anywhere in the picture."),
    OTHER: Reason("Something else", ""),
}


def checked(keys: Iterable[str]) -> list[str]:
    """The given reasons, each once, in the order of REASONS. Raises Invalid for an unknown one."""
    given = set(keys)
    if unknown := given - set(REASONS):
        raise Invalid("reasons", f"{min(unknown)!r} is no reason. There are: {', '.join(REASONS)}.")
    return [key for key in REASONS if key in given]


def demands(keys: Iterable[str], *, scene: str, mood: str) -> list[str]:
    """What the next prompt demands because of the reasons; nothing for "Something else", which the note explains."""
    found = (REASONS[key].demand for key in REASONS if key in set(keys))
    return [demand.replace("{scene}", scene).replace("{mood}", mood) for demand in found if demand]


def labels(keys: Iterable[str]) -> str:
    """The reasons' labels, as one text."""
    return ", ".join(REASONS[key].label for key in keys if key in REASONS)
