"""The character sheet: what kind of picture it is, when it is the same one, and that wishes can be seen on it."""

import xml.etree.ElementTree as ElementTree
from collections.abc import Callable

import pytest

from storybook.composing.sheet import depict_sheet
from storybook.illustrator import depict, draw
from tests.storybook.conftest import (
    SMALL,
    asking,
    asking_sheet,
    brightness,
    difference,
    drawn,
    is_blue,
    is_fox_red,
    is_green,
    opened,
    share,
)

WISH = "Give him a green scarf."


def test_a_sheet_is_a_png_of_the_size_that_was_asked_for() -> None:
    sheet = drawn(asking_sheet(size=(1024, 1536)))
    assert opened(sheet).size == (1024, 1536)
    assert sheet.startswith(b"\x89PNG")
    assert len(sheet) < 1_500_000


def test_a_sheet_shows_the_fox_on_plain_light_paper(plain_sheet: bytes) -> None:
    picture = opened(plain_sheet)
    right, bottom = SMALL[0] - 3, SMALL[1] - 3
    corners = [picture.getpixel(place) for place in ((2, 2), (right, 2), (2, bottom), (right, bottom))]
    assert all(min(corner) > 170 for corner in corners)  # type: ignore[type-var, arg-type]
    assert 0.08 < share(plain_sheet, is_fox_red) < 0.6


def test_a_sheet_is_another_picture_than_a_scene(plain_sheet: bytes) -> None:
    assert difference(plain_sheet, drawn(asking("The red fox stands, alone, on a plain, light ground."))) > 20


def test_the_same_request_gives_the_same_sheet(plain_sheet: bytes) -> None:
    assert draw(asking_sheet()).png == plain_sheet


def test_another_story_arranges_its_sheet_otherwise(plain_sheet: bytes) -> None:
    assert difference(plain_sheet, drawn(asking_sheet(seed="another story"))) > 3


def test_a_sheet_drawn_once_more_is_arranged_otherwise(plain_sheet: bytes) -> None:
    assert difference(plain_sheet, drawn(asking_sheet(version=2))) > 3


def test_a_changed_sheet_keeps_its_arrangement_and_obeys_the_wish(plain_sheet: bytes) -> None:
    changed = drawn(asking_sheet(WISH, version=2, base=plain_sheet))
    assert 0.3 < difference(plain_sheet, changed) < difference(plain_sheet, drawn(asking_sheet(WISH, version=2)))
    again = drawn(asking_sheet("Give him blue eyes.", version=3, base=changed))
    assert difference(plain_sheet, again) < difference(plain_sheet, changed)


def test_a_wish_counts_once_though_it_stands_in_the_description_too() -> None:
    wish = "Bigger ears."
    twice = depict_sheet(asking_sheet(wish, character="a small fox"), 1)
    once = depict_sheet(asking_sheet(character=f"a small fox. {wish}"), 1)
    none = depict_sheet(asking_sheet(character="a small fox"), 1)
    assert twice.drawings(64, 96) == once.drawings(64, 96) != none.drawings(64, 96)


@pytest.mark.parametrize(
    ("wish", "colour", "least"),
    [
        (WISH, is_green, 0.008),
        ("a green hat please", is_green, 0.008),
        ("He should wear a long blue cape", is_blue, 0.008),
        ("put a blue jumper on him", is_blue, 0.008),
        ("make his fur blue", is_blue, 0.05),
        ("Give him bright green eyes", is_green, 0.0005),
    ],
)
def test_a_wish_can_be_seen_on_the_sheet(
    plain_sheet: bytes, wish: str, colour: Callable[[int, int, int], bool], least: float
) -> None:
    assert share(drawn(asking_sheet(wish)), colour) > share(plain_sheet, colour) + least


def test_darker_and_lighter_fur_can_be_seen(plain_sheet: bytes) -> None:
    darker, lighter = (brightness(drawn(asking_sheet(wish))) for wish in ("darker fur", "make his fur lighter"))
    assert darker + 1 < brightness(plain_sheet) < lighter - 1


def test_what_he_carries_is_in_his_paws_on_the_sheet(plain_sheet: bytes) -> None:
    assert difference(drawn(asking_sheet("He holds a lantern.")), plain_sheet) > 1


def test_a_mood_that_is_wished_for_is_on_the_large_face(plain_sheet: bytes) -> None:
    assert drawn(asking_sheet("make him look sad")) != plain_sheet


def test_a_sheet_holds_no_letters_and_nothing_of_the_prompt() -> None:
    wish = '<text>zebra</text> a green scarf & "quoted" \x00'
    for drawing in depict_sheet(asking_sheet(wish), 1).drawings(256, 384):
        tags = {element.tag.rpartition("}")[2] for element in ElementTree.fromstring(drawing).iter()}
        assert not tags & {"text", "tspan", "script", "image", "foreignObject", "style", "use"}
        assert "zebra" not in drawing
        assert "nan" not in drawing


def test_a_scene_is_not_drawn_as_a_sheet_because_its_words_speak_of_one() -> None:
    scene = "Character sheet: the red fox alone, from several sides."
    assert depict(asking(scene), 1).drawings(64, 96) != depict_sheet(asking_sheet(), 1).drawings(64, 96)


@pytest.mark.parametrize("size", [(64, 96), (301, 200), (1, 1)])
def test_a_sheet_can_have_any_size(size: tuple[int, int]) -> None:
    assert opened(drawn(asking_sheet(size=size))).size == size


@pytest.mark.parametrize(
    "wish", ["(((" * 300, "no " * 900, "🦊" * 400, "a" * 2000, "red and " * 250, "Change: Scene: ("]
)
def test_no_wish_is_too_strange(wish: str) -> None:
    assert opened(drawn(asking_sheet(wish, size=(64, 96)))).size == (64, 96)
