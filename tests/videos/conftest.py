"""Fixtures for the tests of clips, with a provider whose server a test controls."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from stories.models import Story
from tests.factories import approved_story
from tests.upstreams.animator import ADDRESS, Clips
from tests.upstreams.json_server import Upstream
from videos import services
from videos.models import Clip


@pytest.fixture
def animator(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Clips]:
    """The server of the provider of clips. A job is done at the first poll, until a test changes that."""
    clips = Clips()
    with Upstream(clips) as server:
        settings.VIDEO_PROVIDER, settings.VIDEO_POLL_SECONDS = "upstream", 0.0
        monkeypatch.setenv(ADDRESS, server.url)
        clips.server = server
        yield clips


@pytest.fixture
def story(content: None, animator: Clips, settings: Any, tmp_path: Any) -> Story:
    """A story whose twenty pictures are approved and stored."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return approved_story()


@pytest.fixture
def filming(story: Story) -> Story:
    """The same story when its clips are requested."""
    services.make_videos(story, by="mia")
    return story


@pytest.fixture
def clip(filming: Story) -> Callable[[], Clip]:
    """Clip 7 of it, as the database has it now."""
    rows = Clip.objects.select_related("current__expense", "story", "illustration__current", "illustration__scene")
    return lambda: rows.get(story=filming, number=7)
