"""All props by name, and which of them a scene's words mean."""

from collections.abc import Mapping, Sequence

from providers.images.local import (
    props_arms,
    props_buildings,
    props_flowers,
    props_food,
    props_household,
    props_lights,
    props_machines,
    props_music,
    props_paper,
    props_sky,
    props_tools,
    props_treasure,
    props_trees,
    props_vehicles,
)
from providers.images.local.prop import Prop

_SHELVES = (
    props_treasure, props_flowers, props_trees, props_sky, props_paper, props_arms, props_tools, props_machines,
    props_vehicles, props_lights, props_food, props_music, props_household, props_buildings,
)  # fmt: skip
PROPS: Mapping[str, Prop] = {prop.name: prop for shelf in _SHELVES for prop in shelf.PROPS}

_BY_PHRASE = {tuple(word.split()): prop for prop in PROPS.values() for word in prop.words}
# words that name a thing elsewhere, but not in such a phrase
_FIGURATIVE = {
    tuple(phrase.split())
    for phrase in (
        "his chest", "her chest", "its chest", "their chest", "white chest", "the fox chest", "his heart", "her heart",
        "lose heart", "heart of", "ring of", "in a ring", "bell of", "wave of", "both eye", "light as a leaf",
        "light as a feather", "like a leaf", "in love", "love him", "loves him",
    )
}  # fmt: skip


def props_in(words: Sequence[str]) -> list[Prop]:
    """Give the props that lower-case singular words name, in order of mention, each once; longer phrases first."""
    found: dict[str, Prop] = {}
    place = 0
    while place < len(words):
        prop, long = _match(words, place)
        if prop is not None:
            found.setdefault(prop.name, prop)
        place += long
    return list(found.values())


def _match(words: Sequence[str], place: int) -> tuple[Prop | None, int]:
    for long in range(min(5, len(words) - place), 0, -1):
        phrase = tuple(words[place : place + long])
        if phrase in _FIGURATIVE:
            return None, long
        if phrase in _BY_PHRASE:
            return _BY_PHRASE[phrase], long
    return None, 1


def unknown_prop() -> Prop:
    """Give what stands for a thing that nobody can draw: a softly glowing wrapped bundle."""
    return PROPS["bundle"]
