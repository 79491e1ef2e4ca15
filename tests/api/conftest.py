"""Clients of the JSON API, and stories with approved pictures."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from stories.models import Story
from tests.factories import approved_story, visitor
from videos.services import make_videos


class Caller:
    """A client of the API, as the visitor who owns what the factories make."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def post(self, url: str, body: Any, **headers: str) -> tuple[int, dict[str, Any]]:
        """Send JSON; the answer's status and body."""
        return self.read(self.raw(url, json.dumps(body), **headers))

    def raw(self, url: str, body: str | bytes, content_type: str = "application/json", **headers: str) -> HttpResponse:
        """Send a body as it is."""
        return self.client.post(url, body, content_type=content_type, headers=headers)

    def get(self, url: str) -> tuple[int, dict[str, Any]]:
        """The answer's status and body."""
        return self.read(self.client.get(url))

    @staticmethod
    def read(answer: HttpResponse) -> tuple[int, dict[str, Any]]:
        """Status and body of an answer, which must be JSON."""
        assert answer["Content-Type"].startswith("application/json"), answer.content[:300]
        return answer.status_code, json.loads(answer.content)


@pytest.fixture
def api(content: None) -> Caller:
    """The owner."""
    return Caller(visitor())


@pytest.fixture
def stranger(content: None) -> Caller:
    """Somebody else."""
    return Caller(visitor("somebody else"))


@pytest.fixture
def staff(content: None, admin_client: Client) -> Caller:
    """A member of staff."""
    return Caller(admin_client)


@pytest.fixture
def approved(content: None, settings: Any, tmp_path: Path) -> Story:
    """A story whose pictures are approved; its videos are made outside."""
    settings.MEDIA_ROOT, settings.VIDEO_PROVIDER = tmp_path, "upstream"
    return approved_story()


@pytest.fixture
def filming(approved: Story) -> Story:
    """The same, when its videos have been asked for."""
    make_videos(approved, by="")
    return approved
