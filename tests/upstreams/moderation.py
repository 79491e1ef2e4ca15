"""A moderator that a test tells what to object to."""

from tests.upstreams.openai_server import Behaviour, moderated


def flags(word: str) -> Behaviour:
    """A moderation that objects to texts with this word."""
    return lambda asked, number: moderated(["violence"] if word in str(asked.body["input"]) else [])
