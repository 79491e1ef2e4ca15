"""OpenAI's SDK: one client per key, no retries, and its errors as ProviderErrors."""

import json
import math
import os
import re
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import httpx2
import openai
import pydantic
from django.conf import settings
from openai import APIResponse, OpenAI

from providers.base import ProviderError
from providers.openai_errors import ErrorResponse, OpenAIErrors
from providers.openai_servers import OFFICIAL, WORK, Server, server_for

CONNECT_SECONDS = 5.0
# What the SDK raises, and its HTTP client while a response is read.
_HTTP_ERRORS = (httpx2.HTTPError, httpx2.InvalidURL, ssl.SSLError)
SDK_ERRORS = (openai.OpenAIError, *_HTTP_ERRORS, pydantic.ValidationError, json.JSONDecodeError)
_NO_REQUEST = httpx2.Request("POST", "")
# HTTP statuses for errors inside a stream, which have none.
_STATUS = {
    "rate_limit_exceeded": 429,
    "rate_limit_error": 429,
    "invalid_request_error": 400,
    "image_generation_user_error": 400,
    "authentication_error": 401,
    "permission_error": 403,
}  # fmt: skip


def client(timeout: float | httpx2.Timeout, errors: OpenAIErrors) -> OpenAI:
    """A client for the server and the key of that kind of work. `timeout` is the longest silence in seconds.

    Raises ProviderError (account) when the key is malformed, or missing where the server needs one.
    """
    server = server_for(errors.work)
    if not _can_be_sent(server):
        raise errors.no_key(server.key)
    if isinstance(timeout, float | int):
        timeout = httpx2.Timeout(timeout, connect=min(CONNECT_SECONDS, timeout))
    with translate_errors(errors):
        return _shared_client(server.key, server.url or OFFICIAL).with_options(timeout=timeout)


def _can_be_sent(server: Server) -> bool:
    if not server.key:
        return not server.needs_key
    return server.key.isascii() and server.key.isprintable() and " " not in server.key


@lru_cache(maxsize=8)
def _shared_client(key: str, base_url: str) -> OpenAI:
    """All threads share its connections; the SDK allows 1,000 at once. It always sends a key, which servers that need
    none ignore."""
    return OpenAI(api_key=key or "none", base_url=base_url, max_retries=0)


os.register_at_fork(after_in_child=_shared_client.cache_clear)  # forked processes must not share connections


@contextmanager
def translate_errors(errors: OpenAIErrors) -> Iterator[None]:
    """Convert exceptions of the SDK inside the block to ProviderError."""
    try:
        yield
    except SDK_ERRORS as error:
        # The SDK's message may hold part of the key, so it must not appear in a traceback.
        raise to_provider_error(error, errors) from None


def read_body(response: APIResponse[Any], deadline: float, errors: OpenAIErrors, *, limit: int) -> bytes:
    """Read the whole body until `deadline` (monotonic), at most `limit` bytes. Raises ProviderError when it comes too
    slowly, though no single read times out: some servers send blanks while they work."""
    body = bytearray()
    for chunk in response.iter_bytes():
        body += chunk
        if time.monotonic() > deadline:
            raise errors.timeout()
        if len(body) > limit:
            raise errors.malformed()
    return bytes(body)


def count_tokens(body: object, *path: str) -> int:
    """The count at that path of names in a response; 0 where there is none."""
    for name in path:
        body = body.get(name) if isinstance(body, dict) else None
    return max(0, body) if isinstance(body, int) else 0


def charged(body: object) -> dict[str, int]:
    """What the service says that it charged for a response, as OpenRouter does; {} when it says nothing."""
    usage = body.get("usage") if isinstance(body, dict) else None
    if not isinstance(usage, dict) or not isinstance(usage.get("cost"), int | float):
        return {}
    details = usage.get("cost_details")
    # With a maker's key of one's own, `cost` is OpenRouter's share alone.
    makers = details.get("upstream_inference_cost") if usage.get("is_byok") and isinstance(details, dict) else 0
    dollars = usage["cost"] + (makers if isinstance(makers, int | float) else 0)
    return {"microdollar": math.ceil(dollars * 1_000_000)} if 0 <= dollars < math.inf else {}


