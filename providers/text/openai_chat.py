"""One question to a chat model, and its answer as it came."""

import time
from typing import Any

from django.conf import settings
from openai import APIResponse
from pydantic import BaseModel

from providers.openai_api import client, translating
from providers.openai_errors import Failures

from .openai_answers import Answer, decoded, read_answer, used
from .openai_prompts import Messages

SETTING = "OPENAI_TEXT_MODEL"
LONGEST = 16_000  # tokens of an answer, thinking included; twenty scenes are about 3,000
_LARGEST = 4_000_000  # bytes of a response


def ask(messages: Messages, form: type[BaseModel], *, model: str, longest: int = LONGEST) -> Answer:
    """Ask for an answer in the given form, `longest` tokens at most. It may have another one all the same.

    Raises ProviderError when no answer comes within about OPENAI_TEXT_TIMEOUT seconds (twice that, if the service falls
    silent in the midst of it), or one that is none.
    """
    completion = decoded(_completion(messages, form, model, longest))
    answer = read_answer(completion)
    if answer is None:
        raise Failures(SETTING).malformed(used(completion))
    return answer


def _completion(messages: Messages, form: type[BaseModel], model: str, longest: int) -> str:
    # `parse` puts the form into the request. We read the response ourselves: where the answer has not that form, is cut
    # off or filtered, the SDK's own reading raises, and what was consumed (and the good half of a story) would be lost.
    # No temperature: models that think refuse it. Nothing else either that other servers might not know.
    timeout: float = settings.OPENAI_TEXT_TIMEOUT
    ends = time.monotonic() + timeout
    asked: Any = {"model": model, "messages": messages, "max_completion_tokens": longest}
    completions = client(timeout, model_setting=SETTING).chat.completions.with_streaming_response
    with translating(model_setting=SETTING), completions.parse(**asked, response_format=form) as response:
        return body_of(response, ends, Failures(SETTING))


def body_of(response: APIResponse[Any], ends: float, failures: Failures) -> str:
    """The whole body, read until `ends` (of the monotonic clock). Raises ProviderError for one that comes too slowly.

    Some servers send blanks while they think, so that no read ever times out.
    """
    body = bytearray()
    for piece in response.iter_bytes():
        body += piece
        if time.monotonic() > ends:
            raise failures.too_late()
        if len(body) > _LARGEST:
            raise failures.malformed()
    return body.decode(errors="replace")
