"""stories.queries: what the writer is told."""

import pytest

from stories import queries
from tests.factories import OWNER, edited_story

pytestmark = pytest.mark.django_db


def test_the_writer_is_told_what_the_same_visitor_has_read_before(content: None) -> None:
    first = edited_story()
    edited_story(owner="somebody else")
    second = edited_story()
    assert second.owner == OWNER
    (before,) = queries.brief_of(second).earlier
    assert before.startswith(first.title)
    assert all(scene.text in before for scene in first.scenes.all())
    assert queries.brief_of(first).earlier == []
