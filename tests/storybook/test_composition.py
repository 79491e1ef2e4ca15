"""Where everything stands: four versions are four compositions, what is held is in a paw, noses are in the picture."""

import math
from itertools import combinations
from random import Random

import pytest

from storybook.composing.composition import Composition, compose
from storybook.composing.furnishing import furnished, hidden
from storybook.composing.stage import WIDTH
from storybook.composing.visibility import covered, face, held_box, seen
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


COMPANY = (
    "The wolf and the otter stand before the red fox.",
    "The moles and the geese run from the huge wolf, and the red fox stands there.",
    "The rabbits and the squirrels sweep, and the lynx carries water for the red fox.",
    "The swans fly off, and the red fox runs through the village.",
    "A walrus bows to the otter and the red fox.",
    "The red fox finds the otter at the crossroads beside a lantern.",
    "The red fox sees a wren and a wolf on the hill.",
    "The red fox offers a rose to the wolf, and the neighbours stare.",
    "The birds run out of the cage into the arms of the red fox, and the lynx sits there.",
)


@pytest.mark.parametrize("beat", ["", "confront", "justice", "new_life"])
@pytest.mark.parametrize("shows", COMPANY)
@pytest.mark.parametrize("version", [1, 2, 3, 4])
def test_every_face_is_seen(shows: str, beat: str, version: int) -> None:
    plan = plan_of(asking(shows, beat=beat), version)
    frame = compose(plan, Random("faces"), 3, version)
    assert frame.others
    for actor in frame.others:
        assert seen(actor, (frame.fox, *(other for other in frame.others if other.y > actor.y))) >= 0.7, actor


@pytest.mark.parametrize("shows", COMPANY)
def test_nothing_that_stands_around_hides_a_face(shows: str) -> None:
    for version in (1, 2, 3, 4):
        plan = plan_of(asking(shows), version)
        frame = compose(plan, Random("faces"), 3, version)
        boxes = [piece.box for piece in furnished(plan, frame, Random(1)) if piece.way in ("ground", "stone")]
        boxes += [held_box(frame.fox, plan.held)] if plan.held else []
        for actor in frame.others:
            assert covered(face(actor), boxes) - covered(face(actor), ()) <= 0.3, actor


@pytest.mark.parametrize("thing", ["giant robot", "machine", "lighthouse", "boulder", "statue", "rocket"])
@pytest.mark.parametrize("company", ["", " An owl and two bears watch."])
def test_large_things_are_not_behind_anybody(thing: str, company: str) -> None:
    plan = plan_of(asking(f"The red fox looks at the {thing}.{company}"), 1)
    frame = compose(plan, Random(2), 3, 1)
    assert hidden(furnished(plan, frame, Random(2)), frame) == ()


@pytest.mark.parametrize(
    ("shows", "names"),
    [
        ("The bear is cutting down the forest before the red fox.", {"felled tree", "axe"}),
        ("The bear is building a dam before the eyes of the red fox.", {"dam"}),
        ("A walrus called Olga is stealing all the fish from the red fox.", {"fish"}),
        ("The wolf robs the village, and the red fox sees it.", {"sack"}),
        ("The lynx is catching birds in nets and cages, and there stands the red fox.", {"net", "cage"}),
        ("The wolf is burning down the houses, and the red fox stands before him.", {"flames"}),
        ("The alarm fire burns on the hill, and the wolf comes to the red fox.", set()),
        ("The hen is building a dam with the red fox.", set()),
    ],
)
def test_what_a_villain_does_wrong_lies_beside_him(shows: str, names: set[str]) -> None:
    plan = plan_of(asking(shows, beat="crime"), 1)
    assert {prop.name for prop in plan.deeds} == names
    frame = compose(plan, Random(1), 3, 1)
    pieces = furnished(plan, frame, Random(1))
    assert {piece.prop.name for piece in pieces} >= names
    assert not names & {prop.name for prop in hidden(pieces, frame)}


@pytest.mark.parametrize("shows", [
    "A panther is murdering innocent animals, and the red fox sees it.",
    "A walrus called Olga is stealing all the fish from the red fox.",
])  # fmt: skip
@pytest.mark.parametrize("mood", ["happy", "calm", "afraid"])
@pytest.mark.parametrize("beat", ["", "awakening", "crime", "loss"])
def test_who_does_wrong_does_not_smile(shows: str, mood: str, beat: str) -> None:
    (figure,) = plan_of(asking(shows, mood=mood, beat=beat), 1).figures
    assert (figure.part, figure.mood) == ("villain", "menacing")


@pytest.mark.parametrize(
    ("shows", "caught"),
    [
        ("A net wraps the wolf up like a parcel, and the red fox beams.", "net"),
        ("Behind the bars now sits the lynx, and the red fox laughs.", "bars"),
        ("The red fox winds the rope round the bear, who sits tied up.", "rope"),
        ("The lynx bows to the red fox.", ""),
    ],
)
def test_who_is_caught_is_drawn_in_it(shows: str, caught: str) -> None:
    plan = plan_of(asking(shows, beat="overcome"), 1)
    assert plan.figures[0].caught == caught
    assert not {"net", "cage", "rope"} & {prop.name for prop in plan.props}
    assert caught in {compose(plan, Random(1), 3, 1).others[0].caught}


def test_bonds_are_drawn_over_a_villain() -> None:
    free = drawn(asking("The lynx sits before the red fox.", beat="overcome"))
    assert difference(free, drawn(asking("The lynx sits behind bars before the red fox.", beat="overcome"))) > 1


def test_a_mirror_shows_the_face_of_the_fox() -> None:
    shows = "The red fox holds a mirror in his paw."
    red, black = (
        drawn(asking(shows, character=f"a fox with {colour} fur", size=(256, 384))) for colour in ("green", "black")
    )
    assert difference(red, black) > 3


@pytest.mark.parametrize(
    ("shows", "kinds"),
    [
        ("The red fox, still a round little cub, plays with an otter.", ["otter"]),
        ("Two wolves of stone guard the ford before the red fox.", []),
        ("A little bronze fox stands beside the red fox.", []),
        ("The red fox greases the wheel with a goose feather in a bear's old den.", []),
        ("The watchman, an old dog, snores beside the red fox.", ["dog"]),
        ("The red fox wakes the sleeping watchman.", ["badger"]),
        ("The red fox looks at the big house of the otters.", []),
        ("The red fox gives the neighbours and the wolf a cake.", ["villager", "wolf"]),
    ],
)
def test_who_is_there(shows: str, kinds: list[str]) -> None:
    assert sorted(figure.kind for figure in plan_of(asking(shows, beat="new_life"), 1).figures) == kinds


def test_who_stands_upside_down_has_his_feet_above_his_head() -> None:
    pose = POSES["handstand"]
    feet, paws = (limb[-1] for limb in (pose.near[0], pose.near[1]))
    assert feet[1] < pose.head[1] < paws[1] < 0
