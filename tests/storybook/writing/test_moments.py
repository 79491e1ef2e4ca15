"""Scenes that follow each other agree on season, hour and sky; what later scenes take up stays."""

from itertools import pairwise

import pytest

from storybook.writing import writer
from storybook.writing.material import is_there, lines
from storybook.writing.moments import clashes

from .conftest import make_brief, story_of

SNOW = "The red fox walks through the snow."
HAY = "The red fox sleeps in the hay among clover."


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ("He waits under the moon.", "He waits at noon.", 1),
        ("He waits in the evening.", "He waits under the moon.", 0),
        ("He waits at noon.", "He waits in the morning.", 1),
        ("Rain falls on him.", "The sun shines on him.", 1),
        ("Rain falls on him.", "He stands in the drizzle.", 0),
        ("He waits.", "He goes.", 0),
    ],
)
def test_hour_and_sky_go_on_within_one_event(before: str, after: str, found: int) -> None:
    assert clashes(before, "confront", after, "struggle") == found
    assert clashes(before, "sadness", after, "discovery") == 0


def test_the_season_does_not_change_from_one_scene_to_the_next() -> None:
    assert clashes(SNOW, "sadness", HAY, "discovery") == 1
    assert clashes(SNOW, "sadness", "Frost lies on the roof.", "discovery") == 0


@pytest.mark.parametrize("seed", [str(number) for number in range(8)])
def test_no_two_scenes_in_a_row_contradict_each_other(template: str, answers: dict[str, str], seed: str) -> None:
    beats = make_brief(template, answers).beats
    scenes = story_of(template, answers, seed).scenes
    found = [
        (one.number, scenes[one.number], scenes[two.number])
        for one, two in pairwise(beats)
        if clashes(scenes[one.number], one.kind, scenes[two.number], two.kind)
    ]
    assert found == []


@pytest.mark.parametrize(("name", "number"), [("Redemption Arc", 13), ("Coming of Age", 8), ("Coming of Age", 12)])
def test_a_rewritten_scene_keeps_what_the_next_one_takes_up(name: str, number: int, answers: dict[str, str]) -> None:
    phrases = {line.after for line in lines()[make_brief(name, answers).beats[number].kind] if line.after}
    for seed in "123":
        scenes = dict(story_of(name, answers, seed).scenes)
        kept = {phrase for phrase in phrases if is_there(phrase, scenes[number])}
        for attempt in (1, 2):
            brief = make_brief(name, answers, seed)
            scenes[number] = writer.rewrite(brief, scenes=scenes, number=number, attempt=attempt)
            assert not kept or any(is_there(phrase, scenes[number]) for phrase in kept), (kept, scenes[number])


def test_every_thing_that_is_taken_up_can_be_told_in_two_ways() -> None:
    # two at least, so that "Write again" has a choice
    told_in = {
        "choice": ["temptation"],
        "consequence": ["mistake"],
        "ally": ["tested"],
        "identity": ["identity"],
        "road_home": ["failure", "hesitation"],
        "new_life": ["reward"],
    }
    for taken, kinds in told_in.items():
        told = [line.text for kind in kinds for line in lines()[kind]]
        for phrase in {line.after for line in lines()[taken] if line.after}:
            assert sum(phrase in text for text in told) > 1, phrase


def test_on_the_road_nothing_happens_in_the_village(answers: dict[str, str]) -> None:
    for seed in "123456":
        scenes = story_of("Hero's Journey", answers, seed).scenes
        on_the_road = " ".join(scenes[number] for number in range(9, 18))
        for place in ("the village green", "the market square", "the harbour square", "the fairground", "mill yard"):
            assert place not in on_the_road


def test_a_friend_is_not_there_before_he_is_met(answers: dict[str, str]) -> None:
    for seed in "123456":
        brief = make_brief("Hero's Journey", answers, seed)
        friend = writer.Cast(brief).noun("friend")
        before = " ".join(story_of("Hero's Journey", answers, seed).scenes[number] for number in range(1, 9))
        assert friend.full not in before
        assert friend.full in story_of("Hero's Journey", answers, seed).scenes[9].lower()
