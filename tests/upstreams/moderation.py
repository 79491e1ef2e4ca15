"""A moderation whose objections a test defines."""

from tests.upstreams.openai_server import Behaviour, moderated


def flags(word: str) -> Behaviour:
    """Objects to texts with this word."""
    return lambda asked, number: moderated(["violence"] if word in str(asked.body["input"]) else [])
