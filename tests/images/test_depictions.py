"""What the pictures show: said by the writer, or else by the scenes themselves."""

import pytest

from images.drawing import composing
from tests.factories import illustrated_story
from tests.upstreams.server import Answer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]


def test_what_the_pictures_show_comes_from_the_writer_or_else_from_the_scenes(writer):
    writer.behaviour = lambda asked, number: Answer({"scenes": {"1": "The red fox by a lake.\x00", "2": " "}})
    story = illustrated_story()
    story.illustrations.update(depiction="")
    composing.compose_prompts(story.pk)
    shown = dict(story.illustrations.values_list("number", "depiction"))
    assert shown[1] == "The red fox by a lake."
    assert shown[2] == "The red fox walks past tree number 2."
    composing.compose_prompts(story.pk)
    assert len(writer.asked) == 1


@pytest.mark.parametrize("answer", [Answer({}, 500), Answer({}, 451), Answer(prose="Garbage")])
def test_a_writer_that_cannot_say_what_the_pictures_show_stops_nothing(writer, answer):
    writer.behaviour = lambda asked, number: answer
    story = illustrated_story()
    story.illustrations.update(depiction="")
    composing.compose_prompts(story.pk)
    assert story.illustrations.get(number=3).depiction == "The red fox walks past tree number 3."
