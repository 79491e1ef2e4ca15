"""Stage directions that staff wrote become scenes too."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storybook.writing import writer
from storybook.writing.brief import Beat
from storybook.writing.writer import LONGEST

from .conftest import OFFERING, make_brief


def scene_for(shows: str, kind: str = "sadness", mood: str = "sad") -> str:
    story = make_brief("Power Fantasy", OFFERING)
    beats = [Beat(4, kind, mood, shows) if beat.number == 4 else beat for beat in story.beats]
    return writer.write(replace(story, beats=beats), already={}).scenes[4]


@pytest.mark.parametrize(
    ("shows", "told"),
    [
        ("The fox sits alone on a roof in the rain.", "he red fox sits alone on a roof in the rain"),
        ("He hides under a bridge", "he red fox hides under a bridge"),
        ("Show the fox climbing a tower", "the red fox climbing a tower"),
        ("a burning windmill at night", "The red fox looks out at a burning windmill at night"),
        ("running through deep snow", "he red fox is running through deep snow"),
        ("Crows gather on the roof.", "Crows gather on the roof"),
        ("Sadness: the red fox counts the stars.", "he red fox counts the stars"),
        ("The fox buries the offering in a garden", "he red fox buries the flower in a garden"),
    ],
)
def test_a_new_direction_is_what_the_scene_shows(shows: str, told: str) -> None:
    scene = scene_for(shows)
    assert told in scene
    assert "the red fox" in scene.lower()
    assert scene.endswith(".")


def test_a_kind_that_nobody_wrote_for_is_made_from_its_direction() -> None:
    scene = scene_for("The fox juggles three pears.", kind="circus", mood="happy")
    assert "red fox juggles three pears" in scene


def test_a_setting_added_to_a_shipped_direction_is_told() -> None:
    story = make_brief("Power Fantasy", OFFERING)
    shows = story.beats[3].shows.rstrip(".") + ", in deep snow."
    assert "in deep snow" in scene_for(shows)


def test_an_empty_direction_leaves_it_to_the_kind() -> None:
    assert len(scene_for("").split()) > 15


def test_a_composed_scene_can_be_rewritten() -> None:
    story = make_brief("Power Fantasy", OFFERING)
    beats = [replace(beat, shows="The fox juggles pears.") if beat.number == 4 else beat for beat in story.beats]
    story = replace(story, beats=beats)
    scenes = dict(writer.write(story, already={}).scenes)
    assert writer.rewrite(story, scenes=scenes, number=4, attempt=1) != scenes[4]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400), st.sampled_from(["sadness", "circus"]), st.sampled_from(["sad", "happy", "odd mood"]))
def test_whatever_staff_wrote_gives_a_scene(shows: str, kind: str, mood: str) -> None:
    scene = scene_for(shows, kind, mood)
    assert scene.endswith(".")
    assert len(scene) <= LONGEST
    assert "the red fox" in scene.lower()
    assert not re.search(r"\s{2}", scene)
