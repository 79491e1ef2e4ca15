"""Fixtures of the tests of public pages."""

from typing import Any

import pytest
from django.test import Client

from publishing.models import Publication
from stories.models import Story
from tests.publishing.published import approved_story, published


@pytest.fixture
def story(content: None, settings: Any, tmp_path: Any) -> Story:
    """A story that may be published."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return approved_story()


@pytest.fixture
def publication(story: Story) -> Publication:
    """The publication of that story."""
    return published(story)


@pytest.fixture
def anybody() -> Client:
    """The browser of a new visitor."""
    return Client()
