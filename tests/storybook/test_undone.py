"""What the red fox does and no pose of his shows is named, in the words of the scene; what a pose shows is not."""

import pytest

from storybook.illustrator import lacking, plan_of
from storybook.reading.omissions.unshown import unshown
from tests.storybook.conftest import asking


def undone(shows: str, beat: str = "") -> list[str]:
    """What is missing in the plan of a scene, without a drawing."""
    return unshown(shows, plan_of(asking(shows, beat=beat), 1), ())


@pytest.mark.parametrize(
    ("shows", "deeds"),
    [
        ("The red fox digs in the meadow.", ["digs"]),
        ("The red fox starts to dig at once, with all four paws.", ["dig"]),
        ("The red fox is digging in the grass.", ["digging"]),
        ("The red fox bites the rope.", ["bites"]),
        ("The red fox dangles from the back of the cart.", ["dangles"]),
        ("In the middle, hanging out over the road, the red fox counts.", ["hanging"]),
        ("The red fox catches a hen.", ["catches"]),
        ("The red fox drives the cart.", ["drives"]),
        ("He stops, spits on both paws, and the red fox waits.", ["spits"]),
        ("The red fox lifts one end of a heavy cart.", ["lifts"]),
        ("The red fox climbs the fence in the garden.", ["climbs"]),
        ("The red fox and the mole bow over the key.", ["bow"]),
        ("The red fox sits in his room and writes.", ["writes"]),
        ("The red fox gallops on a horse.", ["on a horse"]),
        ("The red fox waits beside a dry fountain.", ["dry fountain"]),
        ("A bridge of glass leads over the river, and the red fox waits.", ["bridge of glass"]),
        ("The red fox stands there, a rope in his teeth.", ["in his teeth"]),
        ("The red fox takes a bow in the meadow.", ["bow"]),
        ("The red fox sweeps the leaves with a twig.", ["sweeps"]),
        ("The red fox stands there and holds a drum in his teeth.", ["in his teeth"]),
        # what others do
        ("A panther is digging, and the red fox waits.", ["the panther digging"]),
        ("An old heron rows the red fox home.", ["the heron rowing"]),
        ("The geese skate in a row, and the red fox watches.", ["the geese skating"]),
        ("The otter hugs the mole, and the red fox waits.", ["the otter hugging the mole"]),
        ("The hens hold their noses, and the red fox waits.", ["the hens holding their noses"]),
        ("The red fox sits in the meadow and drinks.", ["drinks"]),
        ("The red fox, a round little cub, taps on a box.", ["taps", "on a box"]),
        ("The geese hide their heads, and the red fox waits.", ["the geese hiding their heads"]),
        (
            "A panther is locking the cows in and drinking their milk, and the red fox waits.",
            ["the panther drinking their milk"],
        ),
        ("The red fox lifts her off the ground.", ["lifts"]),
        # a verb that a pose shows, where the picture shows another
        ("The red fox sleeps. Then he leaps over the grass.", ["leaps"]),
    ],
)
def test_what_no_pose_shows_is_named(shows: str, deeds: list[str]) -> None:
    assert undone(shows) == deeds


@pytest.mark.parametrize(
    "shows",
    [
        "The red fox climbs the ridge of the mountain.",
        "The red fox runs, leaps and laughs in the meadow.",
        "The red fox gallops across the meadow.",
        "The red fox closes his eyes and breathes.",
        "The red fox throws up both arms.",
        "The red fox hangs his head.",
        "The red fox sits on a rock and hums.",
        "The red fox sweeps with a broom.",
        "On a rock sits the red fox, and the crows look at a cup.",
        "Along the road walks the red fox towards the mountains.",
        "The mouse waits beside the red fox.",
        "The red fox lies in the grass and sleeps.",
        "The red fox has parked the cart, and the hens peck.",
        "The red fox looks at the owl as it hops.",
        "The otter kneels beside the red fox.",
        "The red fox never digs.",
        "The red fox waits, paws behind his back.",
    ],
)
def test_what_a_pose_shows_or_nobody_can_see_is_not_named(shows: str) -> None:
    assert undone(shows) == []


def test_who_shakes_something_does_not_cower() -> None:
    assert plan_of(asking("The red fox shakes the tree."), 1).pose != "cower"


@pytest.mark.parametrize(
    ("shows", "pose"),
    [
        ("A winged machine flies over the red fox.", "fly"),
        ("The red fox turns the lamps on the hyena, who stumbles back.", "fallen"),
        ("The red fox turns the tap, and golden light runs through the pipes.", "run"),
        ("The red fox's kite falls, and he waits.", "fallen"),
        ("Mud and yolk run down the red fox.", "run"),
    ],
)
def test_what_another_does_is_not_his_pose(shows: str, pose: str) -> None:
    assert plan_of(asking(shows), 1).pose != pose


def test_a_flying_machine_does_not_make_him_fly() -> None:
    assert plan_of(asking("The red fox brings the flying machine home."), 1).pose != "fly"


def test_deeds_are_named_in_the_language_of_the_scene() -> None:
    assert lacking(asking("El zorro cava en el prado.")) == ("cava",)
    assert lacking(asking("Der Fuchs gräbt im Garten.")) == ("gräbt",)
    assert lacking(asking("El zorro zurce en el prado.")) == ("zurce",)
