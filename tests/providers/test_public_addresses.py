"""providers.public_addresses: which IP addresses are public."""

import pytest

from providers.public_addresses import is_public


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("10.0.0.1", False),
        ("2606:4700:4700::1111", True),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:8.8.8.8", True),
        ("::ffff:169.254.169.254", False),
        ("64:ff9b::8.8.8.8", True),
        ("64:ff9b::10.0.0.1", False),
        ("64:ff9b::127.0.0.1", False),
        ("64:ff9b::169.254.169.254", False),
        ("64:ff9b:1::10.0.0.1", False),
        ("64:ff9b:1:fffe::8.8.8.8", False),
        ("2002:808:808::1", True),
        ("2002:7f00:1::1", False),
        ("2002:a00:1::", False),
        ("2001:0:4136:e378:8000:63bf:f5ff:fffe", False),  # Teredo, client 10.0.0.1
        ("2001:0:a00:1::f7f7:f7f7", False),  # Teredo, server 10.0.0.1
        ("::127.0.0.1", False),
        ("::ffff:0:10.0.0.1", False),
    ],
)
def test_an_address_that_wraps_an_ipv4_address_is_as_public_as_that_one(address, public):
    assert is_public(address) is public
