"""The writer's timeouts, and that it does not retry."""

from typing import Any

import pytest

from providers.base import ProviderError, StoryBrief
from providers.text.openai import OpenAIWriter
from tests.upstreams.http_server import Asked, Sent
from tests.upstreams.openai_server import OpenAIServer, drop, stall


class Dripping(OpenAIServer):
    """Sends a blank now and then while it thinks, as some servers do, and never ends."""

    def respond(self, asked: Asked) -> Sent:
        return Sent(pieces=(b" " for _ in range(10_000)), pause=0.02)


def test_a_server_that_keeps_sending_blanks_is_given_up_at_the_timeout(settings: Any, brief: StoryBrief) -> None:
    with Dripping() as server:
        settings.OPENAI_API_KEY, settings.OPENAI_BASE_URL, settings.OPENAI_TEXT_TIMEOUT = "sk-test", server.url, 0.3
        with pytest.raises(ProviderError, match="did not answer in time") as raised:
            OpenAIWriter().write(brief, already={})
    assert not raised.value.answered


def test_a_silent_server_is_given_up_at_the_timeout(server: OpenAIServer, brief: StoryBrief, settings: Any) -> None:
    settings.OPENAI_TEXT_TIMEOUT = 0.3
    server.chat = lambda asked, number: stall(60)
    with pytest.raises(ProviderError, match="did not answer in time") as raised:
        OpenAIWriter().write(brief, already={})
    assert not raised.value.answered
    assert len(server.asked) == 1


def test_a_failed_request_is_not_retried(server: OpenAIServer, brief: StoryBrief) -> None:
    server.chat = lambda asked, number: drop()
    with pytest.raises(ProviderError):
        OpenAIWriter().write(brief, already={})
    assert len(server.asked) == 1
