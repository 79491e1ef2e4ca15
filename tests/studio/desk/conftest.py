"""The fixtures of clips, for the tests of their pages in admin."""

from tests.videos.conftest import animator, clip, filming, story

__all__ = ["animator", "clip", "filming", "story"]
