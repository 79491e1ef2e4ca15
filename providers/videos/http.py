"""JSON requests to animation services. Nothing is retried here.

Every request opens its own connection: a pooled one that the server has closed meanwhile would leave a paid request
without a response.
"""

import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import requests
import urllib3

from providers.videos.errors import VideoErrors

CONNECT_SECONDS = 10.0
RESPONSE_SECONDS = 60.0  # a picture goes with the request
RESPONSE_LIMIT = 2 * 1024 * 1024  # bytes
_CHUNK = 256 * 1024
REQUEST_ERRORS = (requests.RequestException, urllib3.exceptions.HTTPError)
URL_ERRORS = (requests.exceptions.InvalidURL, requests.exceptions.MissingSchema, requests.exceptions.InvalidSchema)


@dataclass(frozen=True)
class JsonResponse:
    """`body` is {} when the response is not a JSON object."""

    status: int
    body: dict[str, Any]
    headers: Mapping[str, str]


def request_json(
    method: str, url: str, errors: VideoErrors, *, headers: Mapping[str, str], body: Mapping[str, Any] | None = None
) -> JsonResponse:
    """Send one request. Follows no redirect: the key is for this address only. Raises one of the `errors` when no
    usable response comes."""
    until = time.monotonic() + RESPONSE_SECONDS
    limits = (min(CONNECT_SECONDS, RESPONSE_SECONDS), RESPONSE_SECONDS)
    try:
        with requests.request(
            method, url, headers=headers, json=body, auth=no_netrc, timeout=limits, allow_redirects=False, stream=True
        ) as response:
            return JsonResponse(response.status_code, _json(response, until, errors), response.headers)
    except URL_ERRORS:
        raise errors.bad_address() from None
    except REQUEST_ERRORS as error:
        raise errors.no_response(error_name(error), reached=_may_have_arrived(error)) from None


def no_netrc(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """An `auth` that changes nothing. Without it, an entry in ~/.netrc would replace the header with our key."""
    return request


def _json(response: requests.Response, until: float, errors: VideoErrors) -> dict[str, Any]:
    data = bytearray()
    for chunk in chunks_of(response):
        data += chunk
        if len(data) > RESPONSE_LIMIT or time.monotonic() > until:
            raise errors.no_response("an answer that does not end")
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def chunks_of(response: requests.Response) -> Iterator[bytes]:
    """The body as it arrives, in chunks of any size, so that the caller can check the time in between."""
    while chunk := response.raw.read1(_CHUNK, decode_content=True):
        yield chunk


def error_name(error: BaseException) -> str:
    """The kind of network error, without the URL, which may hold a key."""
    inner = error.args[0] if error.args and isinstance(error.args[0], BaseException) else None
    reason = getattr(inner, "reason", None) or inner
    return type(reason or error).__name__


def _may_have_arrived(error: BaseException) -> bool:
    """Whether the service may have received the request: not when no connection was made."""
    if isinstance(error, requests.ConnectTimeout | requests.exceptions.ProxyError):
        return False
    return error_name(error) not in ("NewConnectionError", "NameResolutionError", "ConnectTimeoutError") and not (
        isinstance(error, requests.exceptions.SSLError) and "CERTIFICATE_VERIFY_FAILED" in str(error)
    )
