"""Moderate what visitors write and upload with OpenAI's moderation endpoint."""

import base64
import time
from collections.abc import Sequence
from typing import Any

import openai

from providers.base import ProviderError
from providers.openai_api import client, read_body, translate_errors
from providers.openai_errors import MODERATING_ERRORS

from .openai_response import parse_json

MODEL = "omni-moderation-latest"
TIMEOUT = 15.0  # seconds
MAX_BYTES = 4_000_000  # of a response
PART_LENGTH = 20_000  # characters per part
OVERLAP = 200  # characters that two parts share, so that nothing is split between them
_NO_ENDPOINT = (403, 404, 405, 501)
_OTHER = "something that is not allowed here"
_PLAIN_WORDS = {
    "harassment": "insults",
    "harassment/threatening": "threats",
    "hate": "hatred of a group of people",
    "hate/threatening": "hatred of a group of people",
    "illicit": "instructions for a crime",
    "illicit/violent": "instructions for a crime",
    "self-harm": "self-harm",
    "self-harm/instructions": "self-harm",
    "self-harm/intent": "self-harm",
    "sexual": "sexual content",
    "sexual/minors": "sexual content",
    "violence": "violence",
    "violence/graphic": "violence",
}


class OpenAIModerator:
    """Only what the service flags counts: a villain may steal, and crows may laugh."""

    name = "openai"

    def objections(self, text: str) -> Sequence[str]:
        """What is not allowed in the text, in plain words, each once; empty when it may pass.

        Raises ProviderError when the service does not respond, or its response is inconclusive.
        """
        parts = _parts(text.strip())
        return _moderated(parts, len(parts)) if parts else []

    def objections_to_picture(self, jpeg: bytes) -> Sequence[str]:
        """The same for a picture; the service takes one at a time. Raises as `objections`."""
        url = f"data:image/jpeg;base64,{base64.b64encode(jpeg).decode()}"
        return _moderated([{"type": "image_url", "image_url": {"url": url}}], 1)


def _moderated(given: Any, count: int) -> list[str]:
    """The objections to what is `given`, of which the service must give `count` results."""
    response = parse_json(_request(given).decode(errors="replace"))
    results = response.get("results") if isinstance(response, dict) else None
    if not isinstance(results, list) or len(results) != count:
        raise _unclear()
    return list(dict.fromkeys(objection for result in results for objection in _objections(result)))


def _parts(text: str) -> list[str]:
    starts = range(0, max(1, len(text) - OVERLAP), PART_LENGTH - OVERLAP)
    return [text[start : start + PART_LENGTH] for start in starts if text]


def _request(given: Any) -> bytes:
    """The body of the response."""
    deadline = time.monotonic() + TIMEOUT
    moderations = client(TIMEOUT, MODERATING_ERRORS).moderations.with_streaming_response
    with translate_errors(MODERATING_ERRORS):
        try:
            with moderations.create(model=MODEL, input=given) as response:
                return read_body(response, deadline, MODERATING_ERRORS, limit=MAX_BYTES)
        except openai.APIStatusError as error:
            if error.status_code not in _NO_ENDPOINT:
                raise
            raise _not_offered(error.status_code) from None


def _objections(result: Any) -> list[str]:
    """The objections to one part. A flag without a category counts, too."""
    if not isinstance(result, dict) or not isinstance(result.get("flagged"), bool):
        raise _unclear()
    if not result["flagged"]:
        return []
    categories = result.get("categories")
    names = [name for name, hit in categories.items() if hit is True] if isinstance(categories, dict) else []
    return [_PLAIN_WORDS.get(name, _OTHER) for name in names] or [_OTHER]


def _unclear() -> ProviderError:
    return ProviderError("What was written could not be checked: the service that checks it gave no clear answer.")


def _not_offered(status: int) -> ProviderError:
    return ProviderError(
        "What was written cannot be checked at the moment, so nothing is made of it yet. The person who runs this site "
        "has to look at its account.",
        account=True,
        operator=f"The server that is asked offers this account no moderation ({status}). Set MODERATE_INPUT=false to "
        f"go on without it, or point OPENAI_BASE_URL and OPENAI_API_KEY to a service that has one.",
    )
