"""Choosing which of the pictures is the cover."""

import pytest

from core.errors import NotFound
from core.status import Conflict
from images import covers, statuses
from images.queries import cover_number
from tests.factories import bring_to, illustrated_story

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]


def test_a_drawn_picture_can_be_the_cover():
    story = illustrated_story(statuses.PENDING)
    covers.choose(story, 7, by="visitor")
    story.refresh_from_db()
    assert story.cover == 7


def test_one_that_is_not_drawn_or_does_not_exist_cannot():
    story = illustrated_story()
    bring_to(story.illustrations.get(number=3), statuses.PENDING)
    with pytest.raises(Conflict, match="Picture 7 is not drawn yet"):
        covers.choose(story, 7, by="visitor")
    for number in (0, 21):
        with pytest.raises(NotFound):
            covers.choose(story, number, by="visitor")
    story.refresh_from_db()
    assert story.cover == 1


@pytest.mark.parametrize(("shown", "found"), [([1, 5, 9], 5), ([3, 9], 3), ([], 0)])
def test_where_the_chosen_picture_cannot_be_shown_the_first_is_the_cover(shown, found):
    story = illustrated_story()
    story.cover = 5
    assert cover_number(story, shown) == found
