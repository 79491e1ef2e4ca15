"""What the illustrator did not draw or obey stands on the card, in the viewer, on the fox's page and in the API."""

import pytest

from images import services
from images.drawing import drawing
from images.models import Illustration
from storybook import props
from tests.factories import drawn_version, illustrated_story, reloaded, sheet_of, sketched_story, visitor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]
DRAWS = f"StoryForge’s own illustrator draws {props.number()} things: change the text to one of them"
LINE = f"Not in the picture: accordion. {DRAWS}"


@pytest.fixture
def edited(settings, media) -> Illustration:
    """Picture 7, to which somebody asked to add an accordion, as the illustrator of this machine has drawn it."""
    settings.IMAGE_PROVIDER = settings.IMAGE_HOST = "local"
    story = illustrated_story()
    assert drawing.draw(story.pk, 7) is None
    services.edit(story.illustrations.get(number=7), mode=Illustration.EDIT, wish="add an accordion", by="")
    assert drawing.draw(story.pk, 7) is None
    return reloaded(story.illustrations.get(number=7))


def page(path: str) -> str:
    return visitor().get(path).content.decode()


def test_a_wish_that_was_not_obeyed_is_named_and_nothing_is_called_edited(edited):
    assert (edited.current.missing, edited.current.unchanged) == (["accordion"], True)
    story = f"/stories/{edited.story_id}/"
    assert LINE in page(f"{story}pictures/7/")
    viewer = page(f"{story}pictures/7/view")
    assert LINE in viewer
    assert "Edited" not in viewer
    assert "Drawn again; what was asked to change made no difference" in viewer
    state = visitor().get(f"/story/{edited.story_id}").json()["images"]
    assert (state["7"]["missing"], state["6"]["missing"]) == (["accordion"], [])


def test_an_approved_picture_is_as_it_should_be(edited):
    services.approve(edited, by="")
    assert LINE not in page(f"/stories/{edited.story_id}/pictures/7/")


def test_the_fox_page_names_what_the_fox_did_not_get():
    story = sketched_story()
    sheet = sheet_of(story)
    sheet.current = drawn_version(sheet, missing=["tusk"])
    sheet.save()
    assert "Not in the picture: tusk." in page(f"/stories/{story.pk}/")
