"""Props: each draws what it says, within its box, and words find it."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from random import Random

import pytest

from storybook.painting.canvas import Canvas, placed
from storybook.painting.light import Light
from storybook.painting.rendering import render
from storybook.props.catalogue import PROPS, props_in, unknown_prop
from storybook.props.composer import Gradient, Group, Shape
from storybook.props.prop import Prop

SIDE = 240
PLACES = {"held", "ground", "air", "worn_back", "head"}
VISIBLE = 90  # of 255; a glow that fades out may reach further

THINGS = (
    "flower necklace relic orb blueprint jetpack crown heart letter gift lantern book scroll map sword shield staff "
    "machine robot wing kite boat wagon cart coin anvil workbench amulet moonstone rainbow acorn key mask"
)


def drawn(prop: Prop, *, seed: int = 1, scale: float = 1.0) -> str:
    cv = Canvas(Light(), SIDE, SIDE)
    with cv.group(placed(SIDE / 2, SIDE * 0.75, scale)):
        prop.draw(cv, Random(seed))
    return cv.svg()


@cache
def visible_box(prop: Prop) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of what can be seen, in the prop's own units; zeros where nothing is."""
    scale = SIDE / (max(prop.width, prop.height) * 2.6)
    alpha = (
        render(drawn(prop, scale=scale), SIDE, SIDE).getchannel("A").point(lambda value: 255 if value > VISIBLE else 0)
    )
    box = alpha.getbbox()
    if box is None:
        return 0, 0, 0, 0
    left, top, right, bottom = box
    return (
        (left - SIDE / 2) / scale,
        (top - SIDE * 0.75) / scale,
        (right - SIDE / 2) / scale,
        (bottom - SIDE * 0.75) / scale,
    )


def wrong(is_right: Callable[[Prop], bool]) -> list[str]:
    """The names of the props that are not as they should be."""
    return [name for name, prop in PROPS.items() if not is_right(prop)]


def test_a_prop_is_seen_within_its_stated_box():
    def fits(prop: Prop) -> bool:
        left, top, right, bottom = visible_box(prop)
        fits_across = 0.5 * prop.width < right - left <= 1.3 * prop.width
        return fits_across and 0.5 * prop.height < bottom - top <= 1.3 * prop.height

    assert wrong(fits) == []


def test_a_prop_stands_on_the_ground_line_about_the_middle():
    def stands(prop: Prop) -> bool:
        left, _, right, bottom = visible_box(prop)
        return abs(left + right) / 2 < 0.5 * prop.width and bottom < 0.12 * prop.height + 8

    assert wrong(stands) == []


def test_a_prop_is_drawn_the_same_for_the_same_seed():
    assert wrong(lambda prop: drawn(prop, seed=4) == drawn(prop, seed=4)) == []


def test_a_prop_writes_no_text_and_only_numbers_that_are_numbers():
    unwanted = re.compile(r"<(?:text|tspan|image|filter|use|script|style)\b|nan|inf")
    assert wrong(lambda prop: not unwanted.search(drawn(prop))) == []


def test_a_prop_says_how_it_is_placed():
    assert wrong(lambda prop: prop.place in PLACES and 0 <= prop.grip <= 1) == []
    assert wrong(lambda prop: bool(re.fullmatch(r"(?:#[0-9a-f]{6})?", prop.glow))) == []


def test_each_word_of_a_prop_finds_it():
    assert wrong(lambda prop: bool(prop.words) and all(word == word.lower() for word in prop.words)) == []
    assert wrong(lambda prop: all(props_in(word.split()) == [prop] for word in prop.words)) == []


def test_no_word_means_two_props():
    counts = Counter(word for prop in PROPS.values() for word in prop.words)
    assert [word for word, count in counts.items() if count > 1] == []


def test_props_come_in_order_of_mention_and_each_once():
    text = "a lantern and a sword beside the lantern and one more dagger with a rose"
    assert [prop.name for prop in props_in(text.split())] == ["lantern", "sword", "flower"]


def test_the_longer_phrase_wins():
    names = [prop.name for prop in props_in(["music", "box", "market", "stall"])]
    assert names == ["music box", "stall"]


def test_a_hyphen_is_no_obstacle():
    assert [prop.name for prop in props_in(["hot-air", "balloon"])] == ["hot-air balloon"]


@pytest.mark.parametrize(
    "text",
    [
        "his tail flutter like a red flag",
        "a cloud of dust",
        "he press it to his chest",
        "the fox know him very well",
        "a ring of staring animal",
        "rain drum on the roof",
        "he stand white as a statue",
    ],
)
def test_what_is_only_likened_to_a_thing_is_not_drawn(text):
    assert props_in(text.split()) == []


def test_a_thing_that_looks_like_another_is_drawn():
    assert [prop.name for prop in props_in(["it", "look", "like", "a", "glowing", "crystal"])] == ["relic"]


def test_no_words_name_no_props():
    assert props_in([]) == []


def test_an_unknown_thing_is_a_glowing_bundle():
    assert unknown_prop().name == "bundle"
    assert unknown_prop().glow


@pytest.mark.parametrize("thing", THINGS.split())
def test_the_things_of_the_quiz_can_be_drawn(thing):
    assert len(props_in([thing])) == 1


def gradients(group: Group) -> Iterator[Shape]:
    """The shapes of a drawing that are painted with a gradient."""
    for part in group.parts:
        if isinstance(part, Group):
            yield from gradients(part)
        elif part.fill and isinstance(part.fill.colour, Gradient):
            yield part


@pytest.mark.parametrize(
    "prop", [prop for prop in PROPS.values() if list(gradients(prop.drawing))], ids=lambda prop: prop.name
)
def test_what_has_a_gradient_can_be_seen(prop: Prop) -> None:
    """The renderer loses the gradient of a curve that is the same on both sides: move one of its handles."""
    for shape in gradients(prop.drawing):
        cv, outline = Canvas(Light(), 60, 60), shape.outline
        scale = 50 / max(outline.wide, outline.tall)
        x, y = 30 - (outline.left + outline.right) / 2 * scale, 30 - (outline.top + outline.bottom) / 2 * scale
        with cv.group(placed(x, y, scale)):
            shape.draw(cv, Random(1))
        assert render(cv.svg(), 60, 60).getbbox()
