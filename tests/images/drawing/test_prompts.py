"""images.drawing.prompts: the prompt of a picture, and a refused one in softer words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from images.drawing.prompts import (
    CUT_AT,
    add_note,
    compose,
    compose_sheet,
    cut,
    describe_character,
    soften,
    without_loose_parentheses,
)

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


WORDS = [
    ("beats up", "overcomes"),
    ("beat up", "overcome"),
    ("beating up", "overcoming"),
    ("subdue", "stop"),
    ("subdues", "stops"),
    ("subdued", "stopped"),
    ("subduing", "stopping"),
    ("confronts", "approaches"),
    ("confronted", "approached"),
    ("confronting", "approaching"),
    ("fight", "challenge peacefully"),
    ("fights", "challenges peacefully"),
    ("fighting", "challenging peacefully"),
    ("fought", "challenged peacefully"),
    ("overpower", "defeat non-violently"),
    ("overpowers", "defeats non-violently"),
    ("overpowered", "defeated non-violently"),
    ("attacks", "confronts safely"),
    ("attack", "confront safely"),
    ("attacked", "confronted safely"),
    ("attacking", "confronting safely"),
    ("violence", "conflict"),
    ("violent", "intense"),
    ("violently", "intensely"),
    ("punch", "touch"),
    ("punches", "touches"),
    ("punched", "touched"),
    ("punching", "touching"),
    ("kick", "nudge"),
    ("kicks", "nudges"),
    ("kicked", "nudged"),
    ("kicking", "nudging"),
    ("hit", "tap"),
    ("hits", "taps"),
    ("hitting", "tapping"),
    ("hurt", "surprise"),
    ("hurts", "surprises"),
    ("hurting", "surprising"),
    ("harm", "affect"),
    ("harms", "affects"),
    ("harmed", "affected"),
    ("harming", "affecting"),
]
INNOCENT = ["white", "harmony", "philharmonic", "architect", "hitch", "kickstand", "punchline", "hurtle", "fighter"]
words = st.sampled_from([was for was, _ in WORDS] + INNOCENT + ["the", "red", "fox", "walks.", "Why?", "\n"])
texts = st.lists(words, max_size=400).map(" ".join)


@pytest.mark.parametrize(("was", "became"), WORDS)
def test_a_word_of_the_list_becomes_softer_wherever_it_stands(was, became):
    assert soften(f"He {was} them.", 1) == (f"He {became} them.", [[was, became]])
    assert soften(f"({was})", 1)[0] == f"({became})"


@pytest.mark.parametrize(("was", "became"), WORDS)
def test_the_case_is_kept(was, became):
    capitalised = became[0].upper() + became[1:]
    assert soften(was.capitalize(), 1)[0] == capitalised
    assert soften(was.upper(), 1)[0] == became.upper()


@pytest.mark.parametrize("word", INNOCENT)
def test_a_word_that_only_looks_like_one_of_the_list_stays(word):
    assert soften(f"A {word} thing.", 1) == (f"A {word} thing.", [])


def test_every_change_is_listed_once_and_softened_words_are_not_softened_again():
    softer, changes = soften("He attacks. He attacks and Attacks, hits and confronts.", 1)
    assert softer == "He confronts safely. He confronts safely and Confronts safely, taps and approaches."
    assert changes == [
        ["attacks", "confronts safely"],
        ["Attacks", "Confronts safely"],
        ["hits", "taps"],
        ["confronts", "approaches"],
    ]


def test_the_first_try_is_the_prompt_as_it_is():
    prompt = "He hits. " * 300
    assert soften(prompt, 0) == (prompt, [])


def test_the_second_try_is_softened_and_not_cut():
    softer, _ = soften("He hits. " * 300, 1)
    assert softer == "He taps. " * 300


def test_the_third_try_is_softened_and_cut_at_the_last_sentence_that_fits():
    softer, changes = soften("He hits. " * 300, 2)
    assert softer == ("He taps. " * 111).strip()
    assert len(softer) <= CUT_AT == 1000
    assert changes == [["hits", "taps"]]


@pytest.mark.parametrize("end", [".", "!", "?"])
def test_a_sentence_may_end_with_any_of_the_marks_and_with_the_limit_itself(end):
    text = "x" * 999 + end
    assert cut(text + " And more.") == text
    assert cut("Short. " + "x" * 999 + end) == "Short."


def test_a_number_with_a_point_is_no_end_of_a_sentence():
    assert cut("One. " + "1.5 " * 400) == "One."


def test_a_text_without_any_end_is_cut_at_a_word():
    assert cut("tree " * 400) == ("tree " * 200).strip()


@given(texts)
def test_nothing_of_the_list_is_left_but_what_the_softer_words_bring(text):
    softer, changes = soften(text, 1)
    rest = softer.lower()
    for soft in sorted({became for _, became in WORDS}, key=len, reverse=True):
        rest = rest.replace(soft, "")
    assert not {"hit", "hits", "kick", "punch", "harm", "hurt", "attack", "violence"} & set(rest.split())
    assert all(was != became for was, became in changes)
    for word in INNOCENT:
        assert text.split().count(word) == softer.split().count(word)


@given(texts)
def test_the_cut_never_exceeds_the_limit_and_only_takes_from_the_end(text):
    short, _ = soften(text, 2)
    softer, _ = soften(text, 1)
    assert len(short) <= CUT_AT
    assert softer.startswith(short)
    assert short == softer or len(softer) > CUT_AT
