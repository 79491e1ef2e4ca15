"""Fixtures of the tests of the Google Sheet."""

import pytest

from sheets import services
from stories.models import Story
from tests.factories import illustrated_story
from tests.sheets.worksheets import after


@pytest.fixture
def story(google) -> Story:
    """A story whose twenty pictures wait for approval and whose worksheet is up to date."""
    story = illustrated_story("pending_approval")
    after()
    services.write(story.pk)
    google.asked.clear()
    return story
