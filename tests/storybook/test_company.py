"""Cubs, and those who go for the fox or take what is not theirs."""

from random import Random

import pytest

from storybook.composing.composition import compose
from storybook.figures.animals import build_for, younger
from storybook.illustrator import plan_of
from storybook.reading.hero import Hero
from storybook.reading.plan import Figure
from tests.storybook.conftest import asking


def figures(shows: str, beat: str = "") -> tuple[Figure, ...]:
    return plan_of(asking(shows, beat=beat), 1).figures


@pytest.mark.parametrize(
    ("shows", "kinds"),
    [
        ("The bear and her cubs greet the red fox.", {("bear", 1, False), ("bear", 3, True)}),
        ("The red fox meets a wolf cub.", {("wolf", 1, True)}),
        ("The red fox plays with three lion cubs.", {("lion", 3, True)}),
        ("The hen and her two chicks follow the red fox.", {("hen", 1, False), ("hen", 2, True)}),
        ("The red fox carries a baby rabbit.", {("rabbit", 1, True)}),
        ("The red fox shows the little moles the path.", {("mole", 3, True)}),
        ("The red fox plays with the cubs.", {("fox", 3, True)}),
        (
            "The wolf kneels, and a row of little ones looks at the red fox.",
            {("wolf", 1, False), ("villager", 3, True)},
        ),
        ("The moles follow the red fox.", {("mole", 3, False)}),
        ("A small hedgehog follows the red fox.", {("hedgehog", 1, False)}),
    ],
)
def test_cubs_are_young_ones_of_their_kind(shows: str, kinds: set[tuple[str, int, bool]]) -> None:
    assert {(one.kind, one.count, one.young) for one in figures(shows)} == kinds


def test_a_cub_is_drawn_smaller_with_a_larger_head() -> None:
    plan = plan_of(asking("The bear and her cub greet the red fox."), 1)
    actors = compose(plan, Random(1), 3, 1).others
    (cub,), (grown,) = ([actor for actor in actors if actor.young is young] for young in (True, False))
    assert cub.scale < 0.8 * grown.scale
    assert younger(build_for("bear")).head > build_for("bear").head


def test_a_cub_is_no_villain() -> None:
    assert [one.part for one in figures("A wolf cub hugs the red fox.")] == ["friend"]


@pytest.mark.parametrize(
    ("shows", "holds"),
    [
        ("The wolf steals the cake from the red fox.", "cake"),
        ("The badger snatches a lantern from the red fox.", "lantern"),
        ("A weasel runs away with the drum of the red fox.", "drum"),
    ],
)
def test_a_thief_makes_off_with_it(shows: str, holds: str) -> None:
    plan = plan_of(asking(shows), 1)
    (thief,) = plan.figures
    assert (thief.part, thief.pose, thief.mood) == ("villain", "leave", "menacing")
    assert thief.holds
    assert thief.holds.name == holds
    assert holds not in [prop.name for prop in (*plan.props, *plan.deeds, plan.held) if prop]
    assert plan.pose not in ("sit", "lie")


@pytest.mark.parametrize(
    "shows",
    [
        "The red fox fights the wolf.",
        "The red fox fights with a huge badger.",
        "The lynx attacks the red fox.",
        "The red fox and the otter wrestle.",
    ],
)
def test_who_fights_the_fox_goes_for_him(shows: str) -> None:
    plan = plan_of(asking(shows), 1)
    (other,) = plan.figures
    assert (other.part, other.pose, other.mood) == ("villain", "kick", "menacing")
    assert plan.pose not in ("sit", "lie")


@pytest.mark.parametrize(
    ("shows", "beat"),
    [
        ("The badger takes the cup that the red fox gives him.", "kindness"),
        ("The otter and the red fox steal through the gate.", ""),
        ("The red fox steals the eggs of the hen.", "wrongdoing"),
        ("The badger and the red fox fight the fire.", ""),
        ("A rabbit shouts “the wolf steals the cake”, and the red fox runs.", ""),
    ],
)
def test_others_are_no_thieves_and_fight_nobody(shows: str, beat: str) -> None:
    assert not any(one.pose in ("leave", "kick") for one in figures(shows, beat) if one.kind != "wolf")


def test_another_fox_is_smaller_than_ours_and_of_another_colour() -> None:
    ours, other = Hero().build, build_for("fox")
    assert other.size < 0.9 * ours.size
    assert max(abs(a - b) for a, b in zip(_rgb(ours.coat.fur), _rgb(other.coat.fur), strict=True)) > 60


def _rgb(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour.removeprefix("#")))
