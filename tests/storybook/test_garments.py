"""Each thing he can wear is drawn on him in every way he can stand, and the fox beneath it stays the same."""

import xml.etree.ElementTree as ElementTree
from functools import cache

import pytest

from storybook.figures.creature import draw_creature
from storybook.figures.dressing import BARE, Dress
from storybook.figures.looks import look_for
from storybook.figures.poses import POSES
from storybook.painting.canvas import Canvas, placed
from storybook.painting.light import Light
from storybook.painting.rendering import render
from storybook.reading.hero import Garment, Hero
from storybook.reading.wardrobe import GARMENTS

KINDS = [*GARMENTS, "socks"]
HIDDEN_FROM_BEHIND = {kind for kind, (place, _, _) in GARMENTS.items() if place == "face"}


@cache
def creature(pose: str, dress: Dress = BARE) -> str:
    cv = Canvas(Light())
    draw_creature(cv, Hero().build, POSES[pose], look_for("calm"), "fox", dress=dress)
    return cv.svg()


@cache
def outlines(svg: str) -> list[str]:
    return [element.attrib["d"] for element in ElementTree.fromstring(svg).iter() if "d" in element.attrib]


@pytest.mark.parametrize("pose", ["stand", "sit", "walk", "lie", "fly", "cower"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_garment_is_drawn_in_its_colours_in_every_pose(kind: str, pose: str) -> None:
    dressed = [creature(pose, Dress((Garment(kind, colour, "#12ab34"),))) for colour in ("#3a5fcd", "#cd5f3a")]
    assert len({*dressed, creature(pose)}) == (3 if kind != "crown" else 2)
    assert not any(word in svg for svg in dressed for word in ("nan", "inf", "<text"))


@pytest.mark.parametrize("kind", KINDS)
def test_from_behind_only_what_is_before_the_eyes_is_hidden(kind: str) -> None:
    dressed = creature("back", Dress((Garment(kind, "#3a5fcd"),)))
    assert (dressed == creature("back")) == (kind in HIDDEN_FROM_BEHIND)


@pytest.mark.parametrize("kind", KINDS)
def test_the_fox_beneath_a_garment_stays_the_same_to_the_last_hair(kind: str) -> None:
    beneath = outlines(creature("stand"))
    dressed = iter(outlines(creature("stand", Dress((Garment(kind, "#3a5fcd", "#12ab34"),)))))
    assert all(outline in dressed for outline in beneath)


@pytest.mark.parametrize("pose", ["sit", "look_up", "slump", "back"])
@pytest.mark.parametrize("kind", ["coat", "raincoat", "bathrobe", "dress", "skirt"])
def test_what_is_long_falls_over_the_thighs_of_one_who_sits(kind: str, pose: str) -> None:
    cv = Canvas(Light(), 400, 500)
    x, y, *_ = POSES[pose].haunch[0]
    with cv.group(placed(200, 450)):
        draw_creature(cv, Hero().build, POSES[pose], look_for("calm"), "fox", dress=Dress((Garment(kind, "#3a5fcd"),)))
    red, _, blue, _ = render(cv.svg(), 400, 500).getpixel((round(200 + x), round(450 + y)))  # type: ignore[misc]
    assert blue > red + 40


def test_who_wears_everything_is_still_drawn() -> None:
    everything = Dress(tuple(Garment(kind, "#3a5fcd") for kind in KINDS))
    for pose in POSES:
        ElementTree.fromstring(creature(pose, everything))
