"""From where a request comes: the socket's address, or what the trusted proxies in front of the site wrote down."""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Any

from django.conf import settings
from django.http import HttpRequest

# One household has at least so many bits of an IPv6 address; what follows them it may change as it likes.
HOUSEHOLD = 64


def address_of(request: HttpRequest) -> str | None:
    """Whom to count: an IPv4 address, or the first one of an IPv6 household. None when it is not known, as behind a
    Unix socket without trusted proxies."""
    return _counted(request.META.get("REMOTE_ADDR", ""), request.META.get("HTTP_X_FORWARDED_FOR", ""))


def address_in(scope: dict[str, Any]) -> str | None:
    """As `address_of`, for what an ASGI application is called with."""
    peer, _ = scope.get("client") or ("", 0)
    return _counted(peer, ",".join(_values(scope["headers"], b"x-forwarded-for")))


def _values(headers: Iterable[tuple[bytes, bytes]], name: bytes) -> list[str]:
    return [value.decode("latin-1") for key, value in headers if key == name]


def _counted(peer: str, forwarded: str) -> str | None:
    found = _parsed(_as_written_down(forwarded)) or _parsed(peer)
    if isinstance(found, IPv6Address):
        return str(IPv6Network((found, HOUSEHOLD), strict=False).network_address)
    return str(found) if found else None


def _as_written_down(forwarded: str) -> str:
    """Each proxy adds whom it was asked by on the right; so many places from the right stands what the outermost
    trusted one saw. Everything further left came with the request and may be invented."""
    places = forwarded.split(",")
    hops = settings.TRUSTED_PROXIES
    return places[-hops] if 0 < hops <= len(places) else ""


def _parsed(text: str) -> IPv4Address | IPv6Address | None:
    """The address in "192.0.2.1", "192.0.2.1:1234", "2001:db8::1" or "[2001:db8::1]:1234"; None for anything else."""
    text = text.strip()
    host = text[1:].partition("]")[0] if text.startswith("[") else text
    if host.count(":") == 1:
        host = host.partition(":")[0]
    try:
        found = ip_address(host.partition("%")[0])
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found
