"""The fake server for the writer, and helpers to read its requests."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest

from providers.base import StoryBrief
from tests.providers.briefs import make_brief
from tests.storybook.writing.conftest import OFFERING
from tests.upstreams.http_server import Asked
from tests.upstreams.openai_server import OpenAIServer, Reply, chat_text

ALL = range(1, 21)


@pytest.fixture(scope="session")
def running() -> Iterator[OpenAIServer]:
    with OpenAIServer() as server:
        yield server


@pytest.fixture
def server(running: OpenAIServer, settings: Any) -> OpenAIServer:
    """The service with its memory cleared, telling of stars."""
    settings.OPENAI_API_KEY, settings.OPENAI_TEXT_MODEL = "sk-test-secret", "gpt-6-luna"
    settings.OPENAI_BASE_URL = running.url
    running.asked.clear()
    running.paid.clear()
    running.chat = lambda asked, number: story_of(ALL)
    return running


@pytest.fixture
def brief() -> StoryBrief:
    return make_brief("Power Fantasy", OFFERING)


def told(numbers: Iterable[int]) -> list[dict[str, Any]]:
    return [{"number": number, "text": f"The red fox counts {number} stars."} for number in numbers]


def story_of(numbers: Iterable[int], **parts: Any) -> Reply:
    """A completion with these scenes; `parts` replace parts of it, such as `usage`."""
    reply = chat_text({"title": "The stars", "character": "a small red fox", "scenes": told(numbers)})
    body: Any = reply.body
    return replace(reply, body=body | parts)


def says(server: OpenAIServer, content: Any, **more: Any) -> None:
    server.chat = lambda asked, number: chat_text(content, **more)


def system_of(asked: Asked) -> str:
    return str(asked.body["messages"][0]["content"])


def user_of(asked: Asked) -> tuple[str, Mapping[str, Any]]:
    """The words of the user message, and the data on its last line."""
    words, _, data = str(asked.body["messages"][1]["content"]).rpartition("\n")
    return words, json.loads(data)
