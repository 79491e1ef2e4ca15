"""The fox looks the same on the character sheet and in the scenes of the local illustrator."""

import pytest

from images import character_sheet
from storybook.reading.hero import Hero
from storybook.reading.heroes import hero_of
from storybook.request import Request

CHARACTER = (
    "a small fox with plush orange-red fur, a cream-white chest, large bright amber eyes, soft rounded cheeks, "
    "expressive brows, dark-tipped ears and a thick bushy tail with a white tip, a natural animal without clothing"
)
WISHES = [
    ["give him a green scarf"],
    ["make him smile :) and give him a green scarf"],
    ["a (golden crown"],
    ["he should be older (about 60) with a grey beard"],
    ["no white tip"],
    ["make him a bit smaller"],
    ["a blue hat, please"],
    ["blue eyes"],
    ["wear a red cape and a crown"],
    ["not so bushy tail"],
    ["he holds a lantern"],
    ["round glasses; long eyelashes"],
    ["green scarf\u2026 and boots"],
    ["Without a white chest"],
    ["give him a green scarf", "no scarf"],
    ["give him a green scarf", "make the scarf blue"],
    ["blue eyes", "green eyes"],
    ["a red hat", "take off the hat"],
    ["bigger", "smaller again"],
]


def hero(look: str, *, wish: str = "", sheet: bool = False) -> Hero:
    """Whom the illustrator of this machine draws."""
    return hero_of(Request("", look, wish, sheet=sheet))


@pytest.mark.parametrize("wishes", WISHES, ids="; ".join)
def test_what_was_wished_of_the_fox_is_on_the_sheet_and_in_the_pictures(wishes):
    look = CHARACTER
    for wish in wishes:
        look = character_sheet._with_wish(look, wish)
    assert hero(look, wish=wish, sheet=True) == hero(look)


@pytest.mark.parametrize("wish", ["make him smile :) and give him a green scarf", "a (golden crown", "a green scarf"])
def test_a_wish_changes_the_fox(wish):
    look = character_sheet._with_wish(CHARACTER, wish)
    assert hero(look, wish=wish, sheet=True) != hero(CHARACTER, sheet=True)
