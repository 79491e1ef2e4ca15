"""What the web process logs: no address, story or secret link, and no traceback for what a client did."""

import socket
from collections.abc import Callable, Iterator
from uuid import uuid4

import httpx
import pytest

from tests.stack import Stack, eventually, running

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.site]


@pytest.fixture(scope="module")
def site(django_db_setup: None, tmp_path_factory) -> Iterator[Stack]:
    with running(tmp_path_factory.mktemp("site"), worker=False) as stack:
        yield stack


@pytest.fixture
def lines(site: Stack, content: None) -> Callable[[], list[str]]:
    """What was logged since the test began."""
    log = site.folder / "web.log"
    before = log.stat().st_size
    return lambda: log.read_bytes()[before:].decode().splitlines()


def test_a_request_for_another_host_is_a_400_in_a_sentence_and_one_line(site, lines):
    answer = httpx.get(site.url, headers={"Host": "evil.example"})
    assert answer.status_code == 400
    assert "could not be understood" in answer.text
    eventually(lambda: '"GET /" 400' in "\n".join(lines()), 20, "the line of the access log")
    assert [("evil.example" in line, "/" in line) for line in lines()] == [(True, False), (False, True)]


@pytest.mark.parametrize("path", ["/", "/ws", "/stream"])
def test_a_websocket_is_not_opened_and_leaves_no_traceback(site, lines, path):
    with socket.create_connection(("127.0.0.1", site.ports["web"]), 20) as connection:
        connection.sendall(
            f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
        )
        status = connection.recv(1000).split()[1]
    assert status == {"/": b"200", "/ws": b"404", "/stream": b"400"}[path]
    eventually(lines, 20, "a line of the access log")
    assert not [line for line in lines() if "Traceback" in line or "Exception" in line]


def test_the_access_log_names_pages_and_nobody(site, lines):
    story, token = uuid4(), "a-secret-link-that-nobody-guesses"
    asked = {
        f"/stories/{story}/": "/stories/<uuid:story_id>/",
        f"/s/{token}/?{token}": "/s/<str:token>/",
        f"/stream?channel={story}": "/stream",
        f"/{story}/{token}": "-",
        f"/static/{token}.js": "/static",
    }
    for path in asked:
        httpx.get(site.url + path)
    eventually(lambda: len(lines()) >= len(asked), 20, "the lines of the access log")
    assert [line.split('"')[1].split()[1] for line in lines()] == list(asked.values())
    for secret in (str(story), token, "127.0.0.1"):
        assert secret not in "\n".join(lines())
