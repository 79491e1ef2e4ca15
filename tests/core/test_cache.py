"""The cache in Redis, which is empty while Redis is away."""

import pytest
from django.core.cache import cache, caches
from django.test import override_settings

from core.redis_server import free_port


def test_what_is_kept_is_there_and_the_whole_redis_is_never_emptied():
    cache.set("a", [1], 60)
    assert (cache.get("a"), cache.add("a", 2), cache.delete("a"), cache.get("a", 0)) == ([1], False, True, 0)
    with pytest.raises(NotImplementedError):
        cache.clear()


def test_without_redis_nothing_is_kept_and_nothing_fails(settings):
    away = settings.CACHES["default"] | {"LOCATION": f"redis://127.0.0.1:{free_port()}/0"}
    with override_settings(CACHES={"default": away}):
        away_cache = caches["default"]
        away_cache.set("a", 1)
        assert (away_cache.get("a", 0), away_cache.add("a", 1), away_cache.delete("a")) == (0, True, False)
