"""What the red fox carries is in his paws, on his back or on his head; what another has is not."""

import pytest

from storybook.illustrator import lacking, plan_of
from storybook.props.catalogue import PROPS
from tests.storybook.conftest import asking


@pytest.mark.parametrize(
    ("shows", "held", "worn"),
    [
        ("The red fox stands in the meadow, a honey pot held high above his head.", "honey", ""),
        ("With the drum under one arm, the red fox stands there.", "drum", ""),
        ("The red fox stands there with a lantern.", "lantern", ""),
        ("The red fox walks home, the horn tied to his back.", "", "horn"),
        ("The red fox wears a crown.", "", "crown"),
        ("The red fox stands before a kite with a tail of keys.", "", ""),
        ("The red fox stands there, with the squirrel blowing the horn.", "", ""),
        ("The red fox holds his breath, and the geese go past him with their bundles.", "", ""),
        ("The otters share an apple, and the red fox holds his tail.", "", ""),
        ("A panther waits, a flag held high, and the red fox stands there.", "", ""),
        ("The wolf stands at the gate and holds a torch, and the red fox waits.", "", ""),
    ],
)
def test_what_he_carries(shows: str, held: str, worn: str) -> None:
    plan = plan_of(asking(shows), 1)
    assert (plan.held.name if plan.held else "", plan.worn.name if plan.worn else "") == (held, worn)


def test_what_he_carries_and_no_pose_of_his_can_is_named() -> None:
    assert "under one arm" in lacking(asking("The red fox falls down, a drum under one arm."))
    assert "in his arms" in lacking(asking("The red fox runs through the meadow with a little wren in his arms."))


@pytest.mark.parametrize(
    ("shows", "place"),
    [("The red fox flies a kite.", "air"), ("A kite lies before the red fox.", "ground")],
)
def test_a_kite_is_in_the_air_only_where_it_flies(shows: str, place: str) -> None:
    plan = plan_of(asking(shows), 1)
    assert next(prop.place for prop in (plan.held, *plan.props) if prop) == ("air" if plan.held else place)


def test_who_has_nothing_in_his_paws_holds_nothing() -> None:
    assert (
        plan_of(asking("The red fox carries no cup and has nothing in his paws. A cup stands there."), 1).held is None
    )


def test_what_a_villain_steals_is_not_in_the_paws_of_the_fox() -> None:
    shows = "A huge wolverine is stealing all the eggs. The red fox holds his ground."
    plan = plan_of(asking(shows, beat="confront"), 1)
    assert plan.held is None
    assert PROPS["egg"] in plan.deeds
