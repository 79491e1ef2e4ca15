"""The fixtures of published stories, for the tests of their owner's panel."""

from tests.publishing.conftest import anybody, publication, story

__all__ = ["anybody", "publication", "story"]
