"""What is read out of a prompt, and that nothing of its text gets into the drawing."""

import xml.etree.ElementTree as ElementTree
from random import Random

import pytest

from storybook.composing.composition import compose
from storybook.figures.looks import look_for
from storybook.illustrator import depict
from storybook.reading.plan import Plan
from storybook.reading.plans import read_plan
from tests.storybook.conftest import asking


def plan(scene: str, **how: str) -> Plan:
    return read_plan(asking(scene, **how), Random("x"))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("scene", "place"),
    [
        ("The red fox tightens a screw in the workshop.", "workshop"),
        ("Across the frozen lake walks the red fox.", "lake"),
        ("In the dark cave the red fox finds a relic.", "cave"),
        ("The red fox climbs the mountain pass.", "mountain"),
        ("In the market square the red fox is laughed at.", "market"),
        ("The red fox crosses the bridge.", "on the bridge"),
    ],
)
def test_the_place_is_where_the_scene_says(scene: str, place: str) -> None:
    assert plan(scene).places[0] == place


@pytest.mark.parametrize(
    ("scene", "pose"),
    [
        ("The red fox runs down the lane.", "run"),
        ("The red fox offers a flower to a girl fox.", "offer"),
        ("The red fox hammers in the workshop.", "hammer"),
        ("With the jetpack on his back the red fox flies over the roofs.", "fly"),
        ("Out of the cloud strides the red fox.", "walk"),
        ("The red fox sits on a stone.", "sit"),
        ("One finger of his paw on the ground, the red fox stands upside down, as straight as a candle.", "handstand"),
        ("The hare is back, and the red fox does a handstand for joy.", "handstand"),
        ("Up and down the steps goes the red fox on his hands, tail straight up.", "handstand"),
        ("The red fox teaches the little ones to do a handstand.", "stand"),
    ],
)
def test_the_fox_does_what_the_scene_says(scene: str, pose: str) -> None:
    assert plan(scene, mood="determined").pose == pose


def test_whoever_is_named_is_there_in_his_part() -> None:
    (villain,) = plan("A huge grey wolf stands before the red fox.", beat="confront", mood="tense").figures
    assert (villain.kind, villain.count, villain.part, villain.mood) == ("wolf", 1, "villain", "menacing")
    (crows,) = plan("The red fox is laughed at by crows.", beat="humiliation", mood="sad").figures
    assert (crows.kind, crows.part, crows.mood) == ("crow", "crowd", "mocking")


def test_the_offered_flower_is_in_his_paw_and_the_girl_fox_stands_before_him() -> None:
    shown = plan("The red fox offers a flower to a girl fox.", beat="humiliation", mood="sad")
    assert shown.held is not None
    assert shown.held.name == "flower"
    assert [figure.kind for figure in shown.figures] == ["vixen"]


def test_a_comparison_is_not_drawn() -> None:
    assert not plan("His tail goes up like a flag, and the red fox roars like a bear.").figures
    assert not plan("The red fox stands, his tail up like a flag.").props


def test_the_description_of_the_fox_is_not_read_as_scene() -> None:
    assert plan("The red fox sits.").figures == ()


@pytest.mark.parametrize(("note", "time"), [("make it night", "night"), ("at sunset", "golden"), ("at noon", "day")])
def test_a_note_sets_the_hour(note: str, time: str) -> None:
    assert plan("At dawn the red fox walks.", change=note).time == time


def test_a_note_sets_weather_mood_and_nearness() -> None:
    shown = plan("The red fox walks.", change="add rain, make him happier and bigger", mood="sad")
    assert (shown.weather, shown.mood, shown.closer) == ("rain", "happy", 1)


def test_what_a_note_rules_out_is_gone() -> None:
    scene = "By moonlight the crows laugh at the red fox beside a lantern."
    assert plan(scene).figures
    assert not plan(scene, change="no crows").figures
    assert "lantern" not in [prop.name for prop in plan(scene, change="remove the lantern").props]
    assert not plan(scene, change="without the moon").moon


def test_a_note_adds_a_thing_that_the_place_would_swallow() -> None:
    assert "tree" in [prop.name for prop in plan("The red fox walks.", change="add a tree").props]


@pytest.mark.parametrize("note", ["take the bear away", "take the bear out", "remove the bear", "no bear"])
def test_a_note_takes_somebody_away(note: str) -> None:
    assert plan("The red fox and a bear stand in the forest.", change=note).figures == ()


@pytest.mark.parametrize(
    "note", ["turn the bear into a lion", "replace the bear with a lion", "make the bear a lion, please"]
)
def test_a_note_puts_one_in_the_place_of_another(note: str) -> None:
    shown = plan("The red fox and a bear stand in the forest.", change=note)
    assert [figure.kind for figure in shown.figures] == ["lion"]


def test_what_replaces_his_seat_is_his_seat() -> None:
    seat = plan("The red fox sits on a rock.", change="make the rock a chair").seat
    assert seat
    assert seat.name == "chair"


@pytest.mark.parametrize(
    "note",
    [
        "let an owl fly above him", "can you add a sleeping dog?", "a hat lies on the ground", "two crows fly past",
        "give him a walking stick", "he needs knee pads", "a bear should run behind him",
    ],
)  # fmt: skip
def test_what_a_note_says_of_others_is_not_what_he_does(note: str) -> None:
    scene = "The red fox stands in the meadow."
    assert plan(scene, change=note).pose in (plan(scene).pose, "hold")


@pytest.mark.parametrize("note", ["let an owl fly above him", "an owl flies over the trees", "add a flying owl"])
def test_a_bird_that_flies_is_in_the_air(note: str) -> None:
    shown = plan("The red fox stands in the meadow.", change=note)
    (owl,) = compose(shown, Random(1), 3).others
    assert (owl.kind, owl.pose) == ("owl", "fly")
    assert owl.lift > 0


def test_he_closes_his_eyes() -> None:
    assert look_for(plan("The red fox stands.", change="close his eyes").mood).lid == 1


@pytest.mark.parametrize("note", ["put a sword in his hand", "he holds a sword", "a sword in his paws"])
def test_what_a_note_puts_into_his_hand_is_there(note: str) -> None:
    held = plan("The red fox stands.", change=note).held
    assert held
    assert held.name == "sword"


def test_wings_that_he_is_given_are_on_his_back() -> None:
    worn = plan("The red fox stands.", change="give the fox wings").worn
    assert worn
    assert worn.name == "wings"


HOSTILE = 'The red fox sees <text>zebra</text> "quoted" & <b>bold</b> zebra\x00 in the village.'


def test_the_drawing_is_well_formed_and_holds_nothing_of_the_prompt() -> None:
    for drawing in depict(asking(HOSTILE, change="<text>zebra</text>"), 1).drawings(256, 384):
        tags = {element.tag.rpartition("}")[2] for element in ElementTree.fromstring(drawing).iter()}
        assert not tags & {"text", "tspan", "script", "image", "foreignObject", "style", "use"}
        assert "zebra" not in drawing
        assert "quoted" not in drawing
