"""The crime of the villain is something that a picture can show."""

import re
from random import Random

import pytest

from storybook.writing.cast import Cast
from storybook.writing.misdeeds import seen

from .conftest import make_brief, story_of

WITNESSED = {"call", "awakening", "crime", "confront"}


@pytest.mark.parametrize(
    ("doing", "shown"),
    [
        ("felling the old trees", r"axe|wood chips|saw"),
        ("stealing the bread", r"sack|handcart"),
        ("burning the forest", r"torch|flames"),
        ("flooding the valley", r"water|sluice"),
        ("kidnapping the ducklings", r"cage|keys"),
        ("telling lies about everyone", r"horn|papers|bribes"),
        ("being mean", r"arms|grin|chin"),
        ("taking away people's hope", r"arms|grin|chin"),
        ("building a dam so that the village has no water", r"trunks|brook"),
        ("casting evil spells", r"wand|sparks"),
    ],
)
def test_a_deed_has_a_tool_or_a_haul(doing: str, shown: str) -> None:
    assert all(re.search(shown, seen(doing, Random(number))) for number in range(6))


@pytest.mark.parametrize("crime", ["felling the old trees", "a heron called Gustav drinks the pond", "being mean"])
def test_one_scene_shows_the_villain_at_it(template: str, offering: dict[str, str], crime: str) -> None:
    answers = offering | {"villain_crime": crime}
    brief = make_brief(template, answers)
    villain, shown = Cast(brief).noun("villain"), Cast(brief).word("crime!", so_far="")
    (scene,) = [text for text in story_of(template, answers).scenes.values() if f"is {shown}" in text]
    assert villain.full.lower() in scene.lower()


@pytest.mark.parametrize("crime", ["construyó una presa", "zzzz"])
def test_a_crime_in_unknown_words_is_what_the_villain_is_seen_doing(
    template: str, offering: dict[str, str], crime: str
) -> None:
    answers = offering | {"villain_crime": crime}
    brief = make_brief(template, answers)
    told = [text for beat in brief.beats for text in [story_of(template, answers).scenes[beat.number]]
            if beat.kind in WITNESSED and f"“{crime}”" in text]  # fmt: skip
    assert told
    assert all(Cast(brief).noun("villain").full in text.lower() for text in told)
