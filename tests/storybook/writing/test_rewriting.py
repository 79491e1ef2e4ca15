"""A scene written again is a different scene of the same beat."""

from itertools import pairwise

import pytest

from storybook.writing import writer
from storybook.writing.likeness import alikeness

from .conftest import make_brief, story_of


@pytest.mark.parametrize("number", range(1, 21))
def test_a_rewritten_scene_is_clearly_different(template: str, answers: dict[str, str], number: int) -> None:
    story = make_brief(template, answers)
    scenes = dict(story_of(template, answers).scenes)
    again = writer.rewrite(story, scenes=scenes, number=number, attempt=1)
    assert alikeness(again, scenes[number]) < 0.7
    assert again not in scenes.values()
    assert "the red fox" in again.lower()


@pytest.mark.parametrize("number", [1, 5, 9, 14, 20])
def test_attempt_after_attempt_is_new(template: str, answers: dict[str, str], number: int) -> None:
    story = make_brief(template, answers)
    scenes = dict(story_of(template, answers).scenes)
    seen = [scenes[number]]
    for attempt in range(1, 5):
        scenes[number] = writer.rewrite(story, scenes=scenes, number=number, attempt=attempt)
        seen.append(scenes[number])
    assert len(set(seen)) == 5
    assert all(one != other for one, other in pairwise(seen))


def test_the_same_attempt_gives_the_same_scene(offering: dict[str, str]) -> None:
    story = make_brief("Power Fantasy", offering)
    scenes = dict(story_of("Power Fantasy", offering).scenes)
    once, twice = (writer.rewrite(story, scenes=scenes, number=4, attempt=2) for _ in range(2))
    assert once == twice


def test_a_scene_that_a_visitor_wrote_can_be_rewritten(offering: dict[str, str]) -> None:
    story = make_brief("Power Fantasy", offering)
    scenes = dict(story_of("Power Fantasy", offering).scenes) | {4: "He sits on the moon {and} cries"}
    assert "moon {and}" not in writer.rewrite(story, scenes=scenes, number=4, attempt=1)


def test_a_scene_that_the_template_does_not_have_is_an_error(offering: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="no scene 21"):
        writer.rewrite(make_brief("Power Fantasy", offering), scenes={}, number=21, attempt=1)
