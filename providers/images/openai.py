"""Draws with OpenAI's image models, or with another server that speaks OpenAI's API."""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing
from typing import Any

import httpx2
from django.conf import settings
from openai import APIResponse, OpenAI

from providers.base import Finding, Picture, PictureRequest, Preview, ProviderError, Usage
from providers.images.openai_response import read_pictures
from providers.openai_api import CONNECT_SECONDS, client, translate_errors
from providers.openai_errors import DRAWING_ERRORS
from providers.openai_health import check_account

LONGEST_PROMPT = 32_000  # characters
MAX_REFERENCES = 16  # input pictures per request
MAX_PREVIEWS = 3
# The share of the timeout for the first byte of the response; the rest is for sending and reading.
THINKING_SHARE = 0.9
_FORMATS = {b"\x89PNG": ("png", "image/png"), b"\xff\xd8": ("jpg", "image/jpeg"), b"RIFF": ("webp", "image/webp")}
_SENTENCE_ENDS = (". ", "! ", "? ", ".\n", "!\n", "?\n")


class OpenAIIllustrator:
    """Draws with one request per picture. A base picture and references are sent along."""

    name = "openai"
    takes_references = True
    errors = DRAWING_ERRORS
    qualities: tuple[str, ...] = ("low", "medium", "high")  # that can be asked for

    def __init__(self, quality: str = "") -> None:
        self._quality = quality

    @property
    def model(self) -> str:
        """The model that OPENAI_IMAGE_MODEL names."""
        return str(settings.OPENAI_IMAGE_MODEL)

    @property
    def quality(self) -> str:
        """The quality that was asked for, else that of OPENAI_IMAGE_QUALITY; it decides most of the price."""
        return self._quality or str(settings.OPENAI_IMAGE_QUALITY)

    def draw(self, request: PictureRequest, preview: Preview | None = None) -> Picture:
        """Draw a picture within OPENAI_IMAGE_TIMEOUT seconds. `preview` gets small WebPs of the unfinished picture.

        Raises ProviderError for every failure, including a response that is not a picture.
        """
        previews = max(0, min(MAX_PREVIEWS, settings.IMAGE_PREVIEWS)) if preview else 0
        picture, _ = self._request(self._arguments(request, previews), preview)
        return picture

    def health_check(self, *, spend: bool) -> Iterable[Finding]:
        """Check the key and the model; with `spend` draw one cheap picture. Never raises."""
        findings = list(self._check_account())
        yield from findings
        if spend and findings[0].ok:
            yield from self._test_drawing()

    def _check_account(self) -> Iterable[Finding]:
        return check_account(self.errors)

    def _arguments(self, request: PictureRequest, previews: int) -> dict[str, Any]:
        """The arguments of `_call`. Raises ProviderError for a picture that cannot be sent along."""
        arguments: dict[str, Any] = {
            "model": self.model,
            "prompt": shortened(request.prompt),
            "size": f"{request.width}x{request.height}",
            "quality": self.quality,
            "n": 1,
        }
        if previews:
            arguments |= {"stream": True, "partial_images": previews}
        pictures = [file_of(number, data) for number, data in enumerate(sent_along(request), 1)]
        # One picture is sent as a list, too: as `image[]`, which stable-diffusion.cpp has always known.
        return arguments | ({"image": pictures} if pictures else {})

    def _call(self, server: OpenAI, arguments: Mapping[str, Any]) -> AbstractContextManager[APIResponse[Any]]:
        """The call for one picture; with an `image` it is an edit."""
        images = server.images.with_streaming_response
        call: Any = images.edit if "image" in arguments else images.generate
        called: AbstractContextManager[APIResponse[Any]] = call(**arguments)
        return called

    def _request(
        self, arguments: Mapping[str, Any], preview: Preview | None = None
    ) -> tuple[Picture, Mapping[str, str]]:
        """Request one picture; returns it with the headers of the response. Raises ProviderError."""
        seconds = float(settings.OPENAI_IMAGE_TIMEOUT)
        deadline = time.monotonic() + seconds
        server = client(_timeout(seconds), self.errors)
        with (
            translate_errors(self.errors),
            self._call(server, arguments) as response,
            closing(read_pictures(response, deadline)) as pictures,
        ):
            for picture in pictures:
                if isinstance(picture, Picture):
                    return picture, response.headers
                if preview:
                    preview(picture)
        raise AssertionError("reading ends with a finished picture or an error")

    def _test_drawing(self) -> Iterator[Finding]:
        """Draw the cheapest picture."""
        request = PictureRequest("A small red fox.", "", 1, 1, width=1024, height=1024)
        cheapest = {"quality": "low"} if "quality" in (arguments := self._arguments(request, 0)) else {}
        began = time.monotonic()
        try:
            picture, headers = self._request(arguments | cheapest)
        except ProviderError as error:
            yield Finding("a picture", False, error.operator)
            return
        took = time.monotonic() - began
        says = f"{self.model} drew one in {took:.0f} seconds for {_price(picture.usage)}: the account may draw."
        yield Finding("a picture", True, says, model=self.model, usage=picture.usage)
        yield from _check_rate_limit(headers)


