"""The answers of the quiz become things that can be seen, and people that can be named."""

import pytest

from storybook.writing.answers.reader import read_answers


@pytest.mark.parametrize(
    ("typed", "full", "short"),
    [
        ("honey", "a jar of honey", "the jar of honey"),
        ("gold", "a bag of gold", "the bag of gold"),
        ("wings", "a pair of wings", "the wings"),
        ("seeds", "three seeds", "the seeds"),
        ("magic", "a glowing orb of magic", "the glowing orb"),
        ("kung fu", "a glowing orb of kung fu", "the glowing orb"),
        ("a box of matches", "a box of matches", "the box of matches"),
        ("una brújula", "a painted box called “una brújula”", "the painted box"),
        ("nobody", "a painted box called “nobody”", "the painted box"),
    ],
)
def test_what_he_finds_can_lie_somewhere_and_be_picked_up(typed: str, full: str, short: str) -> None:
    find = read_answers({"find": typed}).find
    assert (find.full, find.short) == (full, short)
    assert find.solid


@pytest.mark.parametrize(
    ("typed", "full"),
    [
        ("Mia", "Mia"),
        ("lucía", "Lucía"),
        ("asdf", "a tall stranger called “asdf”"),
        ("nobody", "a tall stranger called “nobody”"),
        ("un renard", "a tall stranger called “un renard”"),
        ("mother", "his mother"),
        ("everybody", "the other animals"),
    ],
)
def test_the_one_who_is_asked_is_somebody(typed: str, full: str) -> None:
    assert read_answers({"humiliation_type": "B", "offering_who": typed}).who.full == full


@pytest.mark.parametrize("typed", ["des bonbons", "qwertz uiop", "something"])
def test_an_offering_in_unknown_words_is_a_parcel_that_can_be_given(typed: str) -> None:
    answers = read_answers({"humiliation_type": "B", "offering_what": typed})
    assert answers.gift.full == f"a small parcel that he calls “{typed}”"
    assert answers.gift_is_thing
