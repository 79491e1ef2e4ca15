"""Keep downloads away from this site's own network (SSRF): tell public addresses from private ones."""

import ipaddress
import socket
from typing import Any
from urllib.parse import urlsplit

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")  # the only range that IANA allocates
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")  # how IPv6-only networks reach IPv4 addresses
_TEREDO = ipaddress.IPv6Network("2001::/32")


class PrivateAddress(Exception):
    """The connection would lead into this site's own network."""


def is_public(address: str) -> bool:
    """Whether an IP address is public; an IPv6 address that wraps an IPv4 one is as public as that one."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv4Address):
        return ip.is_global
    if wrapped := _wrapped_ipv4(ip):
        return wrapped.is_global
    return ip.is_global and ip in _GLOBAL_UNICAST and ip not in _TEREDO


def _wrapped_ipv4(ip: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if ip in _NAT64:
        return ipaddress.IPv4Address(ip.packed[-4:])
    return ip.ipv4_mapped or ip.sixtofour


def is_private_host(url: str) -> bool:
    """Whether the host of `url` has a private address; False when its name cannot be resolved."""
    try:
        found = socket.getaddrinfo(urlsplit(url).hostname, None, type=socket.SOCK_STREAM)
    except (OSError, ValueError):
        return False
    return any(not is_public(str(where[0])) for *_, where in found)


class PublicOnlyAdapter(HTTPAdapter):
    """Connects to public addresses only, also after a redirect; raises PrivateAddress otherwise.

    With a proxy, the proxy connects, and this check sees the proxy's address only.
    """

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _HTTPPool, "https": _HTTPSPool}


def _checked(connection: socket.socket) -> socket.socket:
    """Check the peer of the open connection before anything is sent: a name may resolve differently each time."""
    if is_public(str(connection.getpeername()[0])):
        return connection
    connection.close()
    raise PrivateAddress


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
