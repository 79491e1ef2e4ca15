"""Parts of places: rocks are round, and what stands far off ends in something soft."""

import re
from random import Random

import pytest

from storybook.illustrator import depict
from storybook.painting.canvas import Canvas
from storybook.painting.light import Light
from storybook.places.terrain import rock
from tests.storybook.conftest import asking


@pytest.mark.parametrize("seed", range(5))
def test_a_rock_has_no_corners(seed: int) -> None:
    cv = Canvas(Light())
    rock(cv, Random(seed), 0, 0, 200, moss=True)
    outlines = re.findall(r' d="(M[^"]+)"', cv.svg())
    assert outlines
    assert not any("L" in outline for outline in outlines)


@pytest.mark.parametrize("place", ["castle", "waterfall"])
def test_castle_and_waterfall_stand_between_rocks(place: str) -> None:
    distance = depict(asking(f"The red fox stands before the {place}."), 1).distance.svg()
    plain = depict(asking("The red fox stands in the meadow."), 1).distance.svg()
    assert distance.count("clip-path") >= plain.count("clip-path") + 5  # a rock is one
