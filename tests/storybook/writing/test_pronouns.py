""" "He" is the red fox, or the red fox is named."""

import pytest

from storybook.writing.cast import Cast
from storybook.writing.pronouns import doubtful, told_apart

from .conftest import make_brief, story_of

OTHERS = ("a wolf", "the wolf")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The wolf roars at the red fox from afar. He grins.", "The red fox grins."),
        ("The red fox hides. In comes a wolf, and he grins.", "In comes a wolf, and the red fox grins."),
        ("The red fox stops before the wolf. He grins.", "He grins."),
        ("The wolf roars, and far off the red fox looks up. He grins.", "He grins."),
        ("Rain falls. The wolf throws a log at the red fox, and he ducks.", "and he ducks."),
        ("Rain falls. He sits under a tree.", "He sits under a tree."),
    ],
)
def test_he_is_the_fox_or_the_fox_is_named(text: str, told: str) -> None:
    assert told_apart(text, OTHERS).endswith(told)


def test_a_his_that_opens_a_sentence_about_somebody_else_is_doubtful() -> None:
    assert doubtful("The wolf lifts a log over the red fox. His arms shake.", OTHERS)
    assert not doubtful("The red fox lifts a log over the wolf. His arms shake.", OTHERS)


@pytest.mark.parametrize("seed", ["1", "2", "3"])
def test_in_no_story_he_could_be_somebody_else(template: str, answers: dict[str, str], seed: str) -> None:
    others = Cast(make_brief(template, answers, seed)).others
    for text in story_of(template, answers, seed).scenes.values():
        assert told_apart(text, others) == text
