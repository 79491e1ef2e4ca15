"""Sizes, materials, numbers, written words and shadows that a picture does not show are named."""

import pytest

from storybook import illustrator
from storybook.illustrator import plan_of
from storybook.reading.omissions.unshown import unshown
from tests.storybook.conftest import asking


def lacking(shows: str) -> list[str]:
    """What is missing in the plan of a scene, without a drawing."""
    return unshown(shows, plan_of(asking(shows), 1), ())


@pytest.mark.parametrize(
    ("shows", "words"),
    [
        ("The red fox sits beside a huge cake.", ["huge cake"]),
        ("A giant house stands behind the red fox.", ["giant house"]),
        ("Beside the red fox stands a machine, as tall as a house.", ["as tall as a house"]),
        ("The red fox holds a paper crown in his paws.", ["paper crown"]),
        ("Before the red fox lies a glass sword.", ["glass sword"]),
        ("The red fox holds a flower of ice.", ["flower of ice"]),
        ("A walking machine stands behind the red fox.", ["walking machine"]),
        ("Three plums lie before the red fox.", ["three plums"]),
        ("A row of empty barrels stands behind the red fox.", ["row of empty barrels"]),
        ("Drum after drum lies before the red fox.", ["drum after drum"]),
        ("Seven wolves wait before the red fox.", ["seven wolves"]),
        ("The red fox waits, and his shadow is long and thin.", ["shadow"]),
        ("The red fox finds a box with “For Anna” on its lid.", ["“For Anna”"]),
        ("A black flag stands beside the red fox.", ["black flag"]),
        ("A rocket made from barrels stands before the red fox.", ["rocket made from barrels"]),
        ("The candle goes out, and the red fox waits.", ["candle goes out"]),
        ("A signpost says “Home”, and the red fox waits.", ["“Home”"]),
    ],
)
def test_what_is_said_of_a_thing_and_not_shown_is_named(shows: str, words: list[str]) -> None:
    assert lacking(shows) == words


@pytest.mark.parametrize(
    "shows",
    [
        "The red fox sits beside a cake.",
        "The red fox holds a golden key.",
        "The red fox sits beside a wooden barrel.",
        "The red fox holds a paper boat.",
        "The red fox has a painted box.",
        "A red flag stands beside the red fox.",
        "A candle burns beside the red fox.",
        "Two owls look at the red fox.",
        "Two boots stand before the red fox.",
        "The red fox sits in the shadow of the tree.",
        "Somebody calls “Home” to the red fox.",
        "The red fox, whom all call “Giant Foot”, waits.",
    ],
)
def test_what_the_picture_shows_is_not_named(shows: str) -> None:
    assert lacking(shows) == []


def test_written_words_keep_their_quotation_marks() -> None:
    missing = illustrator.lacking(asking("A sign says “To the sea”, and the red fox waits."))
    assert "“To the sea”" in missing
