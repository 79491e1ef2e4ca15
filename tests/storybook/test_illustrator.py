"""Real pictures: their size, their sameness, their difference, and that they do what prompt and note say."""

import json
from itertools import combinations, pairwise
from pathlib import Path

import pytest

from providers.base import Beat, StoryBrief
from providers.text.local import LocalWriter
from storybook.illustrator import draw
from storybook.request import Request
from tests.factories import ANSWERS_A
from tests.storybook.conftest import SMALL, asking, brightness, difference, drawn, opened

TEMPLATES = Path(__file__).parents[2] / "stories" / "content" / "templates.json"
OFFERING = "The red fox offers a flower to a girl fox in the meadow."
MOCKED = "The crows laugh at the red fox in the market square."


def test_a_picture_has_the_size_that_was_asked_for() -> None:
    picture = drawn(asking(OFFERING, size=(1024, 1536)))
    assert picture.startswith(b"\x89PNG")
    assert opened(picture).size == (1024, 1536)
    assert len(picture) < 1_500_000


@pytest.mark.parametrize("size", [(64, 96), (301, 200), (1, 1)])
def test_any_size_can_be_asked_for(size: tuple[int, int]) -> None:
    assert opened(drawn(asking(OFFERING, size=size))).size == size


def test_the_same_request_gives_the_same_bytes(meadow: bytes) -> None:
    assert draw(asking(OFFERING)).png == meadow


def test_all_twenty_pictures_of_a_story_differ_clearly() -> None:
    pictures = [drawn(request) for request in whole_story()]
    assert len(pictures) == 20
    assert min(difference(a, b) for a, b in combinations(pictures, 2)) > 8


def test_versions_of_one_picture_differ_clearly() -> None:
    versions = [drawn(asking(OFFERING, version=version)) for version in (1, 2, 3)]
    assert min(difference(a, b) for a, b in combinations(versions, 2)) > 8


def test_two_stories_draw_the_same_scene_differently(meadow: bytes) -> None:
    assert difference(meadow, drawn(asking(OFFERING, seed="another story"))) > 8


def test_an_edit_keeps_the_composition_and_is_never_the_same_picture() -> None:
    first = drawn(asking(OFFERING, version=2))
    edited = drawn(asking(OFFERING, version=3, base=first, change="add a lantern"))
    redrawn = drawn(asking(OFFERING, version=3, change="add a lantern"))
    assert edited != first
    assert 0 < difference(first, edited) < difference(first, redrawn)


def test_an_edit_without_a_usable_note_is_another_file_and_nearly_the_same_picture(meadow: bytes) -> None:
    edited = drawn(asking(OFFERING, version=2, base=meadow, change="xyzzy"))
    assert edited != meadow
    assert difference(meadow, edited) < 3


def test_a_base_that_somebody_else_made_can_be_edited() -> None:
    assert opened(drawn(asking(OFFERING, version=2, base=b"not a picture"))).size == SMALL


def test_a_word_for_a_thing_changes_the_picture() -> None:
    assert difference(drawn(asking("The red fox sits.")), drawn(asking("The red fox sits beside a drum."))) > 0.5


@pytest.mark.parametrize("note", ["no crows", "remove the crows", "without the crows please"])
def test_a_note_takes_away_what_it_rules_out(note: str) -> None:
    alone = drawn(asking("The red fox is laughed at in the market square.", beat="humiliation", mood="sad"))
    removed = drawn(asking(MOCKED, beat="humiliation", mood="sad", change=note))
    mocked = drawn(asking(MOCKED, beat="humiliation", mood="sad"))
    assert difference(removed, mocked) > difference(removed, alone) / 4
    assert removed != mocked


def test_a_note_can_make_it_night(meadow: bytes) -> None:
    night = drawn(asking(OFFERING, change="make it night", version=2, base=meadow))
    assert brightness(night) < 0.75 * brightness(meadow)


def test_a_note_can_let_it_snow(meadow: bytes) -> None:
    assert difference(meadow, drawn(asking(OFFERING, change="add snow", version=2, base=meadow))) > 10


def test_the_mood_changes_the_picture() -> None:
    moods = [drawn(asking("The red fox stands in the meadow at noon.", mood=mood)) for mood in ("happy", "sad", "calm")]
    assert min(difference(a, b) for a, b in pairwise(moods)) > 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "🦊" * 10_000,
        "</svg><script>alert(1)</script>\x00\x01\ud800 & < > \" '",
        "الثعلب الأحمر\u202e يجلس",
        "((((" * 4000 + "no no no without",
        "no " * 5000,
    ],
    ids=["empty", "emoji", "markup", "right to left", "parentheses", "negations"],
)
def test_no_text_is_too_strange(text: str) -> None:
    request = Request(text, text, text, mood="?", beat="?", width=64, height=96)
    assert opened(draw(request).png).size == (64, 96)


def whole_story() -> list[Request]:
    """The requests of a story as the local writer tells it."""
    template = next(one for one in json.loads(TEMPLATES.read_text()) if one["name"] == "Power Fantasy")
    beats = [Beat(one["number"], one["kind"], one["mood"], one["shows"]) for one in template["beats"]]
    brief = StoryBrief("a story", template["name"], beats, ANSWERS_A, template["character"], template["art_style"])
    writer = LocalWriter()
    seen = writer.depict(brief, scenes=writer.write(brief, already={}).scenes).scenes
    return [
        asking(seen[beat.number], mood=beat.mood, beat=beat.kind, number=beat.number, size=(96, 144)) for beat in beats
    ]
