"""core.web.visitors: from which address a request is counted, and that inventing one does not help."""

from io import BytesIO

import pytest
from django.core.handlers.asgi import ASGIRequest
from django.test import RequestFactory

from core.web.visitors import address_of

SOCKET = "198.51.100.7"


def counted(hops, settings, forwarded=None, peer=SOCKET):
    """The address of a request by WSGI and by ASGI; they must agree."""
    settings.TRUSTED_PROXIES = hops
    meta = {"REMOTE_ADDR": peer} | ({} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded})
    headers = [] if forwarded is None else [(b"x-forwarded-for", forwarded.encode("latin-1"))]
    seen = address_of(RequestFactory().get("/", **meta))
    assert seen == address_of(by_asgi(headers, peer))
    return seen


def by_asgi(headers, peer=SOCKET):
    scope = {"method": "GET", "path": "/", "headers": headers, "client": (peer, 1) if peer else None}
    return ASGIRequest(scope, BytesIO())


@pytest.mark.parametrize("forged", ["203.0.113.9", "203.0.113.9, 203.0.113.8", "", "nonsense", "\x00", ",,,"])
def test_without_a_trusted_proxy_the_header_is_ignored(forged, settings):
    assert counted(0, settings, forged) == SOCKET


@pytest.mark.parametrize("forged", ["", "203.0.113.9, ", "203.0.113.9, 203.0.113.8, ", "nonsense, ,, "])
def test_what_a_client_puts_before_the_proxys_entry_is_ignored(forged, settings):
    assert counted(1, settings, f"{forged}192.0.2.1") == "192.0.2.1"


def test_two_proxies_are_counted_from_the_right(settings):
    assert counted(2, settings, "203.0.113.9, 192.0.2.1, 10.0.0.1") == "192.0.2.1"


@pytest.mark.parametrize("forwarded", [None, "", "192.0.2.1", "nonsense, 10.0.0.1"])
def test_a_request_that_bypasses_the_proxies_is_counted_by_the_socket(forwarded, settings):
    assert counted(2, settings, forwarded) == SOCKET


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("192.0.2.1:51000", "192.0.2.1"),
        (" 192.0.2.1 ", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("[2001:db8:1:2:aaaa::1]:51000", "2001:db8:1:2::"),
        ("2001:db8:1:2:ffff:eeee:dddd:1", "2001:db8:1:2::"),
        ("fe80::1%eth0", "fe80::"),
    ],
)
def test_an_address_is_understood_however_it_is_written(written, address, settings):
    assert counted(1, settings, written) == address


def test_two_addresses_of_one_household_are_one(settings):
    assert counted(1, settings, "2001:db8:1:2::1") == counted(1, settings, "2001:db8:1:2::2")
    assert counted(1, settings, "2001:db8:1:2::1") != counted(1, settings, "2001:db8:1:3::1")


def test_an_unknown_address_is_none(settings):
    assert counted(0, settings, "192.0.2.1", peer="") is None


def test_headers_of_the_same_name_are_one_list(settings):
    settings.TRUSTED_PROXIES = 1
    headers = [(b"x-forwarded-for", b"203.0.113.9"), (b"x-forwarded-for", b"192.0.2.1")]
    assert address_of(by_asgi(headers)) == "192.0.2.1"
