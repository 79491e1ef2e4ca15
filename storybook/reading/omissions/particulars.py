"""What a scene says of the things in its picture and the picture does not show: how large they are, of what they are
made, how many there are, what is written on them, and the shadows that they throw."""

import re
from collections.abc import Iterator, Mapping, Sequence

from storybook.props.catalogue import props_in
from storybook.props.prop import Prop
from storybook.reading.kinds import KIND_OF
from storybook.reading.plan import Plan
from storybook.reading.sights import SIGHTS
from storybook.reading.sights import shows as shown_by
from storybook.reading.wording import singular, singulars, word_set

_SIZES = word_set(
    "giant gigantic huge enormous colossal immense towering tall tiny towering miniature knee-high house-high man-high"
)
_VAST = _SIZES - {"tall", "towering"}  # said of what belongs to a place too
_METALS = word_set("metal iron copper steel tin bronze silver")
# said of what something is made of or how it is made -> the material of a shape (props/composer.py) that shows it
_MADE_OF: Mapping[str, str] = (
    dict.fromkeys(_METALS, "metal")
    | dict.fromkeys(("wooden", "oak", "oaken"), "wood")
    | dict.fromkeys(("glass", "crystal"), "glass")
    | dict.fromkeys(word_set(
        "paper cardboard straw painted ice icy snow clay wax chocolate marble silk velvet leather bone gingerbread "
        "walking winged sailing sail striding hopping upside-down burning broken torn cracked striped frozen "
        "unlit extinguished six-legged four-legged two-headed three-headed folding"
    ), "")
)  # fmt: skip
# how a text names the hues of props (painting/colour.py)
_HUES: Mapping[str, str] = {
    "black": "black", "white": "white", "grey": "grey", "brown": "brown", "red": "red", "orange": "orange",
    "yellow": "yellow", "green": "green", "blue": "blue", "purple": "purple", "pink": "pink",
    "gray": "grey", "crimson": "red", "scarlet": "red", "emerald": "green", "violet": "purple", "azure": "blue",
}  # fmt: skip
_DESCRIBED = re.compile(
    rf"\b(?!red fox)(?P<how>{'|'.join(sorted((*_SIZES, *_MADE_OF, *_HUES), key=len, reverse=True))}) "
    r"(?=(?P<what>(?:[a-z]+(?:-[a-z]+)* ?){1,3}))"
)
_GONE_OUT = re.compile(
    r"\b(?P<what>(?:candle|lantern|lamp|torch|campfire|fire|light|beacon|bulb)(?:e?s)?) "
    r"(?:(?:of the red fox|in his paws?|now|all|suddenly) )*"
    r"(?:(?:goes|go|went|has gone|have gone|is|are|was|blown|put) out|(?:has|have) burn(?:ed|t) (?:down|out)|is "
    r"dark|burns no more)\b"
)
_OF_MATERIAL = re.compile(
    r"\b(?P<made>[a-z]+) made (?:entirely |only |all )?(?:of|out of|from) (?:old |dry |soft |pure |red |fresh "
    r"|rusty )?[a-z]+\b"
    r"|\b(?P<what>[a-z]+) of (?:pure |clear )?(?:ice|glass|paper|straw|snow|clay|chocolate|wax|light|fire|water)\b"
)
_NUMBERS: Mapping[str, int] = {
    "two": 2, "both": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "hundred": 100, "thousand": 1000,
    "dozen": 12, "dozens": 12, "hundreds": 100, "thousands": 1000, "many": 5, "countless": 100,
}  # fmt: skip
_MOST_FIGURES = 4
# props that are several already
_MANY = word_set(
    "basket berries coins grapes fireflies bubbles balloons pebbles books blocks fireworks sticks boots skates reeds "
    "flowerbed clothes bouquet flames grass bundle wings lightning ruins flower clover twig leaf tree pine rock star"
) | {"pair of wings", "berry bush"}
_COUNTED = re.compile(
    rf"\b(?:(?P<number>{'|'.join(_NUMBERS)})(?: of)?|(?P<heap>(?:rows?|heaps?|piles?|stacks?|towers?|lines?) of)"
    r"|(?P<after>\w+) after(?= (?P=after)\b))(?: (?:the|his|her|their))? (?=(?P<what>(?:[a-z-]+ ?){1,4}))"
)
_ENDS = re.compile(r"\b(?:and|or|of|in|on|at|to|from|with|by|that|who|which|is|are|lie|lies|stand|stands|hang|hangs)\b")
_AS_LARGE = re.compile(
    r"\bas (?:tall|big|large|high|wide|broad|long|small) as "
    r"(?:(?:an?|the) )?(?!(?:it|he|she|they|you|the|an?)\b)[a-z-]+"
    r"|\bno bigger than an? [a-z]+"
    r"|\b(?:two|three|five|seven|ten|hundred) times (?:his|her|its|their|the) (?:height|size)"
)
_SHADOW = re.compile(
    r"\b(?<!in )(?<!into )(?<!out of )(?<!from )(?<!slow as )(?<!like )(?:his|her|its|their|the|a|whose|[a-z]+'s)"
    r" (?:(?:long|huge|black|dark|own|great|giant|tall|thin|big|wide) )?(?P<word>shadows?)\b"
    r"(?! (?:of doubt|wander|play|lengthen|fall)\b)"
)
_QUOTED = re.compile(r"[“\"](?P<words>[^”\"]{1,80})[”\"]")
# before or behind words that are written somewhere
_WRITTEN_BEFORE = re.compile(
    r"\b(?:written|painted|carved|letters?|lid|sign|signpost|board|label|banner|poster|note|plate|paper|page|parcel"
    r"|flag|stone|placard|notice)\b"
    r"(?:(?: that| which|,)? (?:says?|said|reads?),?:? ?|(?:(?!\bsa(?:ys?|id)\b)[^.;“\"]){0,50})$",
    re.IGNORECASE,
)
_WRITTEN_BEHIND = re.compile(
    r"[,.]? (?:is |are |stands? |was )?(?:written |painted |carved )?(?:up)?on "
    r"(?:it|its|the|an?|his|every|each)\b(?! lips)",
    re.IGNORECASE,
)
_SPOKEN = re.compile(r"\b(?:call|calls|called|reads? it out|shouts?|sings?|cries|whispers?|whom)\b[^“\"]*$")


