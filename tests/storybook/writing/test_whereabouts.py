"""Where something happens or lies is told as the answer tells it, and once."""

import pytest

from storybook.writing.answers.whereabouts import parted, thing_and_site
from storybook.writing.cast import Cast

from .conftest import make_brief, story_of


@pytest.mark.parametrize(
    ("told", "what", "where"),
    [
        ("falls off the stage at the school play", "falls off the stage", "at the school play"),
        ("at the big assembly on the river bank he sang", "he sang", "at the big assembly on the river bank"),
        ("on the first day of school all hid his lunch", "all hid his lunch", "on the first day of school"),
        ("sneezes in the gym before the race", "sneezes in the gym before the race", "in plain sight"),
        ("laughed at by crows", "laughed at by crows", ""),
    ],
)  # fmt: skip
def test_a_deed_is_parted_from_its_place(told: str, what: str, where: str) -> None:
    assert parted(told) == (what, where)


@pytest.mark.parametrize(
    ("answer", "thing", "site"),
    [
        ("a helmet at the bottom of the sea, which an otter wore", "a helmet", "at the bottom of the sea"),
        ("an old kung fu master living in a cave", "an old kung fu master", "in a cave"),
        ("some seeds he found in the desert", "some seeds", "in the desert"),
        ("a sword in a stone", "a sword in a stone", ""),
    ],
)
def test_a_thing_is_parted_from_where_it_lies(answer: str, thing: str, site: str) -> None:
    assert thing_and_site(answer) == (thing, site)


def test_a_story_keeps_to_the_places_of_the_answers(template: str, humiliation: dict[str, str]) -> None:
    answers = humiliation | {
        "humiliation": "falls off the stage at the school play", "find": "a helmet at the bottom of the sea",
    }  # fmt: skip
    brief = make_brief(template, answers)
    scenes = story_of(template, answers).scenes
    (shamed,) = [text for text in scenes.values() if "falls off the stage" in text]
    (found,) = [text for text in scenes.values() if "a helmet" in text]
    assert "at the school play" in shamed.lower()
    assert Cast(brief).word("in_square", so_far="") not in shamed
    assert "at the bottom of the sea" in found.lower()
