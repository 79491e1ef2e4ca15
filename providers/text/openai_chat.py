"""Send one request to a chat model and return its response."""

import time
from typing import Any

from django.conf import settings
from openai import APIResponse
from pydantic import BaseModel

from providers.openai_api import client, translate_errors
from providers.openai_errors import OpenAIErrors

from .openai_prompts import Messages
from .openai_response import ModelResponse, parse_json, read_response, usage_of

SETTING = "OPENAI_TEXT_MODEL"
MAX_TOKENS = 16_000  # tokens of a response, reasoning included; twenty scenes are about 3,000
_MAX_BYTES = 4_000_000  # bytes of a response


def request_completion(
    messages: Messages, schema: type[BaseModel], *, model: str, max_tokens: int = MAX_TOKENS
) -> ModelResponse:
    """Request a response of the given schema with at most `max_tokens`. The response may break the schema.

    Raises ProviderError when no usable response arrives within about OPENAI_TEXT_TIMEOUT seconds (twice that, if the
    service stops sending in the middle).
    """
    completion = parse_json(_completion(messages, schema, model, max_tokens))
    response = read_response(completion)
    if response is None:
        raise OpenAIErrors(SETTING).malformed(usage_of(completion))
    return response


def _completion(messages: Messages, schema: type[BaseModel], model: str, max_tokens: int) -> str:
    # `parse` puts the schema into the request. We read the response ourselves: where it breaks the schema, is cut off
    # or filtered, the SDK raises, and the usage and the good half of a story would be lost.
    # No temperature: reasoning models refuse it. No other parameter that other servers might not know.
    timeout: float = settings.OPENAI_TEXT_TIMEOUT
    deadline = time.monotonic() + timeout
    arguments: Any = {"model": model, "messages": messages, "max_completion_tokens": max_tokens}
    completions = client(timeout, model_setting=SETTING).chat.completions.with_streaming_response
    with translate_errors(model_setting=SETTING), completions.parse(**arguments, response_format=schema) as response:
        return body_of(response, deadline, OpenAIErrors(SETTING))


def body_of(response: APIResponse[Any], deadline: float, errors: OpenAIErrors) -> str:
    """Read the whole body until `deadline` (monotonic). Raises ProviderError when it comes too slowly.

    Some servers send blanks while they work, so that no single read times out.
    """
    body = bytearray()
    for chunk in response.iter_bytes():
        body += chunk
        if time.monotonic() > deadline:
            raise errors.timeout()
        if len(body) > _MAX_BYTES:
            raise errors.malformed()
    return body.decode(errors="replace")
