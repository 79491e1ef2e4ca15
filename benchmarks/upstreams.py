"""OpenAI and Cloudinary as local servers, those of the tests, which also note the times of requests."""

import base64
import time
from bisect import bisect_left
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.upstreams.cloudinary_server import CloudinaryServer
from tests.upstreams.http_server import Asked, Sent
from tests.upstreams.openai_replies import picture
from tests.upstreams.openai_server import DRAWS, OpenAIServer, painted
from tests.upstreams.openai_writer import author

SIZE = (1024, 1536)
PICTURE_BYTES = 2_000_000  # about the size of a real one of 1024 x 1536


class Cloudinary(CloudinaryServer):
    """Notes in `taken` when each upload was answered, in seconds since 1970."""

    def __init__(self) -> None:
        super().__init__()
        self.taken: list[float] = []

    def respond(self, asked: Asked) -> Sent:
        """Answer as the server of the tests does."""
        sent = super().respond(asked)
        self.taken.append(time.time())
        return sent


@dataclass(frozen=True)
class Upstreams:
    """The two running servers."""

    openai: OpenAIServer = field(default_factory=OpenAIServer)
    cloudinary: Cloudinary = field(default_factory=Cloudinary)

    @property
    def environment(self) -> dict[str, str]:
        """The settings that lead to them, and to no other service."""
        keys = {"OPENAI_API_KEY": "sk-benchmark", "OPENAI_BASE_URL": self.openai.url}
        models = {"TEXT_PROVIDER": "openai", "IMAGE_PROVIDER": "openai", "IMAGE_HOST": "cloudinary"}
        free = {"STORY_BUDGET_USD": "1000", "DAILY_BUDGET_USD": "100000", "MODERATE_INPUT": "false"}
        return keys | models | free | {"CLOUDINARY_URL": self.cloudinary.url, "CLOUDINARY_PRESET": ""}

    def picture_requests(self) -> list[float]:
        """The times of all requests for pictures, refused ones too, in order, in seconds since 1970."""
        return sorted(asked.at for asked in list(self.openai.asked) if asked.path in DRAWS)

    def most_drawn_in(self, seconds: float) -> int:
        """The most requests for pictures that were accepted within any span of so many seconds."""
        refused = {asked.at for asked in self.openai.refused_by_rate}
        starts = [at for at in self.picture_requests() if at not in refused]
        return max(bisect_left(starts, at + seconds) - place for place, at in enumerate(starts))


@contextmanager
def upstreams() -> Iterator[Upstreams]:
    """OpenAI writes and draws pictures of PICTURE_BYTES, Cloudinary stores them."""
    both = Upstreams()
    with both.openai, both.cloudinary:
        both.openai.chat = author
        both.openai.images = lambda asked, number: picture("teal", bytes=PICTURE_BYTES)
        sample_picture()  # painted once, before anything is measured
        painted("silver", SIZE)
        yield both


def sample_picture() -> bytes:
    """The picture that OpenAI draws."""
    return base64.b64decode(painted("teal", SIZE, "PNG", PICTURE_BYTES))
