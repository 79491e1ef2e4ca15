"""What the fox sits on is below him."""

from random import Random

import pytest

from storybook.composing.composition import compose, seat_height
from storybook.illustrator import plan_of
from storybook.reading.plan import Plan
from tests.storybook.conftest import asking, difference, drawn


def plan(shows: str, change: str = "") -> Plan:
    return plan_of(asking(shows, change=change), 1)


@pytest.mark.parametrize(
    ("shows", "seat"),
    [
        ("The red fox sits on a rock.", "rock"),
        ("The red fox sits on a big grey boulder by the sea.", "boulder"),
        ("The red fox sits all alone on the mossy tree stump.", "tree stump"),
        ("On a log sits the red fox.", "log"),
        ("The red fox sleeps on a bed.", "bed"),
        ("The red fox stands on a barrel and waves a flag.", "barrel"),
        ("The red fox sits on a heap of straw.", "haystack"),
        ("The red fox sits on top of the wall beside the garden.", ""),
        ("The red fox sits in the grass beside a rock.", ""),
        ("The red fox watches an owl, who sits on a rock.", ""),
        ("The red fox runs past a rock.", ""),
        ("The red fox walks on a stone wall.", ""),
        ("The red fox sits on the ground and holds a stool.", ""),
    ],
)
def test_what_the_fox_is_said_to_sit_on_is_below_him(shows: str, seat: str) -> None:
    shown = plan(shows)
    assert (shown.seat.name if shown.seat else "") == seat
    assert seat not in [prop.name for prop in shown.props]


def test_a_wish_seats_him_or_takes_the_seat_away() -> None:
    seat = plan("The red fox sits in the meadow.", "he should sit on a pumpkin").seat
    assert seat
    assert seat.name == "pumpkin"
    assert plan("The red fox sits on a rock.", "remove the rock").seat is None


@pytest.mark.parametrize(
    "shows", ["The red fox sits on a rock.", "The red fox sits on a throne.", "The red fox sleeps on a bed."]
)
@pytest.mark.parametrize("version", [1, 2, 3, 4])
def test_there_is_room_for_him_and_his_seat(shows: str, version: int) -> None:
    shown = plan_of(asking(shows), version)
    frame = compose(shown, Random(5), 3, version)
    assert frame.fox.lift == pytest.approx(seat_height(shown) * frame.fox.scale)
    assert frame.fox.y - frame.fox.lift - 400 * frame.fox.scale > 0


def test_a_rock_below_him_is_another_picture_than_one_beside_him() -> None:
    below, beside = (drawn(asking(f"The red fox sits {where} a rock.")) for where in ("on", "beside"))
    assert difference(below, beside) > 5
