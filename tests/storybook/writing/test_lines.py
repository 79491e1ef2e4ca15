"""The written lines name nothing that is not there: a picture would show it."""

import re

from storybook.writing.material import lines

_ANIMALS = "beetle|bull|dog|frog|grasshopper|horse|ox|seal|snail|swan|toad|tortoise|whale|wolf"


def every_line() -> list[str]:
    return [line.text for of_kind in lines().values() for line in of_kind]


def test_nothing_is_likened_to_an_animal_that_is_not_there() -> None:
    likened = re.compile(rf"\b(?:like|as) (?:an? )?(?:\w+ )?\(?(?:[\w ]+\|)?(?:{_ANIMALS})s?\b")
    assert [text for text in every_line() if likened.search(text)] == []


def test_nothing_comes_from_nowhere() -> None:
    unseen = re.compile(r"the \(?maze|his broken stick|of the \(?shaft|painted \(?swan|lost dog|track of|\bsling\b")
    assert [text for text in every_line() if unseen.search(text)] == []
