"""What a picture shows: two sentences at most, with the red fox in them and nothing that cannot be drawn."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storybook.writing import writer
from storybook.writing.depiction import depicted

from .conftest import make_brief


def test_every_picture_names_the_red_fox_in_at_most_two_sentences(template: str, answers: dict[str, str]) -> None:
    story = make_brief(template, answers)
    scenes = dict(writer.write(story, already={}).scenes)
    depictions = writer.depict(story, scenes=scenes)
    assert sorted(depictions) == sorted(scenes)
    for text in depictions.values():
        assert "the red fox" in text.lower()
        assert len(re.findall(r"[.!?](?:\s|$)", text)) <= 2


@pytest.mark.parametrize(
    ("scene", "shown"),
    [
        ("He walks home.", "The red fox walks home."),
        ("Snow falls. He shivers.", "Snow falls. The red fox shivers."),
        ("The little fox runs over a bridge", "the red fox runs over a bridge."),
        ("The red fox finds 🌟 in a cave.", "The red fox finds in a cave."),
        ("The red fox sees it all: “👑💰”. He runs.", "The red fox sees it all. He runs."),
        ("The red fox sees it all: <b>x</b>.", "The red fox sees it all: x."),
        ("The red fox looks up. One. Two. Three.", "The red fox looks up. One."),
        ("The red fox reads https://example.org/a?b.", "The red fox reads."),
    ],
)
def test_it_shows(scene: str, shown: str) -> None:
    assert depicted(scene).lower() == shown.lower()


@pytest.mark.parametrize(
    ("scene", "shown"),
    [
        (
            "On the red fox looks his old teacher, a tortoise called Professor Plum.",
            "On the red fox looks a tortoise.",
        ),
        ("Beside the red fox sits Professor Plum the tortoise.", "Beside the red fox sits the tortoise."),
        ("The red fox meets Olga the walrus.", "The red fox meets Olga the walrus."),
        ("The red fox lies, and his best friend, a rabbit, is blamed.", "The red fox lies, and a rabbit is blamed."),
        (
            "The red fox meets his aunt, a hen called Olga, and she nods.",
            "The red fox meets a hen called Olga, and she nods.",
        ),
        ("Past the red fox run a mouse, a hare and a mole.", "Past the red fox run a mouse, a hare and a mole."),
        ("The red fox has, on his head, a mouse.", "The red fox has, on his head, a mouse."),
    ],
)
def test_an_animal_with_a_part_is_one_animal(scene: str, shown: str) -> None:
    assert depicted(scene) == shown


def test_a_scene_without_him_gets_him_in_the_mood_of_the_beat() -> None:
    assert depicted("Snow falls on the village.", mood="sad") == "Snow falls on the village. The red fox is there, sad."


@given(st.text(max_size=900))
def test_whatever_a_visitor_wrote_can_be_depicted(scene: str) -> None:
    text = depicted(scene, mood="calm")
    assert "the red fox" in text.lower()
    assert len(text) <= 480
