"""What the red fox has with him once he has found it: the find goes along, and the story does not forget it."""

import re
from collections.abc import Sequence
from random import Random

from .answers.lexicon import parts_of_speech
from .answers.nouns import Noun
from .answers.vocabulary import words
from .grammar import capitalised

FOX = "the red fox"
# where a thing is worn; whatever else there is goes on his back, under an arm or at his side
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
_STRAPPED = ("tied to his back", "under one arm", "close at his side")
_SHOULDERED = ("tied to his back", "over one shoulder", "close at his side")
_HUNG = ("on a cord round his neck", "safe in one paw", "swinging from his neck")
_AT_FIRST = re.compile(r"(?:^|(?<=[.!?] ))(?=(?:the red fox|he) (\w+s)\b)", re.IGNORECASE)
_AT_LAST = re.compile(
    r"(?:(?:(?<!of )(?<!and )(?<!that )\b[Tt]he red fox|, and he) (\w+s)\b[^.,:;!?“]*|\b(\w+s) the red fox)(?=[.!?])"
)
_AFTER_PLACE = re.compile(
    r"(?:^|(?<=[.!?] ))(?:Across|Along|Among|At|Before|Behind|Between|By|Down|From|In|On|Over|Through|Under|Up) "
    r"[^.:;,]*?,? (?=the red fox (\w+s)\b)"
)


def carried(find: Noun, rng: Random) -> tuple[str, ...]:
    """Say in what ways he has `find` with him ("the compass on a cord round his neck"); () if he cannot."""
    if find.place or find.big or find.living_master or (find.machine and not find.worn):
        return ()
    worn = next((place for place, things in _ON_HIM.items() if find.head in things), "")
    hung = _HUNG if find.head in _SMALL else _SHOULDERED if find.head in _LONG else _STRAPPED
    first = rng.randrange(len(hung))
    if worn == "on his feet" and not find.plural:
        worn = "on one foot"
    ways = (worn,) if worn else (*hung[first:], *hung[:first])
    return tuple(f"{find.short} {way}" for way in ways)


def with_it(text: str, phrase: str) -> str:
    """Tell `phrase` at the beginning or the end of a sentence of `text` that is about the red fox; "" if none is."""
    opened, closed, placed = (
        next((match for match in pattern.finditer(text) if _is_verb(match.group(match.lastindex or 1))), None)
        for pattern in (_AT_FIRST, _AT_LAST, _AFTER_PLACE)
    )
    if opened:
        rest = text[opened.start() :]
        has_with = re.search(r"\bwith\b", re.split(r"(?<=[.!?]) ", rest)[0])
        told = capitalised(phrase) if has_with else f"With {phrase}"
        return f"{text[: opened.start()]}{told}, {rest[0].lower()}{rest[1:]}"
    if closed:
        return f"{text[: closed.end()]}, {phrase}{text[closed.end() :]}"
    return f"{text[: placed.end()].rstrip(' ,')}, {phrase}, {text[placed.end() :]}" if placed else ""


def _is_verb(word: str) -> bool:
    return word in {"has", "is", "does"} or ("VERB" in parts_of_speech(word) and word not in {"as", "his"})


def is_with_him(kind: str, before: Sequence[str]) -> bool:
    """Whether he has the find with him in a beat of `kind`: after the beats in which he finds and takes it."""
    taken = {"reach"} if "reach" in before else {"discovery"} if "discovery" in before else {"guide"}
    return bool(taken & set(before)) and kind not in {"reach", "dark"}
