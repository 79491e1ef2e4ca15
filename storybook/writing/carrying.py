"""What the red fox has with him once he has found it: the find goes along, and the story does not forget it."""

import re
from collections.abc import Sequence
from random import Random

from .lexicon import parts_of_speech
from .nouns import Noun
from .vocabulary import words

FOX = "the red fox"
# where a thing is worn; whatever else there is hangs from a strap
_ON_HIM = {
    "on his feet": words("boot moccasin sandal shoe skate ski slipper sock stilt"),
    "on his nose": words("glass glasses goggles mask spectacles"),
    "on his back": words("wing jetpack backpack parachute glider"),
    "on his head": words("cap crown hat helmet"),
    "round his shoulders": words("cape cloak coat jacket shawl"),
    "round his neck": words("amulet medal medallion necklace pendant scarf whistle"),
    "on his claw": words("ring"),
    "rolled up under his arm": words("blueprint diagram drawing map manuscript plan recipe scroll sketch"),
    "under his arm": words("book manual atlas diary"),
}
_SMALL = words(
    "bell bead button coin compass crystal feather flute gem jewel key lens locket pearl seed shell stone watch"
)
_LONG = words("axe blade bow broom club oar rod spade spear staff stick sword umbrella wand")
_STRAPPED = (("on a strap across his back", "safe on his back"), ("in a sling across his chest", "safe in its sling"))
_HUNG = (("on a cord round his neck", "on its cord"), ("on a ribbon round his neck", "on its ribbon"))
_SUBJECT = re.compile(r"(?<!of )(?<!and )(?<!that )\b[Tt]he (red fox)(?= (\w+s)\b)")
_PAUSE = re.compile(r"\b(\w+s) the red fox(?=[.,]| and )")


def carried(find: Noun, rng: Random) -> tuple[str, ...]:
    """Say in two ways how he has `find` with him ("the compass on a cord round his neck"); () if he cannot."""
    if find.place or find.big or find.living_master or (find.machine and not find.worn):
        return ()
    worn = next((place for place, things in _ON_HIM.items() if find.head in things), "")
    hung = rng.choice(_HUNG if find.head in _SMALL else _STRAPPED)
    ways = (worn,) if worn else ("across his back",) if find.head in _LONG else hung
    return tuple(f"{find.short} {way}" for way in ways)


def with_it(text: str, phrase: str) -> str:
    """Tell `phrase` of the red fox where `text` first says what he does; "" where it cannot be told there."""
    found = next((match for match in _SUBJECT.finditer(text) if _is_verb(match.group(2))), None)
    found = found or next((match for match in _PAUSE.finditer(text) if _is_verb(match.group(1))), None)
    if found is None:
        return ""
    rest = text[found.end() :]
    comma = "" if rest.startswith((",", ".")) else ","
    return f"{text[: found.end()]}, {phrase}{comma}{rest}"


def _is_verb(word: str) -> bool:
    return word in {"has", "is", "does"} or ("VERB" in parts_of_speech(word) and word not in {"as", "his"})


def is_with_him(kind: str, before: Sequence[str]) -> bool:
    """Whether he has the find with him in a beat of `kind`: after the beats in which he finds and takes it."""
    taken = {"reach"} if "reach" in before else {"discovery"} if "discovery" in before else {"guide"}
    return bool(taken & set(before)) and kind not in {"reach", "dark"}
