"""stories.queries: what the writer is told."""

import pytest

from stories import queries
from tests.factories import OWNER, edited_story

pytestmark = pytest.mark.django_db


def test_the_writer_is_told_earlier_stories_the_visitors_own_first(content: None) -> None:
    first = edited_story()
    other = edited_story(owner="somebody else")
    second = edited_story()
    assert second.owner == OWNER
    own, others = queries.brief_of(second).earlier
    assert own.startswith(first.title)
    assert all(scene.text in own for scene in first.scenes.all())
    assert all(scene.text in others for scene in other.scenes.all())
    assert queries.brief_of(first).earlier == []
