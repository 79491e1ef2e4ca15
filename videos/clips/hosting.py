"""Stores clips at their host, with the same retries as pictures."""

from pathlib import Path

from images.drawing.hosting import FALLBACK, Hosted, store_or_fall_back
from providers import registry
from providers.base import Picture, ProviderError, StoredFile, VideoHost


def store_clip(path: Path, poster: Picture, *, story_id: str, name: str) -> Hosted:
    """Store the MP4 at `path` and its poster at the configured host, else on this machine. `path` is left as it is.

    Raises ProviderError, permanent, when no host takes it: another take would not help and would cost again.
    """

    def store_at(host: str) -> StoredFile:
        return video_host(host).store_video(path, poster, story_id=story_id, name=name)

    wanted = registry.host()
    host = wanted.name if isinstance(wanted, VideoHost) else FALLBACK
    return store_or_fall_back(store_at, host, what=f"Clip {name} of story {story_id}", done="made")


def video_host(name: str) -> VideoHost:
    """The host called `name`. Raises KeyError for an unknown name, and ProviderError, permanent, for a host that stores
    pictures only."""
    host = registry.host(name)
    if not isinstance(host, VideoHost):
        raise ProviderError(f"The host {name} keeps pictures only.", permanent=True)
    return host
