"""What every test may lean on: a real Redis for the session, a clean one for each test, and the quiz's content."""

from collections.abc import Iterator

import pytest
from django.conf import settings

from core.ratelimit import redis
from core.redis_server import RedisServer
from quiz.content_loader import load_content


@pytest.fixture(scope="session", autouse=True)
def redis_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    """One Redis for the whole session, on the port that the settings name."""
    port = int(settings.REDIS_URL.rsplit(":", 1)[1].split("/")[0])
    with RedisServer.start(tmp_path_factory.mktemp("redis"), port=port, appendonly=False) as server:
        yield server


@pytest.fixture(autouse=True)
def clean_redis() -> None:
    """No grants, messages or results of the test before."""
    redis().flushall()


@pytest.fixture
def content(db: None) -> None:
    """The quiz and the story templates that come with the project."""
    load_content()
