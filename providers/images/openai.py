"""The illustrator that draws with OpenAI's image models, or with a server that speaks the same language."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from typing import Any

import httpx2
from django.conf import settings

from providers import openai_examination
from providers.base import Finding, Picture, PictureRequest, Preview, ProviderError
from providers.images.openai_answers import SETTING, Deadline, read
from providers.openai_api import CONNECT_SECONDS, client, translating

LONGEST_PROMPT = 32_000  # characters
MOST_PICTURES = 16  # sent along with one request
MOST_PREVIEWS = 3
# Of the whole time, what the wait for the first word may take; the rest is for asking and for reading the answer.
THINKING = 0.9
_KINDS = {b"\x89PNG": ("png", "image/png"), b"\xff\xd8": ("jpg", "image/jpeg"), b"RIFF": ("webp", "image/webp")}
_SENTENCE_ENDS = (". ", "! ", "? ", ".\n", "!\n", "?\n")


class OpenAIIllustrator:
    """Draws by OpenAI's API. A picture to start from, or to resemble, is sent along."""

    name = "openai"
    takes_references = True

    @property
    def model(self) -> str:
        """The model that OPENAI_IMAGE_MODEL names."""
        return str(settings.OPENAI_IMAGE_MODEL)

    @property
    def quality(self) -> str:
        """The quality that OPENAI_IMAGE_QUALITY names; most of a picture's price."""
        return str(settings.OPENAI_IMAGE_QUALITY)

    def draw(self, request: PictureRequest, preview: Preview | None = None) -> Picture:
        """Draw a picture within OPENAI_IMAGE_TIMEOUT seconds. `preview` gets small WebPs of the unfinished picture.

        Raises ProviderError for everything that goes wrong, also for an answer that is no picture.
        """
        previews = min(MOST_PREVIEWS, settings.IMAGE_PREVIEWS) if preview else 0
        wishes = _wishes(request) | ({"stream": True, "partial_images": previews} if previews > 0 else {})
        picture, _ = ask(wishes, preview)
        return picture

    def examine(self, *, spend: bool) -> Iterable[Finding]:
        """Look at the key and the model; with `spend` draw one cheap picture. Never raises."""
        return openai_examination.illustrator(self.model, _cheap_picture, spend=spend)


def ask(wishes: Mapping[str, Any], preview: Preview | None = None) -> tuple[Picture, Mapping[str, str]]:
    """Ask for one picture; gives it back with the headers of the answer. Raises ProviderError.

    `wishes` are the arguments of the SDK; with `image` among them it is an edit.
    """
    seconds = float(settings.OPENAI_IMAGE_TIMEOUT)
    deadline = Deadline(seconds)
    images = client(_timeout(seconds), model_setting=SETTING).images.with_streaming_response
    call: Any = images.edit if "image" in wishes else images.generate
    with translating(model_setting=SETTING), call(**wishes) as answer, closing(read(answer, deadline)) as pictures:
        for picture in pictures:
            if isinstance(picture, Picture):
                return picture, answer.headers
            if preview:
                preview(picture)
    raise AssertionError("reading ends with a finished picture or an error")


def _timeout(seconds: float) -> httpx2.Timeout:
    rest = seconds * (1 - THINKING)
    return httpx2.Timeout(seconds * THINKING, connect=min(CONNECT_SECONDS, seconds), write=max(rest, 1.0), pool=rest)


def _wishes(request: PictureRequest) -> dict[str, Any]:
    wishes: dict[str, Any] = {
        "model": settings.OPENAI_IMAGE_MODEL,
        "prompt": shortened(request.prompt),
        "size": f"{request.width}x{request.height}",
        "quality": settings.OPENAI_IMAGE_QUALITY,
        "n": 1,
    }
    pictures = _files([request.base, *request.references] if request.base else request.references)
    if not pictures:
        return wishes
    # One by itself goes under the older name of the field, which every server knows.
    return wishes | {"image": pictures if len(pictures) > 1 else pictures[0]}


def _files(pictures: Sequence[bytes]) -> list[tuple[str, bytes, str]]:
    return [_file(number, data) for number, data in enumerate(pictures[:MOST_PICTURES], 1)]


def _file(number: int, data: bytes) -> tuple[str, bytes, str]:
    """Name, bytes and kind, which the bytes themselves tell. Raises ProviderError where they tell none."""
    for beginning, (ending, kind) in _KINDS.items():
        if data.startswith(beginning):
            return f"picture-{number}.{ending}", data, kind
    raise ProviderError(
        "The picture to start from is damaged, so it cannot be changed. Ask for a new one instead.",
        permanent=True,
        reached=False,
    )


def shortened(prompt: str) -> str:
    """The prompt, cut at the end of a sentence where it is longer than the service reads."""
    if len(prompt) <= LONGEST_PROMPT:
        return prompt
    cut = prompt[:LONGEST_PROMPT]
    end = max(cut.rfind(mark) + 1 for mark in _SENTENCE_ENDS) or cut.rfind(" ")
    return cut[: end if end > 0 else LONGEST_PROMPT]


def _cheap_picture() -> tuple[Picture, Mapping[str, str]]:
    """The cheapest picture there is, and the headers of its answer."""
    wishes = {"model": settings.OPENAI_IMAGE_MODEL, "prompt": "A small red fox.", "size": "1024x1024"}
    return ask(wishes | {"quality": "low", "n": 1})
