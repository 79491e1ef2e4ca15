"""Draws with any image model that OpenRouter has, with the parameters that its list says the model takes."""

import base64
import re
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager, closing
from typing import Any

from django.conf import settings
from openai import APIResponse, OpenAI

from providers.base import Finding, PictureRequest, ProviderError
from providers.images.openai import OpenAIIllustrator, file_of, sent_along, shortened
from providers.openrouter import NAME, OpenRouterErrors, check_account, models

ERRORS = OpenRouterErrors(
    "OPENROUTER_IMAGE_MODEL", "illustrator's service", "picture", "The pictures cannot be drawn", "drawing service"
)
# What is asked for while the list does not answer: OpenRouter fits an aspect ratio to every model.
_UNLISTED: Mapping[str, Any] = {"supported_parameters": {"aspect_ratio": {}}}
_RESOLUTION = "1K"
_RATIO = re.compile(r"[1-9]\d*:[1-9]\d*")


class OpenRouterIllustrator(OpenAIIllustrator):
    """Draws with one request per picture. What it was charged is in its usage."""

    name = NAME
    qualities = ()  # there is no choice of them
    errors = ERRORS

    @property
    def model(self) -> str:
        """The model that OPENROUTER_IMAGE_MODEL names."""
        return str(settings.OPENROUTER_IMAGE_MODEL)

    @property
    def takes_references(self) -> bool:  # type: ignore[override]
        """Whether the model looks at pictures."""
        return _looks_at_pictures(self._row())

    def _row(self) -> Mapping[str, Any]:
        return models("/images/models").get(self.model, _UNLISTED)

    def _check_account(self) -> Iterable[Finding]:
        return check_account(self.errors, "/images/models")

    def _arguments(self, request: PictureRequest, previews: int) -> dict[str, Any]:
        row = self._row()
        takes = row.get("supported_parameters") or {}
        arguments: dict[str, Any] = {"model": self.model, "prompt": shortened(request.prompt), **_size(takes, request)}
        if _allows(takes, "quality", self.quality):
            arguments["quality"] = self.quality
        if previews and row.get("supports_streaming"):
            arguments["stream"] = True
        if request.base and not _looks_at_pictures(row):
            raise self._draws_no_changes()
        pictures = sent_along(request) if _looks_at_pictures(row) else []
        pictures = pictures[: takes.get("input_references", {}).get("max") or len(pictures)]
        if pictures:
            arguments["input_references"] = [_reference(number, data) for number, data in enumerate(pictures, 1)]
        return arguments

    def _draws_no_changes(self) -> ProviderError:
        return ProviderError(
            "This illustrator cannot change a picture. Ask for a new one instead.",
            permanent=True,
            reached=False,
            operator=f"{self.model} (OPENROUTER_IMAGE_MODEL) does not look at pictures, so it cannot change one.",
        )

    def _call(self, server: OpenAI, arguments: Mapping[str, Any]) -> AbstractContextManager[APIResponse[Any]]:
        # The SDK knows no such address; with this header it hands out the response before it has read it.
        raw: Any = {"headers": {"X-Stainless-Raw-Response": "stream"}}
        response: Any = server.post("/images", body=dict(arguments), cast_to=object, options=raw)
        return closing(response)


def _looks_at_pictures(row: Mapping[str, Any]) -> bool:
    return "image" in (row.get("architecture") or {}).get("input_modalities", ["image"])


def _size(takes: Mapping[str, Any], request: PictureRequest) -> dict[str, str]:
    """The size in the way in which the model takes it."""
    if "aspect_ratio" not in takes:
        return {"size": f"{request.width}x{request.height}"} if "size" in takes else {}
    ratios = takes["aspect_ratio"].get("values") or ["2:3", "3:2", "1:1"]
    known = [ratio for ratio in ratios if _RATIO.fullmatch(str(ratio))]  # "auto" is none
    nearest = min(known, key=lambda ratio: abs(_quotient(ratio) - request.width / request.height), default="")
    size = {"aspect_ratio": nearest} if nearest else {}
    return size | ({"resolution": _RESOLUTION} if _allows(takes, "resolution", _RESOLUTION) else {})


def _quotient(ratio: str) -> float:
    width, height = ratio.split(":")
    return int(width) / int(height)


def _allows(takes: Mapping[str, Any], name: str, value: str) -> bool:
    return name in takes and value in takes[name].get("values", [value])


def _reference(number: int, data: bytes) -> dict[str, Any]:
    _, _, kind = file_of(number, data)
    url = f"data:{kind};base64,{base64.b64encode(data).decode()}"
    return {"type": "image_url", "image_url": {"url": url}}
