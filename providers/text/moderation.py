"""Has a service read what visitors typed, before money is spent on it."""

import time
from collections.abc import Sequence
from typing import Any

import openai

from providers.base import ProviderError
from providers.openai_api import client, translating
from providers.openai_errors import Failures

from .openai_answers import decoded
from .openai_chat import body_of

MODEL = "omni-moderation-latest"
TIMEOUT = 15.0  # seconds
PIECE = 20_000  # characters that are read at once
OVERLAP = 200  # characters that two pieces share, so that nothing slips through between them
_NOT_OFFERED = (403, 404, 405, 501)
_OTHER = "something that is not allowed here"
_PLAIN = {
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
    """OpenAI's moderation. Only what it flags counts: a villain may steal, and crows may laugh."""

    name = "openai"

    def objections(self, text: str) -> Sequence[str]:
        """What the text must not contain and does, in plain words and each once; empty when it may pass.

        Raises ProviderError when the service does not answer, or answers something that settles nothing.
        """
        pieces = _pieces(text.strip())
        if not pieces:
            return []
        answer = decoded(_answered(pieces))
        results = answer.get("results") if isinstance(answer, dict) else None
        if not isinstance(results, list) or len(results) != len(pieces):
            raise _unclear()
        return list(dict.fromkeys(objection for result in results for objection in _objections(result)))


def _pieces(text: str) -> list[str]:
    starts = range(0, max(1, len(text) - OVERLAP), PIECE - OVERLAP)
    return [text[start : start + PIECE] for start in starts if text]


def _answered(pieces: list[str]) -> str:
    """The body of the service's answer."""
    ends = time.monotonic() + TIMEOUT
    moderations = client(TIMEOUT).moderations.with_streaming_response
    with translating(model_setting=""):
        try:
            with moderations.create(model=MODEL, input=pieces) as response:
                return body_of(response, ends, Failures(""))
        except openai.APIStatusError as error:
            if error.status_code not in _NOT_OFFERED:
                raise
            failure = _not_offered(error.status_code)
    raise failure  # out here it carries no trace of the SDK's error


def _objections(result: Any) -> list[str]:
    """The objections to one piece. A flag without a category is one too."""
    if not isinstance(result, dict) or not isinstance(result.get("flagged"), bool):
        raise _unclear()
    if not result["flagged"]:
        return []
    categories = result.get("categories")
    names = [name for name, hit in categories.items() if hit is True] if isinstance(categories, dict) else []
    return [_PLAIN.get(name, _OTHER) for name in names] or [_OTHER]


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
