"""Where a finished file may be loaded from, and who is told the key."""

from pathlib import Path

import pytest

from providers.videos import http
from tests.upstreams.http import Asked, LocalServer, Sent

OUTSIDE = "https://8.8.8.8"  # an address outside, at which nothing is asked here


class Files(LocalServer):
    """A server with one file, and one address that leads to it."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[Asked] = []

    def respond(self, asked: Asked) -> Sent:
        self.asked.append(asked)
        if asked.path == "/moved":
            return Sent(302, headers={"Location": f"{self.address}/file"})
        if asked.path == "/round":
            return Sent(302, headers={"Location": f"{self.address}/round"})
        return Sent(200, "video/mp4", data=b"a clip")


@pytest.fixture
def files():
    """The server."""
    with Files() as server:
        yield server


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "2130706433", "0"])
def test_a_service_outside_cannot_make_us_ask_our_own_network(files, tmp_path, host):
    port = files.address.rpartition(":")[2]
    with pytest.raises(http.NotFetched) as caught:
        http.fetch(f"http://{host}:{port}/file", tmp_path / "clip", base=OUTSIDE)
    assert caught.value.permanent
    assert files.asked == []
    assert not (tmp_path / "clip").exists()


@pytest.mark.parametrize(
    ("address", "outside"),
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
        ("2001:0:4136:e378:8000:63bf:f5ff:fffe", False),  # Teredo, to 10.0.0.1
        ("2001:0:a00:1::f7f7:f7f7", False),  # Teredo, by way of 10.0.0.1
        ("::127.0.0.1", False),
        ("::ffff:0:10.0.0.1", False),
    ],
)
def test_an_address_that_holds_another_one_is_as_public_as_that_one(address, outside):
    assert http._is_public(address) is outside


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://127.0.0.1/x", "/etc/passwd", "", "http://", "data:,x"])
def test_only_addresses_of_the_web_are_loaded(tmp_path, url):
    with pytest.raises(http.NotFetched) as caught:
        http.fetch(url, tmp_path / "clip", base="http://127.0.0.1")
    assert caught.value.permanent


def test_a_service_on_our_own_network_may_keep_its_files_there(files, tmp_path):
    http.fetch(f"{files.address}/moved", tmp_path / "clip", base=files.address)
    assert (tmp_path / "clip").read_bytes() == b"a clip"


def test_a_file_that_leads_in_a_circle_is_given_up(files, tmp_path):
    with pytest.raises(http.NotFetched):
        http.fetch(f"{files.address}/round", tmp_path / "clip", base=files.address)
    assert len(files.asked) < 10


def test_a_password_file_of_this_machine_does_not_replace_the_key(files, tmp_path: Path, monkeypatch):
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login fox password s3cret\n")
    monkeypatch.setenv("NETRC", str(netrc))
    http.ask("GET", f"{files.address}/file", headers={"Authorization": "Bearer mine"})
    http.fetch(f"{files.address}/file", tmp_path / "clip", base=files.address)
    assert [asked.headers.get("authorization") for asked in files.asked] == ["Bearer mine", None]
