"""The prompt of a picture."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from images.drawing.prompts import add_note, compose, compose_sheet, describe_character, without_loose_parentheses

CHARACTER = "a small fox with amber eyes"


def prompt(depiction: str = "The red fox walks.", change: str = "") -> str:
    return compose(art_style=" Soft 3D. ", character=CHARACTER, depiction=depiction, mood="sad", change=change)


def test_a_prompt_opens_with_the_art_style_and_says_scene_and_mood():
    assert prompt() == "Soft 3D.\n\nScene: The red fox (a small fox with amber eyes) walks.\n\nMood: sad."


def test_what_a_reviewer_asked_for_stands_at_the_end():
    assert prompt(change="make it night").endswith("\n\nChange: make it night")


@pytest.mark.parametrize(
    ("text", "described"),
    [
        ("The red fox sees the red fox.", f"The red fox ({CHARACTER}) sees the red fox ({CHARACTER})."),
        ("Rain falls on the red fox's tail.", f"Rain falls on the red fox's ({CHARACTER}) tail."),
        ("Rain falls on THE RED FOX", f"Rain falls on THE RED FOX ({CHARACTER})"),
        ("The young red fox runs", f"The young red fox ({CHARACTER}) runs"),
        ("The red fox (sleeping) dreams of the red fox", f"The red fox (sleeping) dreams of the red fox ({CHARACTER})"),
        ("The red foxes gather.", f"The red foxes gather. The picture shows the red fox ({CHARACTER})."),
        ("A quiet lake.", f"A quiet lake. The picture shows the red fox ({CHARACTER})."),
    ],
)
def test_every_mention_of_the_character_is_described(text, described):
    assert describe_character(text, CHARACTER) == described


@given(st.text(max_size=200), st.text(max_size=60))
def test_the_style_opens_and_the_character_is_in_every_prompt_whatever_is_depicted(depiction, character):
    text = compose(art_style="Style.", character=character, depiction=depiction, mood="calm")
    assert text.startswith("Style.\n\nScene: ")
    assert without_loose_parentheses(character) in text
    assert "red fox" in text.lower()


@pytest.mark.parametrize(
    ("character", "described"),
    [
        ("a fox (a small one)", "a fox (a small one)"),
        ("a fox :) with a scarf", "a fox : with a scarf"),
        ("a fox (with a crown", "a fox with a crown"),
        (")a fox(", "a fox"),
    ],
)
def test_a_loose_parenthesis_does_not_end_the_description_early(character, described):
    assert describe_character("The red fox.", character) == f"The red fox ({described})."
    assert f"the red fox ({described}), alone" in compose_sheet(art_style="Ink.", character=character)


@given(st.text(alphabet="ab ()", max_size=30))
def test_parentheses_in_the_description_are_always_in_pairs(character):
    described = without_loose_parentheses(character)
    depths = [described[:end].count("(") - described[:end].count(")") for end in range(len(described) + 1)]
    assert min(depths) == depths[-1] == 0


def test_a_backslash_in_the_character_is_only_a_backslash():
    assert describe_character("The red fox.", r"a \1 \g<0> fox") == r"The red fox (a \1 \g<0> fox)."


def test_notes_add_up_newest_last_and_the_three_newest_count():
    notes = ""
    for note in ("one", "two", "", "three", "four"):
        notes = add_note(notes, note)
    assert notes == "two\nthree\nfour"
