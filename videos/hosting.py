"""Keeping clips, with the same patience as pictures."""

from pathlib import Path

from images.drawing.hosting import FALLBACK, Keeping, keep_somewhere
from providers import registry
from providers.base import Kept, Picture, ProviderError, VideoHost

__all__ = ["Keeping", "keep_clip"]


def keep_clip(path: Path, poster: Picture, *, story_id: str, name: str) -> Keeping:
    """Keep the MP4 at `path`, with the picture shown before it plays, on the configured host, else on this machine. The
    file stays where it is.

    Raises ProviderError, permanent, when no host takes it: another take would not help, and would be paid for again.
    """

    def keep_at(host: str) -> Kept:
        return video_host(host).keep_video(path, poster, story_id=story_id, name=name)

    wanted = registry.host()
    host = wanted.name if isinstance(wanted, VideoHost) else FALLBACK
    return keep_somewhere(keep_at, host, what=f"Clip {name} of story {story_id}", done="made")


def video_host(name: str) -> VideoHost:
    """The host called `name`. Raises KeyError for one that is not listed, and ProviderError, permanent, for one that
    keeps pictures only."""
    host = registry.host(name)
    if not isinstance(host, VideoHost):
        raise ProviderError(f"The host {name} keeps pictures only.", permanent=True)
    return host
