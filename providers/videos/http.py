"""JSON requests to animation services, and downloads of their clips. Nothing is retried here.

Every request opens its own connection: a pooled one that the server has closed meanwhile would leave a paid request
without a response.
"""

import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests
import urllib3

from providers.public_addresses import PrivateAddress, PublicOnlyAdapter, is_private_host
from providers.videos.errors import DownloadFailed, VideoErrors

CONNECT_SECONDS = 10.0
RESPONSE_SECONDS = 60.0  # a picture goes with the request
RESPONSE_LIMIT = 2 * 1024 * 1024  # bytes
DOWNLOAD_SECONDS = 300.0
DOWNLOAD_LIMIT = 200 * 1024 * 1024  # bytes
_REDIRECTS = 3  # of a download
_CHUNK = 256 * 1024
_REQUEST_ERRORS = (requests.RequestException, urllib3.exceptions.HTTPError)
_URL_ERRORS = (requests.exceptions.InvalidURL, requests.exceptions.MissingSchema, requests.exceptions.InvalidSchema)


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
            method, url, headers=headers, json=body, auth=_no_netrc, timeout=limits, allow_redirects=False, stream=True
        ) as response:
            return JsonResponse(response.status_code, _json(response, until, errors), response.headers)
    except _URL_ERRORS:
        raise errors.bad_address() from None
    except _REQUEST_ERRORS as error:
        raise errors.no_response(_error_name(error), reached=_may_have_arrived(error)) from None


def download(url: str, to: Path, errors: VideoErrors, *, base: str, headers: Mapping[str, str] | None = None) -> None:
    """Write the file at `url` to `to`; after a failure there is no file. Raises DownloadFailed.

    The `headers`, which may hold a key, follow no redirect to another server.

    The URL comes from the service, whose own address is `base`. It may lead to a private address only when `base` has
    one too.
    """
    until = time.monotonic() + DOWNLOAD_SECONDS
    limits = (min(CONNECT_SECONDS, DOWNLOAD_SECONDS), min(RESPONSE_SECONDS, DOWNLOAD_SECONDS))
    try:
        with (
            _Session(headers or {}, public_only=not is_private_host(base)) as session,
            session.get(url, headers=headers, auth=_no_netrc, timeout=limits, stream=True) as response,
        ):
            if response.status_code != 200:
                # Never permanent: a refusal concerns this link, and a file may reach the storage late.
                expired = response.status_code < 500 and response.status_code not in (408, 425, 429)
                raise errors.download_failed(f"status {response.status_code}", expired=expired)
            _write(response, to, until, errors)
    except DownloadFailed:
        to.unlink(missing_ok=True)
        raise
    except PrivateAddress:
        raise errors.download_failed("an address of this site's own network", permanent=True) from None
    except (*_URL_ERRORS, requests.TooManyRedirects) as error:
        raise errors.download_failed(type(error).__name__, permanent=True) from None
    except _REQUEST_ERRORS as error:
        to.unlink(missing_ok=True)
        raise errors.download_failed(_error_name(error)) from None


class _Session(requests.Session):
    def __init__(self, headers: Mapping[str, str], *, public_only: bool) -> None:
        super().__init__()
        self._first_only = headers
        self.max_redirects = _REDIRECTS
        if public_only:
            self.mount("http://", PublicOnlyAdapter())
            self.mount("https://", PublicOnlyAdapter())

    def rebuild_auth(self, prepared_request: requests.PreparedRequest, response: requests.Response) -> None:
        """Called for a redirect. The library itself removes one header only, `Authorization`."""
        super().rebuild_auth(prepared_request, response)
        if self.should_strip_auth(response.request.url or "", prepared_request.url or ""):
            for name in self._first_only:
                prepared_request.headers.pop(name, None)


def _write(response: requests.Response, to: Path, until: float, errors: VideoErrors) -> None:
    size = 0
    with to.open("wb") as file:
        for chunk in _chunks_of(response):
            size += len(chunk)
            if size > DOWNLOAD_LIMIT:
                raise errors.download_failed(f"more than {DOWNLOAD_LIMIT} bytes", permanent=True)
            if time.monotonic() > until:
                raise errors.download_failed(f"not whole after {DOWNLOAD_SECONDS:.0f} s")
            file.write(chunk)
    if not size:
        raise errors.download_failed("an empty file")


def _no_netrc(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """An `auth` that changes nothing. Without it, an entry in ~/.netrc would replace the header with our key."""
    return request


def _json(response: requests.Response, until: float, errors: VideoErrors) -> dict[str, Any]:
    data = bytearray()
    for chunk in _chunks_of(response):
        data += chunk
        if len(data) > RESPONSE_LIMIT or time.monotonic() > until:
            raise errors.no_response("an answer that does not end")
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _chunks_of(response: requests.Response) -> Iterator[bytes]:
    """The body as it arrives, in chunks of any size, so that the caller can check the time in between."""
    while chunk := response.raw.read1(_CHUNK, decode_content=True):
        yield chunk


def _error_name(error: BaseException) -> str:
    """The kind of network error, without the URL, which may hold a key."""
    inner = error.args[0] if error.args and isinstance(error.args[0], BaseException) else None
    reason = getattr(inner, "reason", None) or inner
    return type(reason or error).__name__


def _may_have_arrived(error: BaseException) -> bool:
    """Whether the service may have received the request: not when no connection was made."""
    if isinstance(error, requests.ConnectTimeout | requests.exceptions.ProxyError):
        return False
    return _error_name(error) not in ("NewConnectionError", "NameResolutionError", "ConnectTimeoutError") and not (
        isinstance(error, requests.exceptions.SSLError) and "CERTIFICATE_VERIFY_FAILED" in str(error)
    )
