"""Requests to picture services. Nothing is retried here, and every request opens its own connection: a pooled one that
the server has closed meanwhile would leave a paid request without a response."""

import json
import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import requests
import urllib3

from providers.base import JobNotFound, ProviderError
from providers.images.service_errors import ServiceErrors
from providers.public_addresses import PrivateAddress, PublicOnlyAdapter

CONNECT_SECONDS = 10.0
LIMIT = 64 * 1024 * 1024  # bytes of a response: a picture, also in Base64
_CHUNK = 256 * 1024
_URL_ERRORS = (requests.exceptions.InvalidURL, requests.exceptions.MissingSchema, requests.exceptions.InvalidSchema)
_NOT_REACHED = ("NewConnectionError", "NameResolutionError", "ConnectTimeoutError")

T = TypeVar("T")


@dataclass(frozen=True)
class Response:
    """A response, of whatever status."""

    status: int
    data: bytes
    headers: Mapping[str, str]

    @property
    def ok(self) -> bool:
        """Whether the status is one of success."""
        return 200 <= self.status < 300

    @property
    def body(self) -> dict[str, Any]:
        """The JSON object that it is; {} when it is none."""
        try:
            found = json.loads(self.data)
        except (ValueError, RecursionError):
            return {}
        return found if isinstance(found, dict) else {}


def request(
    method: str, url: str, errors: ServiceErrors, *, seconds: float, public_only: bool = False, **what: Any
) -> Response:
    """Send one request within `seconds`; `what` are arguments of `requests`. Follows no redirect, for a key is for this
    address only. `public_only` refuses addresses of this site's own network.

    Raises ProviderError when no whole response comes.
    """
    until = time.monotonic() + seconds
    limits = (min(CONNECT_SECONDS, seconds), seconds)
    try:
        with requests.Session() as session:
            if public_only:
                session.mount("http://", PublicOnlyAdapter())
                session.mount("https://", PublicOnlyAdapter())
            sent: dict[str, Any] = {"timeout": limits, "allow_redirects": False, "stream": True, "auth": _no_netrc}
            with session.request(method, url, **(sent | what)) as response:
                return Response(response.status_code, _read(response, until, errors), response.headers)
    except PrivateAddress:
        raise errors.no_answer("an address of this site's own network") from None
    except _URL_ERRORS:
        hint = "Set it to one that begins with https:// or http://."
        raise errors.account(f"{errors.address} is not the address of a server. {hint}", reached=False) from None
    except (requests.RequestException, urllib3.exceptions.HTTPError) as error:
        raise _no_response(error, errors) from None


def _no_netrc(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """An `auth` that changes nothing. Without it, an entry in ~/.netrc would replace the header with our key."""
    return request


def _read(response: requests.Response, until: float, errors: ServiceErrors) -> bytes:
    data = bytearray()
    while chunk := response.raw.read1(_CHUNK, decode_content=True):
        data += chunk
        if len(data) > LIMIT or time.monotonic() > until:
            raise errors.no_answer("one that does not end")
    return bytes(data)


def _no_response(error: Exception, errors: ServiceErrors) -> ProviderError:
    """The kind of network error, without the URL, which may hold a password."""
    inner = error.args[0] if error.args and isinstance(error.args[0], BaseException) else None
    name = type(getattr(inner, "reason", None) or inner or error).__name__
    refused = isinstance(error, requests.ConnectTimeout | requests.exceptions.SSLError) or name in _NOT_REACHED
    return errors.not_reached(name) if refused else errors.no_answer(name)


def wait_for(
    look: Callable[[], T | None],
    errors: ServiceErrors,
    *,
    seconds: float,
    pause: float,
    paid: bool,
    patience: float = math.inf,
) -> T:
    """Call `look` every `pause` seconds until it finds something. An error that may pass is waited out for as long as
    the `patience` in seconds.

    Raises ProviderError, unanswered, for errors that stay. When the `seconds` are over it is permanent for a `paid`
    job: that may still be drawn, and a person decides whether another one is to be paid for.
    """
    well = time.monotonic()
    until = well + seconds
    while True:
        trouble = None
        try:
            if (found := look()) is not None:
                return found
            well = time.monotonic()
        except ProviderError as error:
            error.reached, error.answered = True, False  # as the job was, which this is about
            if error.permanent or isinstance(error, JobNotFound) or time.monotonic() - well > patience:
                raise
            trouble = error
        wait = max(pause, trouble.retry_after or 0.0) if trouble else pause
        if time.monotonic() + wait > until:
            raise _overdue(errors, seconds, trouble, paid=paid)
        time.sleep(wait)


def _overdue(errors: ServiceErrors, seconds: float, trouble: ProviderError | None, *, paid: bool) -> ProviderError:
    again = "Ask for it again; that may be paid for once more." if paid else "Asking again may help."
    operator = f"{errors.title} did not finish the job within {seconds:.0f} s (IMAGE_JOB_TIMEOUT)."
    operator = f"{operator} {trouble.operator}" if trouble else operator
    words = f"The {errors.service} takes too long for this {errors.thing}. {again}"
    return ProviderError(words, permanent=paid, answered=False, operator=operator)
