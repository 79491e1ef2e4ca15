"""HTTP with the services that make clips: questions answered in JSON, and finished files.

Every call has a connection of its own: a kept one, closed meanwhile at the other end, would leave a paid request
without an answer. Nothing is tried twice here.
"""

import ipaddress
import json
import socket
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests
import urllib3
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

CONNECT_SECONDS = 10.0
ANSWER_SECONDS = 60.0  # a picture goes with the request
FETCH_SECONDS = 300.0
ANSWER_LIMIT = 2 * 1024 * 1024  # bytes
FETCH_LIMIT = 200 * 1024 * 1024
_REDIRECTS = 3
_PIECE = 256 * 1024
_BROKEN = (requests.RequestException, urllib3.exceptions.HTTPError)
_BAD_ADDRESS = (requests.exceptions.InvalidURL, requests.exceptions.MissingSchema, requests.exceptions.InvalidSchema)


class NoAnswer(Exception):
    """No answer came. `reached` is False when the request surely never got there; `how` says what was seen."""

    def __init__(self, how: str, *, reached: bool = True) -> None:
        super().__init__(how)
        self.how, self.reached = how, reached


class BadAddress(Exception):
    """That is not the address of a server."""


class NotFetched(Exception):
    """The file did not come. `expired`: its address is not good now, and another may be; `permanent`: asking again
    cannot help."""

    def __init__(self, how: str, *, expired: bool = False, permanent: bool = False) -> None:
        super().__init__(how)
        self.how, self.expired, self.permanent = how, expired, permanent


@dataclass(frozen=True)
class Answer:
    """`body` is {} where the answer is no JSON object; `headers` can be asked in any case."""

    status: int
    body: dict[str, Any]
    headers: Mapping[str, str]


def ask(method: str, url: str, *, headers: Mapping[str, str], body: Mapping[str, Any] | None = None) -> Answer:
    """Ask once, following no redirect: the key is for this address alone. Raises NoAnswer and BadAddress."""
    until = time.monotonic() + ANSWER_SECONDS
    limits = (min(CONNECT_SECONDS, ANSWER_SECONDS), ANSWER_SECONDS)
    try:
        with requests.request(
            method, url, headers=headers, json=body, auth=_as_it_is, timeout=limits, allow_redirects=False, stream=True
        ) as response:
            return Answer(response.status_code, _json(response, until), response.headers)
    except _BAD_ADDRESS:
        raise BadAddress from None
    except _BROKEN as error:
        raise NoAnswer(_kind(error), reached=_may_have_arrived(error)) from None


