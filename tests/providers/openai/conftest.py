"""The fake OpenAI server, and how the tests draw with it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from providers.base import Picture, PictureRequest, ProviderError
from providers.images.openai import OpenAIIllustrator
from tests.upstreams.openai_server import OpenAIServer, Reply

KEY = "sk-test-0123456789secret"


@pytest.fixture(scope="session")
def running_service() -> Iterator[OpenAIServer]:
    with OpenAIServer() as server:
        yield server


@pytest.fixture
def service(running_service: OpenAIServer, settings: Any) -> OpenAIServer:
    """The service, which remembers nothing of the test before and to which the settings point."""
    running_service.reset()
    settings.OPENAI_API_KEY, settings.OPENAI_BASE_URL = KEY, running_service.url
    settings.OPENAI_IMAGE_MODEL, settings.OPENAI_IMAGE_QUALITY = "gpt-image-2.6-flare", "medium"
    settings.OPENAI_IMAGE_TIMEOUT, settings.IMAGE_PREVIEWS = 20.0, 2
    return running_service


@dataclass
class Drawing:
    """Draws small pictures and keeps the previews it was handed."""

    previews: list[bytes] = field(default_factory=list)

    def plain(self, **more: Any) -> Picture:
        """A picture without previews."""
        return OpenAIIllustrator().draw(asking(**more))

    def streamed(self, **more: Any) -> Picture:
        """A picture with previews."""
        return OpenAIIllustrator().draw(asking(**more), self.previews.append)


@pytest.fixture
def drawing() -> Drawing:
    return Drawing()


def asking(prompt: str = "The red fox sleeps.", **more: Any) -> PictureRequest:
    """A request for a small picture."""
    return PictureRequest(prompt, "a story", 3, 1, **({"width": 128, "height": 192} | more))


def failure(service: OpenAIServer, reply: Reply, drawing: Drawing, *, streamed: bool = False) -> ProviderError:
    """What the illustrator raises when the service gives `reply`."""
    service.images = lambda asked, number: reply
    with pytest.raises(ProviderError) as raised:
        drawing.streamed() if streamed else drawing.plain()
    return raised.value
