"""Fixtures for the tests of films."""

import pytest

from tests.videos.factories import finished_story
from videos.models import Film


@pytest.fixture
def story(content, settings, tmp_path):
    """A finished story without files, whose automatic film is deleted."""
    settings.MEDIA_ROOT, settings.SPEECH_PROVIDER = tmp_path / "media", "none"
    story = finished_story(files=False)
    Film.objects.all().delete()
    return story
