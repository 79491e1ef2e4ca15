"""What tests of the sheet share."""

import pytest

from sheets import services
from stories.models import Story
from tests.factories import illustrated_story
from tests.sheets.following import after


@pytest.fixture
def story(google) -> Story:
    """A story whose twenty pictures wait for approval, and which the sheet shows already."""
    story = illustrated_story("pending_approval")
    after()
    services.write(story.pk)
    google.asked.clear()
    return story