_CALLED_SO = re.compile(r"\b(?:is|are) doing what [^“\"]{0,24}$")


def particulars(text: str, plan: Plan, drawn: frozenset[str], seen: frozenset[str]) -> Iterator[tuple[int, str]]:
    """Give what a lower-case text says of the things that are `drawn`, or `seen` as part of the place, and the picture
    does not show, in its words, with where they stand in it."""
    yield from _made(text, drawn, seen)
    yield from _counts(text, plan, drawn)
    for found in _GONE_OUT.finditer(text):
        if any(prop.glow and prop.name in drawn for prop in props_in([singular(found["what"])])):
            yield found.start(), found[0]
    for found in _SHADOW.finditer(text):
        yield found.start("word"), found["word"]


def compared(text: str) -> Iterator[tuple[int, str]]:
    """Give with what a lower-case text compares the size of something: "as tall as a house"."""
    for found in _AS_LARGE.finditer(text):
        yield found.start(), found[0]


def written(shows: str) -> Iterator[tuple[int, str]]:
    """Give the words that a scene says are written on something, in quotation marks."""
    for found in _QUOTED.finditer(shows):
        before = re.split(r"[.;!?]", shows[: found.start()])[-1]
        read = _WRITTEN_BEFORE.search(before) or _WRITTEN_BEHIND.match(shows[found.end() :])
        if (read and not _SPOKEN.search(before)) or _CALLED_SO.search(before):
            yield found.start(), f"“{found['words']}”"


def _made(text: str, drawn: frozenset[str], seen: frozenset[str]) -> Iterator[tuple[int, str]]:
    """Sizes and materials: "huge cake", "painted box", "flower of ice"."""
    for found in _DESCRIBED.finditer(text):
        words = found["what"].split()
        for long in range(1, len(words) + 1):
            lacks = _is_unlike(found["how"], words[:long], drawn, seen)
            if lacks:
                yield found.start(), " ".join((found["how"], *words[:long]))
            if lacks is not None:
                break
    for found in _OF_MATERIAL.finditer(text):
        named = any(found[0] in prop.words for prop in props_in(singulars(found[0])))
        props = props_in([singular(found["what"] or found["made"])])
        if not named and any(prop.name in drawn or shown_by(prop.name, seen) for prop in props):
            yield found.start(), found[0]


def _is_unlike(how: str, noun: Sequence[str], drawn: frozenset[str], seen: frozenset[str]) -> bool | None:
    """Whether a picture shows a thing or an animal, and not what is said of it; None where `noun` is none of them."""
    prop = next(iter(props_in(singulars(" ".join(noun)))), None)
    if prop and prop.name in drawn:
        return not _is_so(how, noun, prop)
    last = singular(noun[-1])
    if how in _VAST and (seen & SIGHTS.get(last, frozenset()) or (prop and shown_by(prop.name, seen))):
        return True
    return True if how in _SIZES - _VAST and last in KIND_OF else None


def _is_so(word: str, noun: Sequence[str], prop: Prop) -> bool:
    """Whether a picture of a prop shows what a word says of it."""
    if " ".join(singulars(" ".join((word, *noun)))) in prop.words or word in prop.name.split():
        return True
    if word in _HUES:
        return _HUES[word] in prop.hues
    material = _MADE_OF.get(word, "")
    return bool(material) and material in prop.materials


def _counts(text: str, plan: Plan, drawn: frozenset[str]) -> Iterator[tuple[int, str]]:
    """Numbers of things and animals of which fewer are drawn."""

    def few(prop: Prop | None) -> bool:
        return bool(prop and prop.name in drawn and prop.name not in _MANY)

    for found in _COUNTED.finditer(text):
        noun = _ENDS.split(found["what"])[0].split()
        least = _NUMBERS.get(found["number"] or "", 3)
        for long in range(1, len(noun) + 1):
            named = singulars(" ".join(noun[:long]))
            prop = next(iter(props_in(named)), None)
            kind = KIND_OF.get(named[-1])
            shown = sum(figure.count for figure in plan.figures if figure.kind == kind)
            several = singular(noun[long - 1]) != noun[long - 1] or found["after"]
            if several and (few(prop) or 0 < min(shown, _MOST_FIGURES) < least):
                yield found.start(), text[found.start() : found.start("what")] + " ".join(noun[:long])
                break
            if prop or kind:
                break
