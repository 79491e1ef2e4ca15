"""Who the fox of a picture is: his description, and what a reviewer asked to change about him, become a `Hero`."""

import re
from collections.abc import Sequence
from dataclasses import replace

from storybook.figures.anatomy import Build
from storybook.painting.colour import lighter
from storybook.props.catalogue import props_in
from storybook.props.prop import Prop
from storybook.reading.features import featured, patterned, without_sizes
from storybook.reading.hero import Garment, Hero
from storybook.reading.kinds import KIND_OF
from storybook.reading.senses import things_only
from storybook.reading.wardrobe import EVERYTHING, GARMENTS, SAME_THINGS, colours_in
from storybook.reading.wishes import HIM, PARTS, TRIM, Wish, wishes_in
from storybook.reading.wording import literal, plain, singulars, unwanted, wish_text, without_negations
from storybook.request import Request

_SENTENCE = re.compile(r"[.!?;\n]+")
_HOLDS = re.compile(
    r"\b(?:hold(?:s|ing)?|carr(?:y|ies|ying)|in (?:his|one|both) (?:left |right )?(?:paw|hand)s?|give him|clutch\w*)\b"
)
_DARK_SOCKS = frozenset(("dark", "black", "brown"))
_ABOUT_HIM = re.compile(r"\b(?:him|his|he|fox|fox's)\b")
_DRESSED = re.compile(
    r"\b(?:give (?:him|the (?:\w+ )?fox)|put (?:him|the (?:\w+ )?fox) in|wear(?:s|ing)?|dress(?:ed)?|put\b.*\bon"
    r"|on his (?:head|back)"
    r"|a?round his neck)\b"
)
# where a thing is that nobody wears
_ELSEWHERE = re.compile(
    r"\b(?:beside|next to|near|behind|in front|before|background|foreground|under|above|below|around (?:him|the)|lies"
    r"|lying|stands|hang(?:s|ing)|paws?|hands?|holds?|holding|carr(?:y|ies|ying)|ground|grass|floor|table|wall"
    r"|tree|rock|chair|shelf|hook|line)\b"
)
# parts that nobody else in a picture has, if nobody else is named
_OF_HIM = frozenset(PARTS) - {HIM, "nothing", "head", "face", "horns"}
_CRESTS = {"antler": "antlers", "unicor": "unicorn"}
_OF_FOXES = frozenset(("fox", "villager"))


def hero_of(request: Request) -> Hero:
    """Give the fox of a picture: as described, and as changed by what was asked of this picture."""
    hero = described_hero(request.character)
    lines = [line.strip() for line in wish_text(request.change).split("\n") if line.strip()]
    if request.sheet:
        known = plain(request.character)  # a wish about the sheet is kept in the description: it counts once
        return _wished(hero, ". ".join(line for line in lines if line.rstrip(".!? ") not in known))
    for line in lines:
        hero = _noted(hero, line)
    return hero


def described_hero(description: str) -> Hero:
    """Give the fox of a description; "" gives the fox of every story that describes no other."""
    return _wished(Hero(), description)


def _wished(hero: Hero, text: str) -> Hero:
    return replace(_granted(hero, wishes_in(text)), holds=_held(text, hero.holds))


def _noted(hero: Hero, line: str) -> Hero:
    """Obey a note about a scene in what it says of the fox's body, of what he wears, and of what he shall put on."""
    others = {KIND_OF.get(word) for word in singulars(line)} - {None} - _OF_FOXES
    if others:
        return hero
    worn = {garment.kind for garment in hero.wears}
    his, dressed = bool(_ABOUT_HIM.search(line)), bool(_DRESSED.search(line))
    of_things = bool(props_in(singulars(things_only(line))))  # "a ball with dots" dots the ball

    def is_meant(wish: Wish) -> bool:
        if wish.of in PARTS:
            return his or (wish.of in _OF_HIM and not of_things)
        return dressed or wish.of in worn or GARMENTS[wish.of][0] == "face" or not _ELSEWHERE.search(line)

    return _granted(hero, [_near(wish) for wish in wishes_in(line, bare=False) if is_meant(wish)])


def _near(wish: Wish) -> Wish:
    """In a scene, "make him bigger" asks for a nearer picture, not for another fox."""
    return replace(wish, words=without_sizes(wish.words)) if wish.of == HIM else wish


