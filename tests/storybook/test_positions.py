"""A position that the picture does not show is named in the words of the scene; one that it shows is not."""

import pytest

from storybook.illustrator import lacking
from tests.storybook.conftest import asking


@pytest.mark.parametrize(
    ("shows", "position"),
    [
        ("The red fox sits under the table.", "under the table"),
        ("The red fox sleeps underneath a cart.", "underneath a cart"),
        ("The red fox sits under the bridge.", "under the bridge"),
        ("The red fox hides inside a barrel.", "inside a barrel"),
        ("The red fox jumps into the basket.", "into the basket"),
        ("A mouse sits in the old hat beside the red fox.", "in the old hat"),
        ("The red fox stands on top of the tower of the castle.", "on top of the tower"),
        ("The red fox sits on the roof.", "on the roof"),
        ("A box lies on the table, and the red fox looks at it.", "on the table"),
        ("An owl sits on the lamp post beside the red fox.", "on the lamp post"),
        ("The red fox sits between two lanterns.", "between two lanterns"),
        ("The red fox leaps over the fence.", "over the fence"),
        ("The red fox hides behind a rock.", "behind a rock"),
        ("The red fox waits on the last rung of a ladder.", "on the last rung of a ladder"),
        ("A picture hangs on the wall, and the red fox sits in his room.", "on the wall"),
        ("In the forest a lantern hangs from the branch, and the red fox sees it.", "hangs from the branch"),
        ("The red fox walks through the window of his room.", "through the window"),
        ("The red fox sits on the rim of the well.", "on the rim of the well"),
        ("A kettle is tied to the tail of the red fox.", "to the tail of the red fox"),
        ("A bird sits on the head of the red fox.", "on the head of the red fox"),
        ("The badger has the red fox on his shoulders.", "on his shoulders"),
        ("The red fox puts the key around the neck of the old tortoise, who smiles.",
         "around the neck of the old tortoise"),
    ],
)  # fmt: skip
def test_a_position_that_is_not_obeyed_is_named(shows: str, position: str) -> None:
    assert lacking(asking(shows)) == (position,)


@pytest.mark.parametrize(
    "shows",
    [
        "The red fox sits on a rock.",
        "The red fox sits on top of a barrel.",
        "The red fox sleeps in his bed.",
        "The red fox sits on the edge of the bed.",
        "The red fox crawls across the plank on his belly.",
        "The red fox sits on a throne.",
        "The red fox stands beside the table.",
        "The red fox walks up to the well.",
        "The red fox sits under an apple tree.",
        "The red fox stands under the lighthouse.",
        "The red fox stands in the rain under an umbrella.",
        "The red fox sits in a boat on the lake.",
        "The red fox stands on the bridge.",
        "The red fox sits in the hollow tree.",
        "The red fox watches at the door.",
        "The red fox plays on the flute.",
        "The red fox bends over the well.",
        "The red fox looks at his face in the mirror.",
        "The red fox finds a cross on the map.",
        "The red fox closes his paw on the key.",
        "The red fox lies on his back.",
        "The red fox lays a paw on his head.",
        "The red fox, the wings on his back, stands on the hill.",
        "The red fox walks home in good spirits, under one roof with luck.",
        "The red fox is over the moon.",
        "The red fox has it in his heart, and in the end he laughs.",
        "The badger stands between the hen and the red fox.",
    ],
)
def test_a_position_that_is_shown_or_none_is_not_named(shows: str) -> None:
    assert lacking(asking(shows)) == ()
