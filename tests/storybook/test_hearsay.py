"""What a scene only quotes, likens, misses, denies or names is neither drawn nor named as missing."""

import pytest

from storybook.illustrator import lacking, plan_of
from storybook.reading.hearsay import told
from tests.storybook.conftest import asking


@pytest.mark.parametrize(
    ("shows", "gone"),
    [
        ("The red fox hears it: “Bring the crown!”", "crown"),
        ("The red fox beams as if a lantern burned in him.", "lantern"),
        ("The red fox looks for the kite he had lost.", "kite"),
        ("The red fox looks at the lake that he has dreamed of.", "lake"),
        ("The red fox does not have a lantern.", "lantern"),
        ("Nobody lends the red fox a shovel.", "shovel"),
        ("The red fox walks through a forest called Mill.", "mill"),
        ("The crows of the mill village greet the red fox.", "mill"),
        ("The mayor, a fat walrus, greets the red fox.", "mayor"),
    ],
)
def test_what_is_only_spoken_of_is_gone(shows: str, gone: str) -> None:
    assert gone not in told(shows)


@pytest.mark.parametrize(
    ("shows", "there"),
    [
        ("The red fox cannot reach the honey.", "honey"),
        ("Nobody stops, and the red fox picks up a bucket.", "bucket"),
        ("The red fox looks like a king with the crown.", "crown"),
        ("The red fox does not stop beside a well.", "well"),
        ("“The red fox holds a lantern.”", "lantern"),
    ],
)
def test_what_is_there_stays(shows: str, there: str) -> None:
    assert there in told(shows)


def test_a_deed_that_is_only_quoted_is_named() -> None:
    shows = "The red fox sees a wolf, who is doing what everyone calls “stealing the moon”."
    assert "“stealing the moon”" in lacking(asking(shows))
    assert [figure.kind for figure in plan_of(asking(shows), 1).figures] == ["wolf"]
