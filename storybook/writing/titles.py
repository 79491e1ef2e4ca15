"""Titles: short, out of the answers, never with the name of the one it is about."""

from random import Random

from .cast import Cast
from .grammar import capitalised
from .nouns import Noun
from .vocabulary import words

_LONGEST = 48
_SMALL = words("a an the of in on at to and for with by from under over into after before")
_OF_FIND = (
    "{} in the Mist",
    "{} Beyond the Hills",
    "Where {} Waited",
    "{} and the Long Road",
    "{} Under the Moon",
    "The Night of {}",
    "The Path to {}",
    "{} and the Storm",
)
_OF_GIFT = ("{} in the Mud", "{} in the Rain", "The Way Back to {}", "{} and the Morning After", "A Place for {}")
_OF_ANYTHING = (
    "After the Long Rain",
    "A Fire on the Hill",
    "The Lantern and the Storm",
    "Taller Than the Shadow",
    "Where the Cold Wind Turns",
    "The Brightest Window",
    "One Light Over the Valley",
    "The Long Way to Morning",
    "Small Paws, Wide Sky",
    "What the Mountain Kept",
)


def title_of(cast: Cast, rng: Random) -> str:
    """Give the title of a story; the same cast and state of `rng` give the same title."""
    options = [*_about(cast.noun("find"), _OF_FIND), rng.choice(_OF_ANYTHING)]
    if cast.answers.shame is None and cast.answers.gift_is_thing:
        options += _about(cast.noun("gift"), _OF_GIFT)
    return rng.choice(options)


def _about(noun: Noun, patterns: tuple[str, ...]) -> list[str]:
    if not noun.plain or "fox" in noun.short or len(noun.short) > 28:
        return []
    titles = (_in_title_case(pattern.replace("{}", noun.short)) for pattern in patterns)
    return [title for title in titles if len(title) <= _LONGEST]


def _in_title_case(text: str) -> str:
    words = text.split(" ")
    cased = [word if word in _SMALL else "-".join(map(capitalised, word.split("-"))) for word in words]
    return capitalised(" ".join(cased))
