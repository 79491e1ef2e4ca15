"""The services besides OpenAI that write and draw: each with its strict local server, its settings and its errors."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pytest

from providers import openrouter
from providers.images.localai import LocalAIIllustrator
from providers.images.openai import OpenAIIllustrator
from providers.images.openrouter import OpenRouterIllustrator
from providers.text.openai import OpenAIWriter
from providers.text.openrouter import OpenRouterWriter
from tests.upstreams import openai_replies as replies
from tests.upstreams.machine_servers import LocalAIServer, OllamaServer, StableDiffusionServer
from tests.upstreams.openai_replies import Reply
from tests.upstreams.openai_server import OpenAIServer
from tests.upstreams.openai_writer import author
from tests.upstreams.openrouter_server import OpenRouterServer, failure, inside

Outcomes = Mapping[str, Callable[[], Reply]]
"""What goes wrong, by what it means: the part of a name before ":"."""


@dataclass(frozen=True)
class Service:
    """`provider` asks `server`, to which the setting `address` points. `outcomes` are its own errors."""

    provider: Callable[[], Any]
    server: type[OpenAIServer]
    address: str
    settings: Mapping[str, Any]
    outcomes: Outcomes = field(default_factory=dict)


# What every service may do.
COMMON: Outcomes = {
    "lost: hung up": replies.drop,
    "lost: silent": lambda: replies.stall(60),
    "unclear: a page of HTML": replies.garbage,
    "unclear: an empty object": lambda: Reply(body={}),
    "later: a bad gateway": lambda: Reply(502, "<h1>Bad gateway</h1>", "text/html"),
    "wait 7: too many": lambda: replies.rate_limited(7),
    "wait 15: too many, for how long it does not say": lambda: replies.rate_limited(None),
}
OPENROUTER: Outcomes = {
    "policy: moderated": lambda: failure(403, "Your input was flagged", reasons=["violence"], flagged_input="..."),
    "policy: forbidden": lambda: failure(403, "Forbidden"),
    "policy: refused by the maker": lambda: failure(
        400, "Provider returned error", raw='{"code": "moderation_blocked"}', provider_name="OpenAI"
    ),
    "policy: inside a 200": lambda: inside(403, "Input requires moderation", reasons=["self-harm"]),
    "account credit: 402": lambda: failure(402, "Insufficient credits"),
    "account credit: inside a 200": lambda: inside(402, "Insufficient credits"),
    "account credit: the key's limit": lambda: failure(403, "Key limit exceeded (total limit)."),
    "account OPENROUTER_API_KEY: 401": lambda: failure(401, "User not found."),
    "account MODEL: no such model": lambda: failure(400, "x/y is not a valid model ID"),
    "account MODEL: nobody has it": lambda: failure(404, "No endpoints found for x/y."),
    "permanent: a parameter": lambda: failure(400, "Model does not support parameter: size"),
    "later: upstream": lambda: failure(502, "Provider returned error", raw="upstream timeout"),
    "later: inside a 200": lambda: inside(502, "Provider returned error"),
    "later: 408": lambda: failure(408, "Timed out"),
    "wait 15: inside a 200": lambda: inside(429, "Rate limited upstream"),
}
SD_CPP: Outcomes = {
    "permanent: generate_image": lambda: Reply(400, {"error": "invalid params"}),
    "later: generate_image returned no results": lambda: Reply(500, {"error": "generate_image returned no results"}),
}
LOCALAI: Outcomes = {
    "later: backend died": lambda: Reply(500, {"error": {"code": 500, "message": "backend died", "type": ""}}),
    "account IMAGE_API_KEY: 401": lambda: Reply(401, {"error": {"code": 401, "message": "A key is required"}}),
}
OLLAMA: Outcomes = {
    "account OPENAI_TEXT_MODEL: not pulled": lambda: replies.error(404, None, 'model "x" not found, try pulling it'),
}
_OPENROUTER = {"OPENROUTER_API_KEY": OpenRouterServer.key}
ILLUSTRATORS = {
    "openrouter": Service(
        OpenRouterIllustrator,
        OpenRouterServer,
        "OPENROUTER_BASE_URL",
        _OPENROUTER | {"OPENROUTER_IMAGE_MODEL": "google/gemini-3.1-flash-image"},
        OPENROUTER,
    ),
    "stable-diffusion.cpp": Service(
        OpenAIIllustrator, StableDiffusionServer, "IMAGE_BASE_URL", {"OPENAI_IMAGE_MODEL": "sd-cpp-local"}, SD_CPP
    ),
    "LocalAI": Service(
        LocalAIIllustrator, LocalAIServer, "IMAGE_BASE_URL", {"OPENAI_IMAGE_MODEL": "flux.2-dev"}, LOCALAI
    ),
}
WRITERS = {
    "openrouter": Service(OpenRouterWriter, OpenRouterServer, "OPENROUTER_BASE_URL", _OPENROUTER, OPENROUTER),
    "Ollama": Service(OpenAIWriter, OllamaServer, "TEXT_BASE_URL", {"OPENAI_TEXT_MODEL": "qwen3:8b"}, OLLAMA),
}


def all_outcomes(services: Mapping[str, Service]) -> list[Any]:
    """Every service with each thing that goes wrong at it, as parameters of a test."""
    return [
        pytest.param(name, outcome, reply, id=f"{name}: {outcome}")
        for name, service in services.items()
        for outcome, reply in (COMMON | service.outcomes).items()
    ]


@pytest.fixture(scope="session")
def _servers() -> Iterator[dict[type[OpenAIServer], OpenAIServer]]:
    started = {kind: kind() for kind in (OpenRouterServer, StableDiffusionServer, LocalAIServer, OllamaServer)}
    for server in started.values():
        server.__enter__()
    yield started
    for server in started.values():
        server.__exit__()


@pytest.fixture
def serve(_servers: dict[type[OpenAIServer], OpenAIServer], settings: Any) -> Callable[[Service], OpenAIServer]:
    """Point the settings to the server of a service, which forgets what it was asked."""
    openrouter._kept.clear()
    return partial(_serve, _servers, settings)


def _serve(servers: dict[type[OpenAIServer], OpenAIServer], settings: Any, service: Service) -> OpenAIServer:
    server = servers[service.server]
    server.reset()
    if isinstance(server, OpenRouterServer):
        server.chat = author
    settings.OPENAI_API_KEY = settings.OPENAI_BASE_URL = ""
    for name, value in {service.address: server.url, "IMAGE_PREVIEWS": 2, **service.settings}.items():
        setattr(settings, name, value)
    return server
