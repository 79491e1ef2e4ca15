"""The client address of a request: the socket's, or the one that the trusted proxies in front of the site report."""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from django.conf import settings
from django.http import HttpRequest

# A provider gives a household at least so many bits of an IPv6 address; the rest it may change as it likes.
HOUSEHOLD_BITS = 64


def address_of(request: HttpRequest) -> str | None:
    """The address to count: an IPv4 address, or the first one of an IPv6 household. None when nothing says which, as
    behind a Unix socket without trusted proxies."""
    reported = _reported(request.META.get("HTTP_X_FORWARDED_FOR", ""))
    found = _parsed(reported) or _parsed(request.META.get("REMOTE_ADDR", ""))
    if isinstance(found, IPv6Address):
        return str(IPv6Network((found, HOUSEHOLD_BITS), strict=False).network_address)
    return str(found) if found else None


def _reported(forwarded: str) -> str:
    """What the outermost trusted proxy saw. Each proxy adds its client's address on the right, so this one stands
    TRUSTED_PROXIES places from the right; everything further left came with the request and may be invented."""
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
