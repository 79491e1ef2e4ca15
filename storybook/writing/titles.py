"""Titles: short, made from the answers, never with the name of the one it is about."""

import re
from collections.abc import Sequence
from random import Random

from .answers.nouns import Noun
from .answers.vocabulary import words
from .cast import Cast
from .grammar import capitalised
from .memory import Memory

_LONGEST = 48
_LONGEST_NAME = 28
_SMALL = words("a an the of in on at to and for with by from under over into after before against")
_OF_FIND = (
    "{} in the Mist",
    "{} Beyond the Hills",
    "Where {} Waited",
    "{} and the Long Road",
    "{} Under the Moon",
    "The Night of {}",
    "The Path to {}",
    "{} and the Storm",
    "What {} Was For",
    "{} at the End of the Lane",
    "The Winter of {}",
    "Small Paws and {}",
)
_OF_GIFT = (
    "{} in the Mud",
    "{} in the Rain",
    "The Way Back to {}",
    "{} and the Morning After",
    "A Place for {}",
    "{} Over the Gate",
    "Nobody Wanted {}",
)
_OF_VILLAIN = ("The Shadow of {}", "{} at the Gate", "Face to Face with {}", "The Day {} Came", "Small Paws Against {}")
_OF_TWO = ("{} and {other}", "From {other} to {}", "{other}, Then {}")
_OF_COMPANY = ("{} and {other}", "{other} and {}", "{other}, {} and the Rain", "{}, {other} and the Moon")
_OF_PLACES = (
    "{} of {place}",
    "{} Comes to {place}",
    "{} over {place}",
    "The Road from {place}",
    "Snow on {place}",
    "One Light in {place}",
    "The Bells of {place}",
    "Small Paws in {place}",
    "Morning over {place}",
    "The Long Way to {place}",
)
_OF_ANYTHING = (
    "After the Long Rain",
    "A Fire on the Hill",
    "The Lantern and the Storm",
    "Taller Than the Shadow",
    "Where the Cold Wind Turns",
    "The Brightest Window",
    "One Light over the Valley",
    "The Long Way to Morning",
    "Small Paws, Wide Sky",
    "What the Mountain Kept",
)


def title_of(cast: Cast, told: str, rng: Random, memory: Memory) -> str:
    """Give the title of the story that was `told`. It names nobody who is not in it, and `memory` does not hold it.
    The same for the same cast, story and state of `rng`."""
    find, villain = cast.noun("find"), cast.noun("villain")
    place = Noun("", cast.word("village", so_far=""))
    options = [*_about(find, _OF_FIND), *_about(find, _OF_PLACES[:3], place=place)]
    for other in ("guide", "friend", "villain"):
        if cast.tells_of(other, told):
            options += _about(find, _OF_COMPANY, other=cast.noun(other))
    if cast.answers.crime.villain:
        options += _about(villain, _OF_VILLAIN)
    if cast.answers.shame is None and cast.answers.gift_is_thing:
        options += [*_about(cast.noun("gift"), _OF_GIFT), *_about(find, _OF_TWO, other=cast.noun("gift"))]
    options = options or [*_about(villain, _OF_VILLAIN), *_about(place, _OF_PLACES[3:], place=place), *_OF_ANYTHING]
    rng.shuffle(options)
    return min(options, key=memory.titles)


def _about(noun: Noun, patterns: Sequence[str], *, other: Noun | None = None, place: Noun | None = None) -> list[str]:
    named = [one for one in (noun, other, place) if one]
    if other and other.short == noun.short:
        return []
    if any(not one.plain or "fox" in one.short or len(one.short) > _LONGEST_NAME for one in named):
        return []
    if noun.plural:
        patterns = [pattern.replace(" Was ", " Were ").replace("} Comes ", "} Come ") for pattern in patterns]
    filled = (
        pattern.replace("{}", re.sub("^his ", "the ", noun.short))
        .replace("{other}", other.short if other else "")
        .replace("{place}", place.short if place else "")
        for pattern in patterns
    )
    return [title for title in map(_in_title_case, filled) if len(title) <= _LONGEST]


def _in_title_case(text: str) -> str:
    words = text.split(" ")
    cased = [word if word in _SMALL else "-".join(map(capitalised, word.split("-"))) for word in words]
    return capitalised(" ".join(cased))