def error_inside(body: object, errors: OpenAIErrors) -> ProviderError | None:
    """The error that a response with status 200 holds, or the choice in it, if any."""
    choices = body.get("choices") if isinstance(body, dict) else None
    for holder in (body, *(choices if isinstance(choices, list) else ())):
        if isinstance(holder, dict) and isinstance(holder.get("error"), dict):
            return to_provider_error(openai.APIError("", _NO_REQUEST, body=holder["error"]), errors)
    return None


def to_provider_error(error: Exception, errors: OpenAIErrors) -> ProviderError:
    """The ProviderError for an exception of the SDK."""
    if isinstance(error, openai.APIResponseValidationError):
        return errors.malformed()
    if isinstance(error, openai.APIStatusError):
        return errors.from_response(_error_response(error, error.status_code, error.response.headers))
    if isinstance(error, (openai.APIConnectionError, *_HTTP_ERRORS)):
        return _no_response(errors, error)
    if isinstance(error, openai.ContentFilterFinishReasonError):
        return errors.refused("")
    if isinstance(error, openai.APIError):
        status = _STATUS.get(str(error.code)) or _STATUS.get(str(error.type)) or _numeric_status(error.code)
        return errors.from_response(_error_response(error, status, {}))
    return errors.malformed()


def _numeric_status(code: object) -> int:
    """The HTTP status that some services give as the code of an error; 500 for other codes."""
    return int(str(code)) if re.fullmatch("[45][0-9][0-9]", str(code)) else 500


def _error_response(error: openai.APIError, status: int, headers: object) -> ErrorResponse:
    body = error.body if isinstance(error.body, dict) else {"message": _plain_text(error.body)}
    code, kind, message = (_redact(body.get(name)) for name in ("code", "type", "message"))
    message = message or _redact(body.get("detail"))
    metadata: Any = body.get("metadata")
    more = metadata if isinstance(metadata, dict) else {}
    raw, reasons = _redact(more.get("raw")), more.get("reasons")
    reasons = [str(reason) for reason in reasons] if isinstance(reasons, list) else []
    return ErrorResponse(status, code, kind, f"{message} {raw}".strip(), httpx2.Headers(headers), reasons)  # type: ignore[arg-type]


def _plain_text(body: object) -> str:
    """The message of a server that answers with a text, or with {"error": "what is wrong"}; "" for a page of HTML."""
    return body if isinstance(body, str) and not body.lstrip().startswith("<") else ""


def _redact(value: object) -> str:
    """Remove our keys: a gateway may repeat the key that it was sent, and staff read these messages."""
    text = str(value or "")
    for key in filter(None, (getattr(settings, f"{work}_API_KEY") for work in WORK)):
        text = text.replace(key, "...")
    return text


def _no_response(errors: OpenAIErrors, error: Exception) -> ProviderError:
    """No response came. Whether the request arrived decides whether it may have cost something."""
    cause = error.__cause__ if isinstance(error, openai.APIConnectionError) else error
    if isinstance(cause, httpx2.UnsupportedProtocol | httpx2.InvalidURL):
        return errors.bad_address()
    if isinstance(cause, httpx2.ConnectTimeout | httpx2.PoolTimeout | httpx2.ConnectError | httpx2.ProxyError):
        return errors.not_reached(type(cause).__name__)
    if isinstance(cause, httpx2.TimeoutException) or isinstance(error, openai.APITimeoutError):
        return errors.timeout()
    if isinstance(cause, httpx2.DecodingError | httpx2.TooManyRedirects):
        return errors.malformed()
    return errors.connection_lost(type(cause).__name__)
