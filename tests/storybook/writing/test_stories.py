"""Whole stories: complete, grammatical, different, and safe against whatever was typed."""

import re
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storybook.writing import writer
from storybook.writing.cast import Cast
from storybook.writing.likeness import alikeness, runs
from storybook.writing.writer import LONGEST

from .conftest import HUMILIATION, OFFERING, TEMPLATES, make_brief, story_of

NAMES = [template["name"] for template in TEMPLATES]
ODD_ANSWERS = [
    "He gets cheated on by his wife!!",
    "CROWS LAUGH AT HIM",
    "they ignored him",
    "He steals all the gold.",
    "flower",
    "{find}",
    "{0.__class__} %s [villain] (a|b)",
    "<b>x</b>",
    "<script>alert(1)</script>",
    "🌹🌹🌹",
    "ein leuchtender Stein, den er unter der Brücke findet",
    "هدية من القلب",
    "I was bullied",
    "a",
    "?",
    "the the the",
    "a apple a day",
    "Long. " * 50,
    "a stone that glows " * 15,
    "x" * 300,
    "line\nbreak\ttab\x00null",
    "\u202eright to left",
]


def scenes_of(name: str, answers: dict[str, str], seed: str = "seed") -> dict[int, str]:
    return dict(story_of(name, answers, seed).scenes)


def assert_well_formed(scenes: dict[int, str]) -> None:
    assert sorted(scenes) == list(range(1, 21))
    for text in scenes.values():
        assert text.strip()
        assert len(text) <= LONGEST
        assert not text[0].islower()
        assert text.endswith(".")
        assert not text.endswith("..")
        assert "  " not in text


@pytest.mark.parametrize(
    ("name", "answers", "trains", "seed"), list(product(NAMES, [OFFERING, HUMILIATION], "AB", ["1", "2", "3"]))
)
def test_a_story_is_twenty_good_scenes(name: str, answers: dict[str, str], trains: str, seed: str) -> None:
    scenes = scenes_of(name, answers | {"do_with_find": trains}, seed)
    assert_well_formed(scenes)
    for text in scenes.values():
        assert "the red fox" in text.lower()
        assert not re.search(r"[\[\]{}|~<>_]", text)
        assert not re.search(r"\b(?:a|an|the) (?:a|an|the)\b", text, re.IGNORECASE)
        assert not re.search(r"\ba [aeio]\w", text)
        assert not re.search(r"\ban [^aeiouh\W]", text)
        assert not re.search(r"[.!?,;:] ?[.,;:]", text)
        assert all(sentence[0].isupper() for sentence in re.split(r"(?<=\.) ", text))
        assert len(re.split(r"(?<=\.) ", text)) <= 3
        assert 15 <= len(text.split()) <= 75


@pytest.mark.parametrize("seed", [str(number) for number in range(6)])
def test_no_two_scenes_of_a_story_are_alike(template: str, answers: dict[str, str], seed: str) -> None:
    scenes = scenes_of(template, answers, seed)
    spoken = Cast(make_brief(template, answers, seed)).spoken()
    for one, other in combinations(scenes.values(), 2):
        assert not set(one.split(". ")) & set(other.split(". "))
        assert len(runs(one, spoken) & runs(other, spoken)) <= 2
        assert alikeness(one, other) < 0.65


def test_the_same_seed_gives_the_same_story(template: str, answers: dict[str, str]) -> None:
    assert writer.write(make_brief(template, answers), already={}) == story_of(template, answers)


def test_different_seeds_give_stories_that_differ_in_most_scenes(template: str, answers: dict[str, str]) -> None:
    stories = [scenes_of(template, answers, str(seed)) for seed in range(6)]
    differing = [
        sum(alikeness(one[number], other[number]) < 0.6 for number in one) for one, other in combinations(stories, 2)
    ]
    assert min(differing) >= 9
    assert sum(differing) / len(differing) > 13


def test_fifteen_seeds_give_fifteen_stories(offering: dict[str, str]) -> None:
    stories = {tuple(scenes_of("Hero's Journey", offering, str(seed)).values()) for seed in range(15)}
    assert len(stories) == 15


def kinds_with(words: str, name: str, answers: dict[str, str]) -> set[str]:
    scenes = scenes_of(name, answers)
    return {beat.kind for beat in make_brief(name, answers).beats if words in scenes[beat.number]}


def test_an_offering_is_made_refused_and_comes_back(template: str, offering: dict[str, str]) -> None:
    seen = kinds_with("flower", template, offering)
    assert {"rejection", "new_life"} <= seen or {"humiliation", "new_life"} <= seen
    assert kinds_with("girl fox", template, offering) & {"humiliation", "rejection"}


def test_a_friend_who_was_wronged_is_the_friend_of_the_story(humiliation: dict[str, str]) -> None:
    answers = humiliation | {"humiliation": "he lied about the eggs and his best friend, a rabbit, was blamed"}
    assert "tested" in kinds_with("the rabbit", "Coming of Age", answers)


