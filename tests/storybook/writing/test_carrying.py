"""What the fox has found goes along with him, and is there at the climax and at the end."""

import re
from itertools import pairwise
from random import Random

import pytest

from storybook.writing.answers.nouns import read_noun
from storybook.writing.carrying import carried, with_it
from storybook.writing.cast import Cast

from .conftest import make_brief, story_of

FINDS = ["a sword", "a brass compass", "honey", "wings", "una brújula"]


@pytest.mark.parametrize(
    ("find", "told"),
    [
        ("a sword", "the sword over one shoulder"),
        ("a violin", "the violin tied to his back"),
        ("an old map", "the old map rolled up under his arm"),
        ("a pair of boots", "the boots on his feet"),
        ("a silver ring", "the silver ring on his claw"),
        ("a hidden temple", ""),
        ("an old wizard", ""),
        ("a giant robot", ""),
    ],
)
def test_a_thing_is_carried_where_it_belongs(find: str, told: str) -> None:
    ways = carried(read_noun(find, missing="x"), Random(1))
    assert told in ways if told else ways == ()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("In the rain the red fox walks home.", "In the rain the red fox walks home, the kite on his back."),
        ("The red fox walks home, tail high.", "With the kite on his back, the red fox walks home, tail high."),
        (
            "A hare waits. He walks up to it, tail high.",
            "A hare waits. With the kite on his back, he walks up to it, tail high.",
        ),
        (
            "At the end of the lane stands the red fox.",
            "At the end of the lane stands the red fox, the kite on his back.",
        ),
        (
            "The red fox walks with a sigh, tail high.",
            "The kite on his back, the red fox walks with a sigh, tail high.",
        ),
        ("At dusk the red fox walks on, tail high.", "At dusk, the kite on his back, the red fox walks on, tail high."),
        ("A tree shoots up, and he laughs.", "A tree shoots up, and he laughs, the kite on his back."),
        ("The eyes of the red fox shine.", ""),
        ("The crows throw plums at the red fox.", ""),
    ],
)
def test_it_is_told_at_the_edge_of_a_sentence_about_him(text: str, told: str) -> None:
    assert with_it(text, "the kite on his back") == told


@pytest.mark.parametrize("find", ["a sword", "a brass compass", "a violin", "wings"])
def test_how_he_carries_it_is_told_three_times_at_most(template: str, humiliation: dict[str, str], find: str) -> None:
    answers = humiliation | {"find": find, "do_with_find": "A"}
    told = " ".join(story_of(template, answers).scenes.values())
    ways = carried(Cast(make_brief(template, answers)).answers.find, Random(1))
    assert sum(told.count(way) for way in ways) <= 3
    assert "in a sling" not in told
    assert not re.search(r"the red fox, the [\w ]+, \w+s ", told)


@pytest.mark.parametrize("find", FINDS)
def test_what_he_found_is_never_long_forgotten(template: str, humiliation: dict[str, str], find: str) -> None:
    answers = humiliation | {"find": find, "do_with_find": "A"}
    cast = Cast(make_brief(template, answers))
    scenes = story_of(template, answers).scenes
    told = [number for number, text in scenes.items() if cast.tells_of_find(text)]
    climax = next(beat.number for beat in make_brief(template, answers).beats if beat.kind == "overcome")
    assert {climax, 20} <= set(told)
    assert max(after - before for before, after in pairwise(told)) <= 6


def test_who_builds_puts_the_find_into_what_he_builds(template: str, humiliation: dict[str, str]) -> None:
    answers = humiliation | {"find": "a brass compass", "do_with_find": "B"}
    for seed in "123":
        scenes = story_of(template, answers, seed).scenes
        practice = next(beat.number for beat in make_brief(template, answers).beats if beat.kind == "practice")
        assert "the brass compass" in scenes[practice]
        assert not any(
            "compass in" in text or "compass on a" in text for number, text in scenes.items() if number > practice
        )


@pytest.mark.parametrize(
    ("find", "builds", "used"),
    [
        ("a golden trumpet", "A", r"plays the golden trumpet"),
        ("a violin under a stone", "B", r"plays (?:one long note on )?the violin"),
        ("a lighthouse lamp", "B", r"lights the lighthouse lamp"),
        ("a rusty sword", "A", r"swings the rusty sword"),
        ("a book of spells", "A", r"the book"),
        ("red boots", "A", r"puts on the red boots"),
        ("honey", "A", r"taste of the jar of honey"),
        ("a brass compass", "A", r"(?:eyes on|opens) the brass compass"),
        ("a kite made of old letters", "A", r"(?:lets|With) the kite (?:up|high)"),
        ("wings", "A", r"(?:spreads|with) the wings"),
        ("a bicycle", "A", r"rides (?:the red fox on )?the bicycle"),
    ],
)
def test_what_he_found_is_used_as_what_it_is(
    template: str, humiliation: dict[str, str], find: str, builds: str, used: str
) -> None:
    scenes = story_of(template, humiliation | {"find": find, "do_with_find": builds}).scenes
    assert re.search(used, " ".join(scenes.values()))
