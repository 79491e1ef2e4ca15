"""Django's cache in Redis, without which nothing is in it."""

import logging
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = logging.getLogger(__name__)


class OptionalRedisCache(RedisCache):
    """Django's Redis cache. While Redis is away it keeps nothing: only limits are counted in it, and people can still
    sign in."""

    def add(self, *args: Any, **kwargs: Any) -> bool:
        """As Django's; True without Redis, as for a new key."""
        return bool(self._or(True, super().add, *args, **kwargs))

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        """As Django's; the default without Redis."""
        return self._or(default, super().get, key, default, version)

    def set(self, *args: Any, **kwargs: Any) -> None:
        """As Django's; nothing without Redis."""
        self._or(None, super().set, *args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> bool:
        """As Django's; False without Redis."""
        return bool(self._or(False, super().delete, *args, **kwargs))

    def clear(self) -> None:
        """Refuses: Django would empty the whole database of Redis, with the queues and token buckets in it."""
        raise NotImplementedError("The cache cannot be emptied: its keys run out by themselves.")

    def _or(self, without: Any, act: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            return act(*args, **kwargs)
        except (RedisError, OSError) as error:
            log.warning("Redis does not answer (%s), so limits on signing in are not counted.", type(error).__name__)
            return without