def test_a_humiliation_is_shown_and_its_doers_come_back(template: str, humiliation: dict[str, str]) -> None:
    assert kinds_with("laughed at by crows", template, humiliation) & {"humiliation", "rejection"}


@pytest.mark.parametrize("trains", ["A", "B"])
def test_the_find_is_found(template: str, offering: dict[str, str], trains: str) -> None:
    answers = offering | {"do_with_find": trains}
    assert kinds_with("a glowing relic", template, answers) & {"discovery", "guide"}
    assert "reach" in kinds_with("the glowing relic", template, answers) or template == "Coming of Age"


def test_the_crime_is_seen(template: str, answers: dict[str, str]) -> None:
    words = "stealing from the village" if answers["humiliation_type"] == "B" else "hurting someone the red fox loves"
    assert kinds_with(words, template, answers) & {"call", "awakening", "crime", "confront"}


def test_a_plan_is_built(template: str, humiliation: dict[str, str]) -> None:
    assert "practice" in kinds_with("jetpack", template, humiliation)


def test_a_machine_that_is_found_is_what_is_built(offering: dict[str, str]) -> None:
    answers = offering | {"find": "a robot suit", "do_with_find": "B"}
    assert {"practice", "transformation", "power"} <= kinds_with("the robot suit", "Power Fantasy", answers)


def test_a_place_is_entered_and_never_carried(offering: dict[str, str]) -> None:
    answers = offering | {"find": "a hidden temple"}
    assert {"reach", "practice"} <= kinds_with("the hidden temple", "Power Fantasy", answers)


@pytest.mark.parametrize("trains", "AB")
def test_what_is_too_big_for_a_paw_is_never_carried(template: str, offering: dict[str, str], trains: str) -> None:
    for seed in "1234":
        scenes = scenes_of(template, offering | {"find": "a giant robot", "do_with_find": trains}, seed)
        told = " ".join(scenes.values())
        assert not re.search(r"(?:lifts|hugs|holds|carries|holding|clutching|lays both paws on) the giant robot", told)
        assert "the giant robot to the giant robot" not in told
        assert "the giant robot into the heart of the giant robot" not in told


def test_courage_becomes_something_that_can_be_seen(offering: dict[str, str]) -> None:
    assert "discovery" in kinds_with("a glowing orb of courage", "Power Fantasy", offering | {"find": "courage"})


def test_a_master_trains(offering: dict[str, str]) -> None:
    answers = offering | {"find": "a martial-arts master floating on a stone"}
    assert "practice" in kinds_with("the martial-arts master", "Power Fantasy", answers)


@pytest.mark.parametrize("typed", ODD_ANSWERS)
def test_odd_answers_still_make_a_story(template: str, typed: str) -> None:
    # Each template gets one of the four combinations; any text with any combination is in the property test below.
    humiliation_type, trains = ("AA", "AB", "BA", "BB")[NAMES.index(template)]
    answers = dict.fromkeys(OFFERING, typed) | {"humiliation_type": humiliation_type, "do_with_find": trains}
    assert_well_formed(scenes_of(template, answers))


def test_a_placeholder_typed_by_a_visitor_is_plain_text(offering: dict[str, str]) -> None:
    answers = offering | {"find": "[villain]", "villain_crime": "{find} (one|other)"}
    scenes = scenes_of("Power Fantasy", answers)
    assert "[villain]" in scenes[5]
    assert "{find} (one|other)" in scenes[15]


def test_an_empty_quiz_still_makes_a_story(template: str) -> None:
    assert_well_formed(scenes_of(template, {}))


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(NAMES),
    st.fixed_dictionaries(
        dict.fromkeys(OFFERING, st.text(max_size=300))
        | dict.fromkeys(["humiliation_type", "do_with_find"], st.sampled_from("AB"))
    ),
)
def test_nothing_that_can_be_typed_breaks_a_story(name: str, answers: dict[str, str]) -> None:
    assert_well_formed(dict(writer.write(make_brief(name, answers), already={}).scenes))


def test_only_the_missing_scenes_are_written(template: str, answers: dict[str, str]) -> None:
    story = make_brief(template, answers)
    already = {number: text for number, text in scenes_of(template, answers).items() if number % 2}
    draft = writer.write(story, already=already)
    assert sorted(draft.scenes) == list(range(2, 21, 2))
    assert not set(draft.scenes.values()) & set(already.values())


def test_a_missing_scene_repeats_no_sentence_of_the_others(offering: dict[str, str]) -> None:
    story = make_brief("Power Fantasy", offering)
    whole = scenes_of("Power Fantasy", offering)
    moved = {20: whole[3], 4: whole[16]}
    draft = writer.write(story, already=moved)
    assert draft.scenes[3] != whole[3]
    assert draft.scenes[16] != whole[16]


def test_titles_are_short_and_name_nobody(template: str, answers: dict[str, str]) -> None:
    titles = [story_of(template, answers, str(seed)).title for seed in range(6)]
    assert len(set(titles)) > 3
    for title in titles:
        assert 5 <= len(title) <= 48
        assert "fox" not in title.lower()
        assert title[0].isupper()
