"""Whatever is typed into the quiz, the story reads as a story."""

import re
from collections.abc import Mapping

import pytest

from storybook.writing.answers.reader import read_answers
from storybook.writing.proofreading import faults
from storybook.writing.writer import LONGEST

from .conftest import story_of

LONG = (
    "a stone that he finds at the bottom of the sea after diving for three days and nights without any sleep because "
    "an old turtle once told him that whoever holds it can speak the language of every animal in the world and will "
    "never again be alone, not even in the deepest and darkest winter of all winters ever"
)
KEYS = ("offering_who", "offering_what", "humiliation", "find", "villain_crime")
ODD: dict[str, dict[str, str]] = {
    name: dict(zip(KEYS, row, strict=True))
    for name, row in {
        "emoji": ("🐺🐺", "🌹🌹🌹", "😂👉🦊", "✨🗡️", "🔥🏠"),
        "Spanish": (
            "una zorra",
            "una flor",
            "se ríen de él en la plaza",
            "un anillo mágico",
            "robar el pan de los pobres",
        ),
        "nonsense": ("asdf jkl",) * 5,
        "one letter": ("x",) * 5,
        "one word": ("nobody", "trousers", "ugly", "courage", "murder"),
        "300 characters": (
            LONG.replace("a stone", "a girl"),
            LONG,
            LONG.replace("a stone", "he loses a stone"),
            LONG,
            f"stealing {LONG}",
        ),
        "capital letters": (
            "MIA",
            "A APPLE",
            "HE DON'T KNOW HOW TO SWIM",
            "A GIANT ROBOT",
            "A WALRUS CALLED OLGA STEALS ALL THE FISH",
        ),
        "bad grammar": (
            "the the queen",
            "an flower",
            "they was laughing at me",
            "he don't know",
            "my villain steal my money",
        ),
    }.items()
}


@pytest.fixture(params=ODD.values(), ids=ODD.keys())
def odd(request: pytest.FixtureRequest) -> dict[str, str]:
    return dict(request.param)


@pytest.mark.parametrize("branches", ["AA", "AB", "BA", "BB"])
def test_every_scene_reads_well(template: str, odd: Mapping[str, str], branches: str) -> None:
    story = story_of(template, {**odd, "humiliation_type": branches[0], "do_with_find": branches[1]})
    for number, text in story.scenes.items():
        assert faults(text) == [], (number, text)
        assert "the red fox" in text.lower(), (number, text)
        assert len(text) <= LONGEST
    assert faults(story.title) == []


@pytest.mark.parametrize("name", ["Spanish", "nonsense", "one letter"])
def test_what_is_no_english_stands_in_quotation_marks_or_is_a_name(template: str, name: str) -> None:
    for branch in "AB":
        story = story_of(template, ODD[name] | {"humiliation_type": branch, "do_with_find": branch})
        told = re.sub(r"“[^“”]*”", "", " ".join([story.title, *story.scenes.values()]))
        for answer in ODD[name].values():
            assert not re.search(rf"\b{re.escape(answer)}\b", told)


@pytest.mark.parametrize("typed", ["I don't know", "idk", "none", "Nothing!", "n/a", "no idea", "???"])
def test_who_does_not_know_gets_the_answers_of_the_house(typed: str) -> None:
    for branch in "AB":
        given = dict.fromkeys(KEYS, typed) | {"humiliation_type": branch}
        assert read_answers(given) == read_answers({"humiliation_type": branch})


def test_a_named_villain_stays_what_he_is_in_every_scene(template: str) -> None:
    answers = ODD["capital letters"] | {"humiliation_type": "A", "do_with_find": "A"}
    told = [text for text in story_of(template, answers).scenes.values() if "Olga" in text]
    assert len(told) > 1
    assert all("walrus" in text for text in told)


def test_a_villain_whose_name_says_what_he_is_gets_no_other_shape(template: str) -> None:
    answers = {"humiliation_type": "A", "villain_crime": "Baron Grim the badger sells the orphans' toys"}
    told = " ".join(story_of(template, answers).scenes.values())
    assert "a giant badger called Baron Grim" in told
    assert "Baron Grim the badger the" not in told


def test_a_villain_with_a_name_alone_gets_a_shape(template: str) -> None:
    answers = {"humiliation_type": "A", "villain_crime": "Olga steals all the fish"}
    told = [text for text in story_of(template, answers).scenes.values() if "Olga" in text]
    shapes = {match.group(1) for text in told for match in re.finditer(r"Olga the (\w+)", text)}
    assert len(shapes) == 1
    assert all(shape in text for text in told for shape in shapes)
