"""Where everything stands: four versions are four compositions, what is held is in a paw, noses are in the picture."""

import math
from itertools import combinations
from random import Random

import pytest

from storybook.composing.composition import Composition, compose
from storybook.composing.stage import WIDTH
from storybook.figures.anatomy import Pose
from storybook.figures.poses import POSES
from storybook.illustrator import plan_of
from tests.storybook.conftest import asking, difference, drawn

SCENES = (
    "The red fox walks through the forest.",
    "A bear meets the red fox in the village.",
    "The red fox offers a flower to a girl fox in the meadow.",
    "The crows laugh at the red fox in the market square.",
    "The red fox sits on a hill.",
    "A lion and a zebra watch the red fox.",
)


def frames(shows: str, seed: int) -> list[Composition]:
    """The compositions of the first four versions."""
    return [compose(plan_of(asking(shows), v), Random(seed), 3, v) for v in (1, 2, 3, 4)]


def contrasts(one: Composition, other: Composition) -> int:
    """In how many ways two compositions differ clearly."""
    return sum((
        abs(math.log(one.tall / other.tall)) > 0.14,
        one.fox.mirrored != other.fox.mirrored,
        abs(one.horizon - other.horizon) > 60,
        one.from_left != other.from_left,
        abs(one.fox.x - other.fox.x) > 0.2 * WIDTH,
    ))  # fmt: skip


@pytest.mark.parametrize("shows", SCENES)
@pytest.mark.parametrize("seed", range(6))
def test_four_versions_are_four_compositions(shows: str, seed: int) -> None:
    assert min(contrasts(one, other) for one, other in combinations(frames(shows, seed), 2)) >= 2


@pytest.mark.parametrize("shows", SCENES[:3])
def test_four_versions_are_four_pictures(shows: str) -> None:
    pictures = [drawn(asking(shows, version=version)) for version in (1, 2, 3, 4)]
    assert min(difference(one, other) for one, other in combinations(pictures, 2)) > 12


def paws(pose: Pose) -> list[tuple[float, float]]:
    """Where the paws of a pose are, and the mouth of one who goes on all fours."""
    x, y, _ = pose.head
    return [limb[-1][:2] for limb in (*pose.far, *pose.near, *pose.over)] + [(x + 60, y + 60)]


@pytest.mark.parametrize(
    "shows",
    [
        "The red fox holds a lantern in the snowy village.",
        "The red fox carries a basket along the road.",
        "The red fox plays a flute by the river.",
        "The red fox lifts a sword on the cliff.",
        "The red fox reads a book under a tree.",
        "The red fox sits by the fire with a cup in his paws.",
        "The red fox stands in the rain and holds an umbrella.",
        "The red fox looks up at the stars, a telescope in his paws.",
        "The red fox runs through the forest with a lantern in his paw.",
        "The red fox flies over the village holding a letter.",
        "The red fox fights with a sword.",
        "The red fox walks home with red balloons in his paw.",
        "The red fox flies a kite.",
        "The red fox holds a star in his paws.",
        "The red fox beats a drum.",
    ],
)
@pytest.mark.parametrize("mood", ["calm", "happy", "sad", "determined"])
def test_what_is_held_is_in_the_paw(shows: str, mood: str) -> None:
    plan = plan_of(asking(shows, mood=mood), 1)
    pose = POSES[plan.pose]
    assert plan.held is not None
    assert min(math.dist(pose.hand, paw) for paw in paws(pose)) < 62


@pytest.mark.parametrize(
    "shows",
    [
        "The red fox looks at his reflection in the lake, and another fox looks back.",
        "The red fox sees a second fox in the mirror.",
        "In the mirror a proud fox looks at the red fox.",
    ],
)
def test_a_reflection_is_no_second_fox(shows: str) -> None:
    assert plan_of(asking(shows), 1).figures == ()


@pytest.mark.parametrize("shows", ["The red fox runs through the meadow.", "The red fox lies in the grass.", *SCENES])
def test_his_nose_is_in_the_picture(shows: str) -> None:
    for frame in frames(shows, 1):
        ahead = -1 if frame.fox.mirrored else 1
        assert 0 < frame.fox.x + ahead * (POSES[frame.fox.pose].head[0] + 60) * frame.fox.scale < WIDTH


@pytest.mark.parametrize("thing", ["umbrella", "balloons", "kite"])
@pytest.mark.parametrize("does", ["stands in the rain and holds", "walks along with", "sits on a rock and holds"])
def test_what_is_wide_at_its_top_is_held_up_clear_of_his_face(does: str, thing: str) -> None:
    plan = plan_of(asking(f"The red fox {does} a red {thing}."), 1)
    assert plan.held
    pose = POSES[plan.pose]
    assert pose.hand[1] < pose.head[1]
    assert pose.hand[0] - plan.held.width / 2 > pose.head[0] - 80
