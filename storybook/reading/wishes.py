"""From a description, or from what somebody asks to change about the fox, to wishes: which part of him, and how."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import zip_longest

from storybook.reading.wardrobe import COLOURS, GARMENTS
from storybook.reading.wording import literal, plain, word_set

HIM = "him"
TRIM = "with"  # among the words of a wish for a thing: what follows is said of its stripes or trim
LONGEST = 3000  # characters that are read
# what can be said of his own body; a part that only ends another's words ("on his head") is named for that
PARTS = {
    "lashes": r"eye ?-?lashes|lashes",
    "eyes": r"eyes?|iris(?:es)?",
    "ears": r"ears?",
    "tip": r"tail ?-?tip|tips?",
    "tail": r"tail|brush",
    "scar": r"scars?",
    "torn ear": r"tornears?",
    "freckles": r"freckles",
    "pattern": r"(?<!he )(?<!fox )(?:tail|torso|limb|head)?(?:spots|stripes?|dots?|speckles)|(?:polka ?dots?)",
    "face": r"face|muzzle|snout",
    "cheeks": r"cheeks?",
    "socks": r"socks?|stockings|paws?|legs?|feet",
    "chest": r"chest|belly|tummy|bib",
    "nose": r"nose",
    "beard": r"beard",
    "moustache": r"moustaches?|mustaches?",
    "horns": r"unicorn(?:'?s)? horn|horns?|antlers?",
    "head": r"head",
    "fur": r"fur|pelt|coat|hair",
    "nothing": r"neck|back|shoulders?|brows?|eyebrows?|whiskers|waist|smile|mouth",
    HIM: r"fox|himself|him|he|body|animal",
}
_GARMENT_NAMES = {f"g{i}": kind for i, kind in enumerate(GARMENTS)}
_PART_NAMES = {f"p{i}": part for i, part in enumerate(PARTS)}
_NAMES = _GARMENT_NAMES | _PART_NAMES
_NOUN = re.compile(
    r"\b(?:"
    + "|".join(
        [f"(?P<{name}>{GARMENTS[kind][2]})" for name, kind in _GARMENT_NAMES.items()]
        + [f"(?P<{name}>{PARTS[part]})" for name, part in _PART_NAMES.items()]
    )
    + r")\b"
)
_BOUNDARY = re.compile(
    r"\s*(,|:|\band\b|\bwith\b|\bbut\b|\bplus\b|\bwhile\b|\bor\b|\bnor\b|\binstead of\b"
    r"|(?<=\w)\s(?=without\b|not\b|no\b))\s*"
)
_REFUSED = re.compile(r"\b(?:no|not|never|without|don't|doesn't|isn't)\b")
_TAKEN = re.compile(
    r"\b(?:remove|removing|delete|erase|hide|omit|drop|lose|take (?:off|away|out)|take\b.*\b(?:off|away)|get rid of"
    r"|leave out)\b"
)
_GIVEN = re.compile(r"\b(?:give|add|make|put|wear|wears|wearing|let|draw|keep)\b")
_DETERMINER = re.compile(r"\b(?:his|the|an?|its|some)\b")
_WORD = re.compile(r"[a-z]+")
_REGIONS = {
    "tail": "tail",
    "back": "torso",
    "body": "torso",
    "chest": "torso",
    "belly": "torso",
    "face": "head",
    "head": "head",
    "ear": "head",
    "ears": "head",
}


def _on_part(found: re.Match[str]) -> str:
    """A pattern on one part, as one word."""
    return f"{_REGIONS.get(found[2], 'limb')}{found[1]}"


_PHRASES: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r"(?<!would )(?<!'d )(?<!i )\blike (?:(?:a|an|the|his) )?\w+(?=$|\s*[,.;!\n]|\s+and\b)"), ""),
    (re.compile(r"\bbows? and arrows?\b"), "weapon"),
    (re.compile(r"\bdress(?:ed)? (?:him |the fox |the red fox )?(?:up )?in\b|\bdress (?=him\b|the fox\b)"), "put on"),
    (re.compile(r"\b(?:fox )?(?:cub|kit|kid|child)\b"), "young fox"),
    (re.compile(r"\btips? of (?:his|the|its) tail\b|\bend of (?:his|the|its) tail\b"), "tip"),
    (re.compile(r"\b(\w+)[ -]tipped (?:(?:and )?\w+ )?tail\b"), r"\1 tip"),
    (re.compile(r"\b\w+[ -]tipped ears\b|\btips? of (?:his|the|its) ears\b|\bears?['’]?s? tips?\b"), "ears"),
    (re.compile(r"\bfur (?:on|of|at) (?:his|the|its) (chest|belly|tummy|ears?|paws|legs|cheeks|tip)\b"), r"\1"),
    (re.compile(r"\b(?:torn|ragged|notched|bitten|ripped|split|damaged) (?:left |right )?ears?\b"), "tornear"),
    (
        re.compile(r"\b(?:notch|nick|tear|bite|hole|rip) (?:in|out of|on) (?:his|the|one|an) (?:left |right )?ears?\b"),
        "tornear",
    ),
    (
        re.compile(r"\b(?:his|the|one|an) ears? (?:is|should be|looks) (?:torn|ragged|notched|bitten)\b"),
        "tornear",
    ),
    (
        re.compile(
            r"\b(?:bite|piece|chunk|notch|bit) (?:is |has been )?(?:missing|bitten|torn|gone) (?:from|out of|off) "
            r"(?:his|the|one|an) (?:left |right )?ears?\b"
        ),
        "tornear",
    ),
    (
        re.compile(r"\b(?:make|paint|colou?r|dye) (?:his |the )?(?:whole |entire |all of his )(?:body|fur|fox|coat)\b"),
        "his fur",
    ),
    (re.compile(r"\bfur ((?:dark |light )?\w+) with (\w+) (dots|spots|stripes)\b"), r"\1 fur, \2 \3"),
    (re.compile(r"\b(?:put|dress|clothe) (?:him|the fox|the red fox) (?:up )?(?:in|into)\b"), "put on"),
    (
        re.compile(
            r"\b(?:black )?(?:eye ?-?)?patch (?:over|on|covering) (?:his|the|one|an) (?:left |right |one )?eye\b"
        ),
        "eyepatch",
    ),
    (
        re.compile(
            r"\bscars? (?:over|on|across|above|under|down|along) (?:his|the|one|an) (?:left |right |one )?"
            r"(?:eyes?|cheeks?|face|nose|muzzle|brows?|eyebrows?|snout|forehead|head)\b"
        ),
        "scar",
    ),
    (re.compile(r"\bfreckles (?:on|over|across) (?:his|the) (?:nose|cheeks?|face|muzzle|snout)\b"), "freckles"),
    (
        re.compile(
            r"\b(spots?|stripes?|dots?|speckles) (?:on|over|all over|across|down|along|round|around) (?:his|the|its) "
            r"(tail|back|body|chest|belly|legs?|arms?|paws|face|head|ears?)\b"
        ),
        _on_part,
    ),
    (
        re.compile(r"\b(spots|stripes?|dots?) (?:on|all over|over|across|in) (?:his|the|its) (?:fur|coat|pelt)\b"),
        r"\1",
    ),
    (re.compile(r"\bmore red (?:in|to|for) (?:his|the) fur\b"), "redder fur"),
    (re.compile(r"\b(wear(?:s|ing)?|put on|in|give him) an? ((?:(?!\w+er\b)\w+ ){0,2})coat\b"), r"\1 a \2overcoat"),
    (re.compile(rf"\b({'|'.join(COLOURS)}) (?:and|with) ({'|'.join(COLOURS)})\b"), r"\1 \2"),
)
# said of him, of his parts and of things; what follows a part counts only when it is nothing but these
SAID = word_set(
    "dark darker light lighter pale paler bright brighter deep deeper redder reddish browner greyer whiter "
    "yellower big bigger large larger long longer bushy bushier fluffy fluffier thick thicker huge enormous giant "
    "tall taller small smaller tiny tinier short shorter thin thinner slim slimmer slender fat fatter chubby "
    "chubbier plump plumper round rounder young younger old older elderly aged cute cuter less more very much far "
    "too extra really super lot wide wider narrow narrower striped spotted dotted speckled patterned"
) | frozenset(COLOURS)
_FILLING = word_set(
    "is are be should must could can a an bit little touch slightly somewhat rather even to into look looks turn "
    "turned two three shade shades tone tones of please now instead again than before this time colour color in "
    "have has as so quite twice his its make made"
)


@dataclass(frozen=True)
class Wish:
    """What is said of one part or garment (`of`: a name of PARTS or GARMENTS). Not `wanted`: it shall not be there."""

    of: str
    words: tuple[str, ...] = ()
    wanted: bool = True
    name: str = ""


def wishes_in(text: str, *, bare: bool = True) -> list[Wish]:
    """Read wishes, in order. `bare` says that what names no part ("a bit redder") is meant for the whole fox."""
    return [wish for sentence in re.split(r"[.!?;\n]+", said_plainly(text)) for wish in _of_sentence(sentence, bare)]


def said_plainly(text: str) -> str:
    """Give a text with one word for each part that can be wished for: "a patch over his eye" is an eyepatch."""
    prepared = literal(plain(text[:LONGEST].replace("(", ",").replace(")", ",")))
    for pattern, plainer in _PHRASES:
        prepared = pattern.sub(plainer, prepared)
    return prepared


def _of_sentence(sentence: str, bare: bool) -> list[Wish]:
    wishes: list[Wish] = []
    waiting: tuple[str, ...] = ()
    for joint, part, refused in _clauses(sentence):
        named = list(_in_part(part, refused))
        if joint == TRIM and wishes and wishes[-1].of in GARMENTS and [wish.of for wish in named] == ["pattern"]:
            named = []  # the stripes of a scarf
        if named:
            wishes += [replace(named[0], words=waiting + named[0].words), *named[1:]]
            waiting = ()
        elif wishes and not _announces(part):
            wishes[-1] = _extended(wishes[-1], joint, part, refused)
        elif not refused:
            waiting += _said_of_him(part)
    return [*wishes, Wish(HIM, waiting)] if waiting and bare else wishes


def _clauses(sentence: str) -> Iterator[tuple[str, str, bool]]:
    """The clauses of a sentence, each with the word that joins it to the one before and whether what it names is
    refused."""
    pieces = ["", *_BOUNDARY.split(sentence)]
    refused = taken = False
    for joint, part in zip(pieces[::2], pieces[1::2], strict=True):
        goes_on = joint in ("or", "nor") or (taken and joint in ("and", ",") and not _GIVEN.search(part))
        taken = bool(_TAKEN.search(part)) or (taken and goes_on)
        refused = taken or bool(_REFUSED.search(part)) or joint == "instead of" or (refused and goes_on)
        yield joint, part, refused


def _in_part(part: str, refused: bool) -> Iterator[Wish]:
    nouns = list(_NOUN.finditer(part))
    start = 0
    for noun, after in zip_longest(nouns, nouns[1:]):
        of = _NAMES[str(noun.lastgroup)]
        end = after.start() if after else len(part)
        between = part[noun.end() : end]
        split = _DETERMINER.search(between) if after else None
        behind = between[: split.start()] if split else "" if after else between
        words = _before(part[start : noun.start()], of) + _all_said(_WORD.findall(behind))
        yield Wish(of, words, not refused, noun[0])
        start = noun.end() + (split.start() if split else 0)


def _before(text: str, of: str) -> tuple[str, ...]:
    """The words before a noun that describe it: all of them for a thing, for a part of his body only those we know."""
    words = _WORD.findall(text)
    said: list[str] = []
    for word in reversed(words[-6:]):
        if word in ("his", "the", "him", "its") or (of in PARTS and word not in SAID):
            break
        said.insert(0, word)
    return tuple(said)


def _all_said(words: list[str]) -> tuple[str, ...]:
    """What follows a part, when all of it can be said of one ("darker, please"); else it is about something else."""
    known = all(word in SAID or word in _FILLING for word in words)
    return tuple(word for word in words if word in SAID) if known else ()


def _announces(part: str) -> bool:
    """Whether a clause that names nothing begins the description of what comes next ("a red" and white hat)."""
    words = _WORD.findall(part)
    return len(words) > 1 and words[0] in ("a", "an") and words[-1] in COLOURS


def _extended(wish: Wish, joint: str, part: str, refused: bool) -> Wish:
    """What a clause without a name adds to the part before it. Of a thing, what it comes "with" is its trim."""
    if refused or not wish.wanted:
        return wish
    words = _WORD.findall(part)
    more = _all_said(words) if wish.of in PARTS else (*([TRIM] if joint == TRIM else []), *words)
    return replace(wish, words=wish.words + more)


def _said_of_him(part: str) -> tuple[str, ...]:
    words = [word for word in _WORD.findall(part) if word not in ("give", "add", "draw", "paint", "let")]
    return _all_said(words)
