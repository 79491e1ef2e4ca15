"""Who does what beside the red fox: the verbs that animals are the subject of, and their poses."""

import pytest

from storybook.illustrator import plan_of
from storybook.reading.others import deeds_of_others, doing
from tests.storybook.conftest import asking


@pytest.mark.parametrize(
    ("text", "deeds"),
    [
        ("the otter hugs the mole.", [("otter", "hug")]),
        ("the geese skate, and the red fox waits.", [("geese", "skate")]),
        ("the squirrels of the village stand up and pull him away.", [("squirrels", "stand"), ("squirrels", "pull")]),
        ("with the squirrel blowing the horn the red fox rides in.", [("squirrel", "blow")]),
        ("an old heron rolls it down, and she laughs.", [("heron", "roll"), ("heron", "laugh")]),
        ("the crowd opens.", [("crowd", "open")]),
        ("the wolf must carry a sack.", [("wolf", "carry")]),
        ("the red fox sits beside the otter and hums.", []),
        ("the mole's boots shine.", []),
        ("the otter cannot dig.", []),
    ],
)
def test_the_deeds_of_others(text: str, deeds: list[tuple[str, str]]) -> None:
    assert [(deed.who, deed.verb) for deed in deeds_of_others(text)] == deeds


@pytest.mark.parametrize(
    ("verb", "form"), [("hug", "hugging"), ("row", "rowing"), ("tie", "tying"), ("bake", "baking"), ("open", "opening")]
)
def test_the_form_in_ing(verb: str, form: str) -> None:
    assert doing(verb) == form


@pytest.mark.parametrize(
    ("shows", "pose"),
    [
        ("The otter kneels beside the red fox.", "slump"),
        ("The rabbits run behind the red fox.", "run"),
        ("The otter waits beside the red fox.", "watch"),
        ("The weasels clap around the red fox.", "triumph"),
    ],
)
def test_others_are_drawn_as_they_do_what_is_told(shows: str, pose: str) -> None:
    assert plan_of(asking(shows), 1).figures[0].pose == pose
