"""Parts of places: rocks are round, and what stands far off ends in something soft."""

import re
from random import Random

import pytest

from storybook.illustrator import depict, plan_of
from storybook.painting.canvas import Canvas
from storybook.painting.light import Light
from storybook.places.kinds import PLACES
from storybook.places.terrain import rock
from storybook.reading import lexicon
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


@pytest.mark.parametrize(
    ("shows", "place"),
    [
        # inside, and what only belongs to the outside of a house
        ("The red fox sits in the dark cellar.", "cellar"),
        ("From the dungeon floor the red fox looks at the tiny barred window.", "cellar"),
        ("Out of the flooded cellar the red fox raises all the barrels in the village.", "village"),
        ("In the attic of an old mill the red fox opens a chest.", "attic"),
        ("The red fox sleeps under the roof.", "attic"),
        ("The red fox puts the bread back into the storehouse.", "barn"),
        ("The red fox is flung against the barn door in the village.", "village"),
        ("The red fox stands on the roof of the barn.", "village"),
        ("In a hall without windows sits the wolf, and the red fox walks up to him.", "hall"),
        ("On the steps of the town hall the red fox bows.", "village"),
        ("The red fox crawls into a hollow tree out of the rain.", "hollow tree"),
        ("The red fox crouches in a hollow log and looks out at the sleet.", "hollow tree"),
        ("The red fox sits on the edge of the bed, and the door stands open.", "room"),
        ("The red fox stands on a chair at the window.", "room"),
        ("The red fox stands outside a lit window in the rain.", "village"),
        ("A bucket of water comes down from a window on the red fox.", "village"),
        ("In the inn doorway the stoats laugh at the red fox.", "village"),
        ("The red fox tumbles into a cabbage bed in the garden.", "garden"),
        ("The red fox looks out of the window at the snow.", "room"),
        ("A draught moves the one cup that hangs on the wall, and the red fox sits there.", "room"),
        ("On the mantel stand two cups, and the red fox smiles into the fire.", "room"),
        ("The red fox has drawn the curtain and pulls the sack up to his nose.", "room"),
        ("On the rails of the mine the cart comes down, and the red fox waits.", "cave"),
        ("In a boat decked with ribbons the red fox rows the cups to the house. He stands on the step.", "boat"),
        # gates and towers are not all castles
        ("The garden gate falls shut before the red fox.", "garden"),
        ("The red fox climbs through the snow gate of the pass.", "mountain"),
        ("The portcullis drops behind the red fox.", "castle"),
        ("The red fox stands before the dark tower.", "castle"),
        ("Before the gate of the lair the panther lays down the crown, and the red fox smiles.", "castle"),
        ("Each of the freed tells the red fox a name.", "castle"),
        ("Light fills the black hall to the roof, and the lynx drops down. The red fox laughs.", "hall"),
        ("At the top, on a chair of antlers, sits the lynx, and the red fox sets down his bundle.", "hall"),
        ("Out of the flooded cellar the red fox raises all the frogs at once.", "cellar"),
        ("The red fox sits at the very bottom of the shaft.", "hollow"),
        ("Paw prints lead into the maze, and in its middle sits the red fox.", "field"),
        # afloat or ashore
        ("An old heron rows the red fox across the lake.", "boat"),
        ("The red fox stands in a boat on the sea.", "boat"),
        ("Rain drums on an overturned boat on the shore, and under it lies the red fox.", "lake"),
        ("The swan passes by in a boat, and the red fox stays behind on the jetty.", "harbour"),
        ("The red fox lets a paper boat sail on the pond.", "lake"),
        ("The red fox walks over the little bridge.", "on the bridge"),
        ("The red fox stands below the bridge.", "bridge"),
        ("The red fox and the rabbit meet on the rope bridge.", "rope bridge"),
        # what is said of a thing, or only likened to a place
        ("At the market, the red fox loses a stone that he found at the bottom of the sea.", "market"),
        ("At the bottom of the dry well lies a lamp in a cave, and the red fox sees it.", "hollow"),
        ("Over the meadow comes the red fox, and he walks as at a feast.", "meadow"),
        ("Clouds tower over the fields, and the red fox runs.", "field"),
    ],
)
def test_the_sentence_says_where_it_happens(shows: str, place: str) -> None:
    assert plan_of(asking(shows), 1).places[0] == place


@pytest.mark.parametrize("place", sorted({name for name, *_ in lexicon.PLACES} | lexicon.INDOORS))
def test_every_place_that_words_mean_is_painted(place: str) -> None:
    assert place in PLACES


@pytest.mark.parametrize(
    "shows",
    [
        "The red fox sits in the cellar.",
        "The red fox sits in the attic.",
        "The red fox stands in the barn.",
        "The red fox stands in the hall.",
        "The red fox sits in a hollow tree.",
    ],
)
def test_it_does_not_rain_under_a_roof(shows: str) -> None:
    dry, wet = (depict(asking(f"{shows}{weather}", mood="calm"), 1).figures.svg() for weather in ("", " Rain falls."))
    assert wet.count("<path") <= dry.count("<path") + 1


def test_the_near_side_of_a_boat_is_drawn_before_those_in_it() -> None:
    afloat = depict(asking("An old heron rows the red fox across the lake."), 1).figures.svg()
    ashore = depict(asking("An old heron meets the red fox at the lake."), 1).figures.svg()
    assert afloat.count("<path") > ashore.count("<path")


@pytest.mark.parametrize(
    ("shows", "name", "drawn_as_a_thing"),
    [
        ("The garden gate falls shut before the red fox.", "gate", True),
        ("The red fox is caught in the thorns.", "thorns", True),
        ("The red fox stands under the lighthouse.", "lighthouse", True),
        ("The red fox steers the lighthouse keeper home.", "lighthouse", False),
        ("The red fox pushes a giant boulder.", "boulder", True),
        ("The red fox walks over the bridge.", "bridge", False),
        ("The red fox sits in a hollow log.", "log", False),
        ("The red fox sees the house of the bears across the meadow from his room.", "gate", False),
        ("The red fox holds the lamp up high.", "lamp", True),
    ],
)
def test_what_the_place_does_not_show_is_drawn_as_a_thing(shows: str, name: str, drawn_as_a_thing: bool) -> None:
    plan = plan_of(asking(shows), 1)
    assert (name in {prop.name for prop in (*plan.props, plan.held, plan.seat) if prop}) is drawn_as_a_thing


@pytest.mark.parametrize(
    ("shows", "inside"),
    [
        ("The red fox lays it on the doorstep, and from inside somebody draws the curtain.", False),
        ("On his belly in the snow, the red fox listens at the window for the spoon on the sill.", False),
        ("The red fox sits in the old library.", True),
        ("The red fox shares a corner of a hollow tree, while the rain goes by outside.", True),
    ],
)
def test_who_is_outside_is_not_drawn_within(shows: str, inside: bool) -> None:
    assert (plan_of(asking(shows), 1).places[0] in lexicon.INDOORS) == inside
