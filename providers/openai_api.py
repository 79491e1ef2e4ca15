"""OpenAI's SDK as this house uses it: one client a key, no retries of its own, and its errors in our words."""

import json
import os
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

import httpx2
import openai
import pydantic
from django.conf import settings
from openai import OpenAI

from providers.base import ProviderError
from providers.openai_errors import Failures, Trouble

CONNECT_SECONDS = 5.0
OFFICIAL = "https://api.openai.com/v1"
# What the SDK, and the client below it while an answer is read, raise for anything that goes wrong outside.
_BELOW = (httpx2.HTTPError, httpx2.InvalidURL, ssl.SSLError)
RAISED = (openai.OpenAIError, *_BELOW, pydantic.ValidationError, json.JSONDecodeError)
# Statuses for errors that arrive inside a stream, where none is given.
_STATUS = {
    "rate_limit_exceeded": 429,
    "rate_limit_error": 429,
    "invalid_request_error": 400,
    "image_generation_user_error": 400,
    "authentication_error": 401,
    "permission_error": 403,
}  # fmt: skip


def client(timeout: float | httpx2.Timeout, *, model_setting: str = "") -> OpenAI:
    """A client for the key and the server that are set now. `timeout` is the longest silence in seconds.

    Raises ProviderError (account) when OPENAI_API_KEY is missing or cannot be one.
    """
    key, base_url = settings.OPENAI_API_KEY, settings.OPENAI_BASE_URL or OFFICIAL
    if not key or not (key.isascii() and key.isprintable() and " " not in key):
        raise Failures(model_setting).no_key(key)
    if isinstance(timeout, float | int):
        timeout = httpx2.Timeout(timeout, connect=min(CONNECT_SECONDS, timeout))
    with translating(model_setting=model_setting):
        return _connected(key, base_url).with_options(timeout=timeout)


@lru_cache(maxsize=8)
def _connected(key: str, base_url: str) -> OpenAI:
    """Its connections are shared by all threads; the SDK allows 1,000 at once."""
    return OpenAI(api_key=key, base_url=base_url, max_retries=0)


os.register_at_fork(after_in_child=_connected.cache_clear)  # two processes must not talk on one connection


@contextmanager
def translating(*, model_setting: str) -> Iterator[None]:
    """What the SDK raises inside the block leaves it as ProviderError; `model_setting` names the model's setting."""
    try:
        yield
    except RAISED as error:
        # The SDK's own text may hold part of the key, and must not be shown along with ours.
        raise translated(error, model_setting=model_setting) from None


def translated(error: Exception, *, model_setting: str) -> ProviderError:
    """The ProviderError that says what an exception of the SDK means."""
    failures = Failures(model_setting)
    if isinstance(error, openai.APIResponseValidationError):
        return failures.malformed()
    if isinstance(error, openai.APIStatusError):
        return failures.answered(_trouble(error, error.status_code, error.response.headers))
    if isinstance(error, (openai.APIConnectionError, *_BELOW)):
        return _unanswered(failures, error)
    if isinstance(error, openai.ContentFilterFinishReasonError):
        return failures.refused("")
    if isinstance(error, openai.APIError):
        status = _STATUS.get(str(error.code)) or _STATUS.get(str(error.type)) or 500
        return failures.answered(_trouble(error, status, {}))
    return failures.malformed()


def _trouble(error: openai.APIError, status: int, headers: object) -> Trouble:
    body = error.body if isinstance(error.body, dict) else {}
    code, kind, says = (_without_key(body.get(name)) for name in ("code", "type", "message"))
    says = says or _without_key(body.get("detail"))
    return Trouble(status, code, kind, says, httpx2.Headers(headers))  # type: ignore[arg-type]


def _without_key(said: object) -> str:
    """What the service said, in which a gateway may repeat the key that it was sent: it is kept, and staff read it."""
    says = str(said or "")
    for key in filter(None, (settings.OPENAI_API_KEY, settings.SPEECH_API_KEY)):
        says = says.replace(key, "...")
    return says


def _unanswered(failures: Failures, error: Exception) -> ProviderError:
    """No answer came: whether the request got there decides whether it may have cost something."""
    cause = error.__cause__ if isinstance(error, openai.APIConnectionError) else error
    if isinstance(cause, httpx2.UnsupportedProtocol | httpx2.InvalidURL):
        return failures.bad_address()
    if isinstance(cause, httpx2.ConnectTimeout | httpx2.PoolTimeout | httpx2.ConnectError | httpx2.ProxyError):
        return failures.not_reached(type(cause).__name__)
    if isinstance(cause, httpx2.TimeoutException) or isinstance(error, openai.APITimeoutError):
        return failures.too_late()
    if isinstance(cause, httpx2.DecodingError | httpx2.TooManyRedirects):
        return failures.malformed()
    return failures.broken_off(type(cause).__name__)
