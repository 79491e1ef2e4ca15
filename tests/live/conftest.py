"""What the live tests share."""

import pytest

from core.ratelimit import redis


@pytest.fixture
def redis_flush():
    """Empty Redis, as after a crash without its data."""
    return redis().flushall