def _as_it_is(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Without this, a ~/.netrc would replace the header that holds the key."""
    return request


def _json(response: requests.Response, until: float) -> dict[str, Any]:
    data = bytearray()
    for piece in _pieces(response):
        data += piece
        if len(data) > ANSWER_LIMIT or time.monotonic() > until:
            raise NoAnswer("an answer that does not end")
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _pieces(response: requests.Response) -> Iterator[bytes]:
    """What has come so far, whenever something has: whoever reads can look at the clock in between."""
    while piece := response.raw.read1(_PIECE, decode_content=True):
        yield piece


def _kind(error: BaseException) -> str:
    """What went wrong, without the address, which may hold a key."""
    inner = error.args[0] if error.args and isinstance(error.args[0], BaseException) else None
    reason = getattr(inner, "reason", None) or inner
    return type(reason or error).__name__


def _may_have_arrived(error: BaseException) -> bool:
    """Whether the request may have got there: not when no connection came about."""
    if isinstance(error, requests.ConnectTimeout | requests.exceptions.ProxyError):
        return False
    return _kind(error) not in ("NewConnectionError", "NameResolutionError", "ConnectTimeoutError") and not (
        isinstance(error, requests.exceptions.SSLError) and "CERTIFICATE_VERIFY_FAILED" in str(error)
    )


def fetch(url: str, to: Path, *, base: str) -> None:
    """Write the file at `url` to `to`; on failure there is none. Raises NotFetched.

    No key goes along. What an answer of the service names may lie on this site's own network only where `base`, the
    service's address, lies there too.
    """
    until = time.monotonic() + FETCH_SECONDS
    limits = (min(CONNECT_SECONDS, FETCH_SECONDS), min(ANSWER_SECONDS, FETCH_SECONDS))
    try:
        with (
            _session(guarded=not _is_inside(base)) as session,
            session.get(url, auth=_as_it_is, timeout=limits, stream=True) as response,
        ):
            _check(response)
            _write(response, to, until)
    except NotFetched:
        to.unlink(missing_ok=True)
        raise
    except _Inside:
        raise NotFetched("an address of this site's own network", permanent=True) from None
    except (*_BAD_ADDRESS, requests.TooManyRedirects) as error:
        raise NotFetched(type(error).__name__, permanent=True) from None
    except _BROKEN as error:
        to.unlink(missing_ok=True)
        raise NotFetched(_kind(error)) from None


def _check(response: requests.Response) -> None:
    status = response.status_code
    if status == 200:
        return
    # Never the end: a refusal is about this link, and a file may come late to the server that is asked.
    raise NotFetched(f"status {status}", expired=status < 500 and status not in (408, 425, 429))


def _write(response: requests.Response, to: Path, until: float) -> None:
    size = 0
    with to.open("wb") as file:
        for piece in _pieces(response):
            size += len(piece)
            if size > FETCH_LIMIT:
                raise NotFetched(f"more than {FETCH_LIMIT} bytes", permanent=True)
            if time.monotonic() > until:
                raise NotFetched(f"not whole after {FETCH_SECONDS:.0f} s")
            file.write(piece)
    if not size:
        raise NotFetched("an empty file")


# --- addresses on our own side of the wall ---
class _Inside(Exception):
    """The address is one of our own network."""


_WORLD = ipaddress.IPv6Network("2000::/3")  # nothing else is given to anybody
_TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")  # how networks without IPv4 reach the rest
_TEREDO = ipaddress.IPv6Network("2001::/32")


def _is_public(address: str) -> bool:
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv4Address):
        return ip.is_global
    if inner := _ipv4_in(ip):
        return inner.is_global
    return ip.is_global and ip in _WORLD and ip not in _TEREDO


def _ipv4_in(ip: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The address that is meant where one of IPv6 only wraps it."""
    if ip in _TRANSLATED:
        return ipaddress.IPv4Address(ip.packed[-4:])
    return ip.ipv4_mapped or ip.sixtofour


def _is_inside(url: str) -> bool:
    """Whether the server of `url` stands on our own network."""
    try:
        found = socket.getaddrinfo(urlsplit(url).hostname, None, type=socket.SOCK_STREAM)
    except (OSError, ValueError):
        return False
    return any(not _is_public(str(where[0])) for *_, where in found)


def _checked(connected: socket.socket) -> socket.socket:
    """Asked of the open connection, before anything is said on it: a name may mean another address each time."""
    if _is_public(str(connected.getpeername()[0])):
        return connected
    connected.close()
    raise _Inside


class _PublicHTTP(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        return _checked(super()._new_conn())


class _PublicHTTPS(HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        return _checked(super()._new_conn())


class _HTTPPool(HTTPConnectionPool):
    ConnectionCls = _PublicHTTP


class _HTTPSPool(HTTPSConnectionPool):
    ConnectionCls = _PublicHTTPS


class _PublicOnly(HTTPAdapter):
    """Connects to public addresses only, also after a redirect. Where a proxy is set, it is the proxy that connects."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _HTTPPool, "https": _HTTPSPool}


def _session(*, guarded: bool) -> requests.Session:
    session = requests.Session()
    session.max_redirects = _REDIRECTS
    if guarded:
        session.mount("http://", _PublicOnly())
        session.mount("https://", _PublicOnly())
    return session