def _timeout(seconds: float) -> httpx2.Timeout:
    rest = seconds * (1 - THINKING_SHARE)
    return httpx2.Timeout(
        seconds * THINKING_SHARE, connect=min(CONNECT_SECONDS, seconds), write=max(rest, 1.0), pool=rest
    )


def sent_along(request: PictureRequest) -> Sequence[bytes]:
    """The pictures that are sent along, the one to change first, at most MAX_REFERENCES."""
    given = [request.base, *request.references] if request.base else request.references
    return given[:MAX_REFERENCES]


def file_of(number: int, data: bytes) -> tuple[str, bytes, str]:
    """File name, bytes and content type by the first bytes. Raises ProviderError for an unknown format."""
    for beginning, (ending, kind) in _FORMATS.items():
        if data.startswith(beginning):
            return f"picture-{number}.{ending}", data, kind
    raise ProviderError(
        "The picture to start from is damaged, so it cannot be changed. Ask for a new one instead.",
        permanent=True,
        reached=False,
    )


def shortened(prompt: str) -> str:
    """The prompt, cut at the end of a sentence when it exceeds LONGEST_PROMPT, without what stable-diffusion.cpp would
    take for its own parameters: visitors may not set those."""
    prompt = prompt.replace("sd_cpp_extra_args", "")
    if len(prompt) <= LONGEST_PROMPT:
        return prompt
    cut = prompt[:LONGEST_PROMPT]
    end = max(cut.rfind(mark) + 1 for mark in _SENTENCE_ENDS) or cut.rfind(" ")
    return cut[: end if end > 0 else LONGEST_PROMPT]


def _price(usage: Usage) -> str:
    if "microdollar" in usage:
        return f"${usage['microdollar'] / 1_000_000:.3f}"
    tokens = sum(usage.values())
    return f"{tokens:,} tokens" if tokens else "a number of tokens that the service does not say"


def _check_rate_limit(headers: Mapping[str, str]) -> Iterator[Finding]:
    """Compare IMAGES_PER_MINUTE with the limit of the account, if the headers name it."""
    limit = headers.get("x-ratelimit-limit-images") or headers.get("x-ratelimit-limit-requests") or ""
    if not limit.isdecimal():
        return
    ours, theirs = settings.IMAGES_PER_MINUTE, int(limit)
    found = f"The service allows this account {theirs} a minute, and IMAGES_PER_MINUTE is {ours}."
    advice = "" if ours <= theirs else f" Set IMAGES_PER_MINUTE to {theirs} or less."
    yield Finding("IMAGES_PER_MINUTE", ours <= theirs, found + advice)
