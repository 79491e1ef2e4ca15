"""What the fox has found goes along with him, and is there at the climax and at the end."""

from itertools import pairwise
from random import Random

import pytest

from storybook.writing.carrying import carried, with_it
from storybook.writing.cast import Cast
from storybook.writing.nouns import read_noun

from .conftest import make_brief, story_of

FINDS = ["a sword", "a brass compass", "honey", "wings", "una brújula"]


@pytest.mark.parametrize(
    ("find", "told"),
    [
        ("a sword", "the sword across his back"),
        ("an old map", "the old map rolled up under his arm"),
        ("a pair of boots", "the boots on his feet"),
        ("a silver ring", "the silver ring on his claw"),
        ("a hidden temple", ""),
        ("an old wizard", ""),
        ("a giant robot", ""),
    ],
)
def test_a_thing_is_carried_where_it_belongs(find: str, told: str) -> None:
    assert (carried(read_noun(find, missing="x"), Random(1)) or ("",))[0] == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("In the rain the red fox walks home.", "In the rain the red fox, the kite on his back, walks home."),
        (
            "At the gate stands the red fox, tail high.",
            "At the gate stands the red fox, the kite on his back, tail high.",
        ),
        ("The eyes of the red fox shine.", ""),
        ("The crows throw plums at the red fox.", ""),
    ],
)
def test_it_is_told_where_the_fox_does_something(text: str, told: str) -> None:
    assert with_it(text, "the kite on his back") == told


@pytest.mark.parametrize("find", FINDS)
def test_what_he_found_is_never_long_forgotten(template: str, humiliation: dict[str, str], find: str) -> None:
    answers = humiliation | {"find": find, "do_with_find": "A"}
    cast = Cast(make_brief(template, answers))
    scenes = story_of(template, answers).scenes
    told = [number for number, text in scenes.items() if cast.tells_of_find(text)]
    climax = next(beat.number for beat in make_brief(template, answers).beats if beat.kind == "overcome")
    assert {climax, 20} <= set(told)
    assert max(after - before for before, after in pairwise(told)) <= 4


def test_who_builds_puts_the_find_into_what_he_builds(template: str, humiliation: dict[str, str]) -> None:
    answers = humiliation | {"find": "a brass compass", "do_with_find": "B"}
    for seed in "123":
        scenes = story_of(template, answers, seed).scenes
        practice = next(beat.number for beat in make_brief(template, answers).beats if beat.kind == "practice")
        assert "the brass compass" in scenes[practice]
        assert not any(
            "compass in" in text or "compass on a" in text for number, text in scenes.items() if number > practice
        )
