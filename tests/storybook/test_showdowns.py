"""Who stands against whom, and what both of them do; what the fox pulls and wears, and who is called no animal."""

from random import Random

import pytest

from storybook.composing.composition import Composition, compose
from storybook.composing.furnishing import furnished
from storybook.illustrator import depict, plan_of
from storybook.reading.plan import Figure, Plan
from tests.storybook.conftest import asking


def plan(shows: str, beat: str, mood: str = "determined") -> Plan:
    return plan_of(asking(shows, beat=beat, mood=mood), 1)


def framed(read: Plan) -> Composition:
    return compose(read, Random(1), 3)


def villain(shows: str, beat: str) -> Figure:
    return next(figure for figure in plan(shows, beat).figures if figure.part == "villain")


@pytest.mark.parametrize(
    ("shows", "beat", "kind"),
    [
        ("The badger stamps, and the red fox clings to the edge.", "struggle", "badger"),
        ("The red fox and the badger push against each other.", "struggle", "badger"),
        ("From two ends of the street they come, the chief of the beavers and the red fox.", "confront", "beaver"),
        ("The chief of the beavers is building a dam, and the red fox looks on.", "awakening", "beaver"),
        ("An eagle is taking the lambs, and the red fox looks on.", "awakening", "eagle"),
        ("The walrus spits at the red fox before a goose.", "struggle", "walrus"),
    ],
)
def test_whoever_the_fox_stands_up_to_is_the_villain(shows: str, beat: str, kind: str) -> None:
    found = villain(shows, beat)
    assert (found.kind, found.count, found.mood) == (kind, 1, "menacing")


@pytest.mark.parametrize(
    ("shows", "beat"),
    [
        ("The red fox and his friend, the otter, push the boulder.", "struggle"),
        ("The little mouse helps the red fox.", "overcome"),
        ("The red fox shields the rabbit from the stones.", "struggle"),
        ("A hen trembles behind the fence, and the red fox walks on.", "confront"),
        ("The hare shakes the red fox by the shoulder.", "dark"),
        ("The hare is baking a cake for the red fox.", "forgiven"),
        ("The red fox, who has been playing bear, smiles.", "confront"),
    ],
)
def test_who_is_on_his_side_is_none(shows: str, beat: str) -> None:
    assert not [figure for figure in plan(shows, beat).figures if figure.part == "villain"]


@pytest.mark.parametrize(
    ("shows", "beat", "pose"),
    [
        ("The badger stamps before the red fox.", "struggle", "kick"),
        ("The sky is dark with tiles that the badger throws at the red fox.", "struggle", "hammer"),
        ("A net, hurled by the panther, brings the red fox down.", "struggle", "hammer"),
        ("The panther rolls a boulder against the red fox.", "struggle", "push"),
        ("On a chair of antlers sits the lynx, and the red fox walks up.", "confront", "sit"),
        ("The lynx waits for nobody, and roars at the red fox.", "struggle", "sit"),
        ("The panther gets up before the red fox.", "confront", "menace"),
        ("The eagle is an arm's length from the red fox.", "confront", "fly"),
        ("The engine lifts the panther off the ground, and the red fox laughs.", "overcome", "hover"),
        ("The panther bounces off, and the red fox holds the brake.", "overcome", "fallen"),
        ("The panther drops down on both knees before the red fox.", "overcome", "slump"),
    ],
)
def test_a_villain_does_what_the_sentence_says(shows: str, beat: str, pose: str) -> None:
    assert villain(shows, beat).pose == pose


def test_a_villain_is_not_beaten_while_he_fights_on() -> None:
    assert villain("The red fox holds the gate shut against the panther.", "overcome").mood == "menacing"
    assert villain("The red fox holds on, and the panther gives way.", "overcome").mood == "beaten"


def test_before_a_menacing_villain_he_does_not_just_stand() -> None:
    assert plan("There stands the red fox, and the panther gets up.", "confront").pose == "face"
    assert plan("There stands the red fox, and the hare gets up.", "ally").pose == "stand"


def test_he_whom_an_eagle_grips_hangs_below_it() -> None:
    read = plan("The red fox breaks out, straight into the paws of the eagle.", "struggle")
    frame = framed(read)
    (eagle,) = frame.others
    assert read.gripped
    assert 0 < frame.fox.lift < eagle.lift
    assert abs(eagle.x - frame.fox.x) < 200 * frame.fox.scale


def test_who_is_lifted_is_off_the_ground_and_on_no_stone() -> None:
    frame = framed(plan("The crane lifts the panther off the ground, and the red fox laughs.", "overcome"))
    assert frame.others[0].lift > 0


def test_a_bell_of_light_is_drawn_over_him_who_is_in_it() -> None:
    shows = "A bell of blue light rises around the badger, and the red fox sits down."
    assert villain(shows, "overcome").caught == "bubble"
    free = shows.replace("A bell of blue light", "Blue light")
    lines = [depict(asking(text, beat="overcome"), 1).figures.svg().count("<path") for text in (shows, free)]
    assert lines[0] == lines[1] + 2


@pytest.mark.parametrize(
    "shows",
    [
        "Between the shafts of a little cart comes the red fox.",
        "The red fox pulls the cubs through the wheat in a little cart.",
    ],
)
def test_what_he_pulls_is_behind_him(shows: str) -> None:
    read = plan(shows, "new_life", "happy")
    assert read.pulled is not None
    frame = framed(read)
    piece = next(piece for piece in furnished(read, frame, Random(1)) if piece.prop is read.pulled)
    assert (piece.x < frame.fox.x) != frame.fox.mirrored


def test_a_cart_that_somebody_else_pulls_is_not_his() -> None:
    assert plan("A donkey pulls a cart past the red fox.", "new_life").pulled is None


def test_a_crown_that_is_laid_down_is_not_on_his_head() -> None:
    laid = plan("The panther lays down the crown, and the red fox smiles.", "justice", "happy")
    assert laid.worn is None
    assert "crown" in {prop.name for prop in laid.props}
    worn = plan("The red fox wears the crown and smiles.", "justice", "happy").worn
    assert worn is not None
    assert worn.name == "crown"


@pytest.mark.parametrize(
    ("shows", "kind", "count", "young"),
    [
        ("Each of the freed tells the red fox a name.", "villager", 3, False),
        ("The little ones cross the road before the red fox.", "villager", 3, True),
        ("The smallest of those who were freed gives the red fox a seed.", "mouse", 1, False),
        ("The red fox lets the smallest of the village lay the seed in the ground.", "mouse", 1, False),
        ("The red fox gives nuts to a jay.", "bird", 1, False),
        ("The crier of the village meets the red fox.", "badger", 1, False),
    ],
)
def test_who_is_called_no_animal_is_one(shows: str, kind: str, count: int, young: bool) -> None:
    (figure,) = plan(shows, "reward", "happy").figures
    assert (figure.kind, figure.count, figure.young) == (kind, count, young)
