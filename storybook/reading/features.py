"""What can be wished of the fox's body: colours of fur, eyes and tail tip, sizes of his parts, his age."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from storybook.figures.anatomy import Build, Coat
from storybook.figures.builds import RED_FOX
from storybook.painting.colour import darker, lighter, mix
from storybook.reading.wardrobe import COLOURS, colours_in, eye_colours_in
from storybook.reading.wishes import HIM
from storybook.reading.wording import word_set

_GIRTH = word_set("rounder fatter chubbier chubby plump plumper fat thinner slimmer slim slender thin")
_GROWING = word_set(
    "bigger larger longer bushier fluffier thicker huge enormous giant taller wider rounder fatter chubbier chubby "
    "plump plumper fat"
)
_SHRINKING = word_set("smaller tiny tinier shorter thinner slimmer slim slender thin narrower narrow")
_LARGE = word_set("big large long bushy fluffy thick tall wide")
_SMALL = word_set("small short")
_FURTHER = word_set("more very extra really super so")
_MUCH = word_set("much far lot very really super extra")
_TOO_MUCH = word_set("less too")
_OWN_REDS = word_set("red orange ginger russet rusty copper amber auburn")
_OWN_EARS = word_set("dark black brown")
_DARK = word_set("dark darker deep deeper")
_PALE = word_set("light lighter pale paler")
_HUES = {"browner": "#7a4a2a", "greyer": "#8d8a8c", "whiter": "#fffaf2", "yellower": "#f2c04a"}
_LARGE_IS_NEWS = frozenset(("ears", "head", HIM))  # his eyes are large, his tail is bushy anyway
_SMALL_IS_NEWS = frozenset(("ears", "head", "eyes", "tail"))  # he is small anyway

Change = Callable[[Build, Sequence[str]], Build]


def featured(build: Build, part: str, words: Sequence[str]) -> Build:
    """Give a build with what `words` say of one of his parts (a name of `wishes.PARTS`)."""
    change = _CHANGES.get(part)
    return change(build, words) if change and words else build


def without_sizes(words: Sequence[str]) -> tuple[str, ...]:
    """Give the words that do not make anything larger or smaller."""
    return tuple(word for word in words if word not in _GROWING | _SHRINKING | _LARGE | _SMALL)


def growth(part: str, words: Sequence[str]) -> int:
    """Say by how many steps words make a part larger (above 0) or smaller, at most three."""
    steps = sum(_step(part, before, word) for before, word in zip(["", *words], words, strict=False))
    if _TOO_MUCH & set(words):
        steps = -steps
    return max(-3, min(3, steps * (2 if _MUCH & set(words) else 1)))


def _step(part: str, before: str, word: str) -> int:
    news = before in _FURTHER | _TOO_MUCH
    if word in _GROWING or (word in _LARGE and (news or (part in _LARGE_IS_NEWS and word != "bushy"))):
        return 1
    return -1 if word in _SHRINKING or (word in _SMALL and (news or part in _SMALL_IS_NEWS)) else 0


def _grown(size: float, part: str, words: Sequence[str], step: float, least: float, most: float) -> float:
    return max(least, min(most, size * (1 + step) ** growth(part, words)))


def _eyes(build: Build, words: Sequence[str]) -> Build:
    colours = eye_colours_in(words)
    iris = colours[0] if colours else _toned(build.coat.iris, words, _depth(words), 0)
    size = _grown(build.eyes, "eyes", words, 0.12, 0.7, 1.25)
    return replace(build, coat=replace(build.coat, iris=iris), eyes=size)


def _ears(build: Build, words: Sequence[str]) -> Build:
    build = build if _OWN_EARS & set(words) else _tinted("ears")(build, words)
    return replace(build, hearing=_grown(build.hearing, "ears", words, 0.2, 0.6, 1.5))


def _head(build: Build, words: Sequence[str]) -> Build:
    return replace(build, head=_grown(build.head, "head", words, 0.08, 0.85, 1.15))


def _tail(build: Build, words: Sequence[str]) -> Build:
    build = build if _OWN_REDS & set(words) and not build.tints else _tinted("tail")(build, words)
    build = _adjectives(build, words, "tail")
    return replace(build, brush=_grown(build.brush, "tail", words, 0.22, 0.5, 1.5))


def _tip(build: Build, words: Sequence[str]) -> Build:
    colours = colours_in(words) or (["#3a2a28"] if _DARK & set(words) else [])
    tip = RED_FOX.coat.tip if "white" in words else colours[0] if colours else build.coat.tip
    return replace(build, coat=replace(build.coat, tip=tip))


def _chest(build: Build, words: Sequence[str]) -> Build:
    colours = colours_in(words)
    own = not colours or {"cream", "white", "ivory"} & set(words)
    return replace(build, coat=replace(build.coat, cream=RED_FOX.coat.cream if own else colours[0]))


def _nose(build: Build, words: Sequence[str]) -> Build:
    colours = colours_in(words)
    nose = RED_FOX.coat.nose if "black" in words or not colours else colours[0]
    return replace(build, coat=replace(build.coat, nose=nose))


def _fur(build: Build, words: Sequence[str]) -> Build:
    redder = _redder(words) + ("red" in words and not ({"orange"} | _TOO_MUCH) & set(words))
    return _adjectives(replace(build, coat=_coloured(build.coat, words, redder)), words)


def _him(build: Build, words: Sequence[str]) -> Build:
    build = _adjectives(build, words)
    build = replace(build, coat=_coloured(build.coat, words, _redder(words)))
    build = _aged(build, words)
    girth = [word for word in words if word in _GIRTH]
    others = [word for word in words if word not in girth]
    return replace(
        build,
        size=_grown(build.size, HIM, others, 0.12, 0.72, 1.25),
        bulk=_grown(build.bulk, HIM, girth, 0.12, 0.8, 1.3),
    )


def _aged(build: Build, words: Sequence[str]) -> Build:
    if {"young", "younger", "cute", "cuter"} & set(words):
        return replace(build, size=0.9, head=1.08, eyes=max(build.eyes, 1.08), muzzle=0.92)
    if {"old", "older", "elderly", "aged"} & set(words):
        return replace(build, head=0.96, eyes=min(build.eyes, 0.9), muzzle=1.06, coat=_greyed(build.coat))
    return build


def of_age(build: Build, scene: str) -> Build:
    """Give a build as old as a lower-case scene says that the red fox is: a cub, grown up, or as ever."""
    if _GROWN_UP.search(scene):
        return replace(
            build,
            size=build.size * 1.13,
            head=build.head * 0.92,
            eyes=min(build.eyes, 0.94),
            muzzle=build.muzzle * 1.05,
        )
    if _CUB.search(scene):
        return replace(build, size=build.size * 0.86, head=build.head * 1.08, eyes=max(build.eyes, 1.06))
    return build


def _greyed(coat: Coat) -> Coat:
    fur, light, dark = (mix(colour, "#a9a29c", 0.34) for colour in (coat.fur, coat.light, coat.dark))
    return replace(coat, fur=fur, light=light, dark=dark, cream="#f4f1ea", sock=mix(coat.sock, "#8a8480", 0.3))


def _redder(words: Sequence[str]) -> int:
    if _TOO_MUCH & set(words):
        return -1 if {"red", "redder"} & set(words) else 0
    much = 2 if _MUCH & set(words) else 1
    return much * ("redder" in words) + ("red" in words and bool({"more", "very"} & set(words)))


def _depth(words: Sequence[str]) -> int:
    steps = sum((word in _DARK) - (word in _PALE) for word in words) * (2 if _MUCH & set(words) else 1)
    return -steps if _TOO_MUCH & set(words) else steps


def _coloured(coat: Coat, words: Sequence[str], redder: int) -> Coat:
    named = [word for word in words if word in COLOURS]
    if named and not _OWN_REDS & set(named):
        return _dyed(coat, colours_in(words)[0])
    tones = (_toned(colour, words, _depth(words), redder) for colour in (coat.fur, coat.light, coat.dark))
    fur, light, dark = tones
    return replace(coat, fur=fur, light=light, dark=dark)


def _dyed(coat: Coat, colour: str) -> Coat:
    return replace(coat, fur=colour, light=lighter(colour, 0.34), dark=darker(colour, 0.36))


def _toned(colour: str, words: Sequence[str], depth: int, redder: int) -> str:
    for word, towards in _HUES.items():
        colour = mix(colour, towards, 0.4) if word in words else colour
    colour = mix(colour, "#d22a18" if redder > 0 else "#e8a058", min(0.75, 0.42 * abs(redder))) if redder else colour
    if depth > 0:
        return darker(colour, min(0.5, 0.24 * depth))
    return lighter(colour, min(0.6, 0.3 * -depth)) if depth else colour


def _pattern_of(name: str) -> str:
    """The pattern that a word means."""
    return next((pattern for word, pattern in _PATTERN_WORDS.items() if word in name), "dots")


_PATTERN_WORDS = {"stripe": "stripes", "spot": "dots", "dot": "dots", "speckle": "dots", "patches": "patches"}


def patterned(build: Build, name: str, words: Sequence[str]) -> Build:
    """Give a build the pattern that a noun ("stripes", "tailstripes") or an adjective ("striped") means."""
    colours = colours_in(words)
    ink = colours[0] if colours else darker(build.coat.dark, 0.45)
    part = next((part for part in ("tail", "torso", "limb", "head") if name.startswith(part)), "")
    return replace(build, pattern=_pattern_of(name), ink=ink, pattern_on=part)


def _adjectives(build: Build, words: Sequence[str], part: str = "") -> Build:
    worn = next((word for word in words if word in _PATTERNED), "")
    if not worn:
        return build
    ink = darker(build.coat.dark, 0.45)
    return replace(build, pattern=_pattern_of(worn), ink=ink, pattern_on=part)


def _tinted(part: str) -> Change:
    def change(build: Build, words: Sequence[str]) -> Build:
        colours = colours_in(words)
        return replace(build, tints=(*build.tints, (part, colours[0]))) if colours else build

    return change


_PATTERNED = frozenset(("striped", "spotted", "dotted", "speckled", "patterned"))

# what a scene says of how old the fox is
_GROWN_UP = re.compile(
    r"\b(?:grown (?:up|tall|big|large|strong|broad)|full[- ]grown|fully grown|no longer (?:small|little|a cub|a "
    r"kit|young))\b(?!-?s)"
    r"|\b(?:he|red fox) has grown\b(?! (?:tired|used|cold|quiet|silent|fond))|\bred fox, (?:broad|tall|grown)\b"
    r"|\ba grown fox\b"
)
_CUB = re.compile(
    r"\bred fox, (?:(?:then|still|once|only|just) )*(?:an? )?(?:[\w-]+ ){0,3}(?:cub|kit|tiny)\b|\bred fox, "
    r"(?:small as|no taller|not yet as tall|not yet)\b"
    r"|\bsmall and [a-z ]+, the red fox\b|\b(?:as|still) an? (?:\w+ )?(?:cub|kit),? the red fox\b"
)

_CHANGES: Mapping[str, Change] = {
    "eyes": _eyes, "ears": _ears, "head": _head, "tail": _tail, "tip": _tip, "chest": _chest, "nose": _nose,
    "fur": _fur, HIM: _him, "face": _tinted("face"), "cheeks": _tinted("cheeks"),
}  # fmt: skip