def _granted(hero: Hero, wishes: Sequence[Wish]) -> Hero:
    wears = {place_of(garment): garment for garment in hero.wears}
    build = hero.build
    for wish in wishes:
        if wish.of in PARTS:
            build = _grown(build, wish)
            if wish.of == "socks":
                _dress_paws(wears, wish)
        else:
            _dress(wears, wish)
    return Hero(build, tuple(wears.values()), hero.holds)


def place_of(garment: Garment) -> str:
    """Where something is worn; the colour of his socks is worn on his paws."""
    return GARMENTS[garment.kind][0] if garment.kind in GARMENTS else "paws"


def _grown(build: Build, wish: Wish) -> Build:
    if wish.of == "moustache":
        tint = colours_in(wish.words)[:1]
        tints = tuple((part, colour) for part, colour in build.tints if part != wish.of)
        build = replace(build, tints=(*tints, *((wish.of, colour) for colour in tint)))
    if wish.of == "beard":
        return replace(build, beard=wish.wanted)
    if wish.of in ("scar", "torn ear", "freckles", "moustache"):
        others = tuple(grown for grown in build.grown if grown != wish.of)
        return replace(build, grown=(*others, wish.of) if wish.wanted else others)
    if wish.of == "pattern":
        return patterned(build, wish.name, wish.words) if wish.wanted else replace(build, pattern="", pattern_on="")
    if wish.of == "lashes":
        return replace(build, lashes=wish.wanted)
    if wish.of == "horns":
        return replace(build, crest=_CRESTS.get(wish.name.split()[0][:6], "horns") if wish.wanted else "")
    return featured(build, wish.of, wish.words) if wish.wanted else build


def _dress(wears: dict[str, Garment], wish: Wish) -> None:
    if wish.name in EVERYTHING and not wish.wanted:
        wears.clear()
        return
    place, usual, _ = GARMENTS[wish.of]
    worn = wears.get(place)
    if not wish.wanted:
        if worn and worn.kind == wish.of:
            del wears[place]
        return
    before = worn if worn and worn.kind == wish.of else Garment(wish.of, usual)
    wears[place] = _coloured(before, wish.words, whole=place == "face")


def _coloured(garment: Garment, words: Sequence[str], *, whole: bool) -> Garment:
    """Give a garment the colours that are named; `whole` says that its trim is all there is of it."""
    cut = words.index(TRIM) if TRIM in words else len(words)
    own, trim = colours_in(words[:cut]), colours_in(words[cut:])
    if whole:
        own, trim = trim or own, []
    if own:
        garment = replace(garment, colour=own[0], second="")
    seconds = own[1:] + trim
    garment = replace(garment, second=seconds[0]) if seconds else garment
    if {"dots", "dotted", "spots", "spotted", "polka"} & set(words):
        return replace(garment, spotted=True, second=garment.second or lighter(garment.colour, 0.6))
    return garment


def _dress_paws(wears: dict[str, Garment], wish: Wish) -> None:
    colours = colours_in(wish.words)
    if not wish.wanted or _DARK_SOCKS & set(wish.words):
        wears.pop("paws", None)
    elif colours:
        wears["paws"] = Garment("socks", colours[0])


def _held(text: str, before: Prop | None) -> Prop | None:
    held = before
    for sentence in _SENTENCE.split(literal(plain(text))):
        if held and set(held.words) & unwanted(sentence):
            held = None
        if _HOLDS.search(sentence):
            found = [prop for prop in props_in(singulars(things_only(without_negations(sentence)))) if _graspable(prop)]
            held = found[-1] if found else held
    return held


def _graspable(prop: Prop) -> bool:
    worn = {name for names in SAME_THINGS.values() for name in names}
    return prop.held and prop.name not in worn


def without_worn(text: str, hero: Hero) -> str:
    """Give a text without what he wears: "a bicycle helmet" on his head is no bicycle."""
    for garment in hero.wears:
        text = re.sub(rf"\b(?:{GARMENTS[garment.kind][2]})\b", " ", text) if garment.kind in GARMENTS else text
    return text


def things_worn(hero: Hero) -> frozenset[str]:
    """The names of the props that a scene need not show beside the fox, because he wears them."""
    return frozenset(name for garment in hero.wears for name in SAME_THINGS.get(garment.kind, ()))
