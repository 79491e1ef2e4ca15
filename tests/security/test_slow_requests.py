"""Connections that wait for their client have deadlines, and one address has no more of them than its share."""

import contextlib
import re
import resource
import shutil
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import httpx
import psutil
import pytest
from django.conf import settings
from twisted.internet.address import IPv4Address
from twisted.internet.task import Clock
from twisted.internet.testing import StringTransport

from core import live
from core.web.daphne_limits import LimitedChannel
from images import statuses
from tests.factories import illustrated_story, visitor
from tests.sse import EventStream
from tests.stack import Stack, eventually, running

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.site]
SECONDS = 1.5  # the deadlines of `hurried`
BYTES_PER_SECOND = 200_000
LARGE = 80_000_000  # bytes
HALF = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n"
CHUNKED = b"Transfer-Encoding: chunked\r\n\r\n"
UPLOAD = f"POST /stories/{uuid4()}/film/music HTTP/1.1\r\nHost: 127.0.0.1\r\n".encode()


@pytest.fixture(scope="module")
def hurried_process(django_db_setup: None, tmp_path_factory) -> Iterator[Stack]:
    deadlines = {
        "REQUEST_SECONDS": str(SECONDS),
        "KEEP_ALIVE_SECONDS": str(SECONDS),
        "LEAST_BYTES_PER_SECOND": str(BYTES_PER_SECOND),
    }
    with running(tmp_path_factory.mktemp("site"), worker=False, **deadlines) as stack:
        yield stack


@pytest.fixture
def hurried(hurried_process: Stack, content: None) -> Stack:
    """A web process with short deadlines."""
    return hurried_process


@pytest.fixture(scope="module")
def site_process(django_db_setup: None, tmp_path_factory) -> Iterator[Stack]:
    limits = {"CONNECTIONS_PER_ADDRESS": "20", "UPLOADS_PER_ADDRESS": "3", "UPLOADS_PER_PROCESS": "4"}
    with running(tmp_path_factory.mktemp("site"), worker=False, **limits) as stack:
        yield stack


@pytest.fixture
def site(site_process: Stack, content: None) -> Stack:
    """A web process with long deadlines that allows few connections."""
    return site_process


def connect(site: Stack, address: str = "127.0.0.1", *, sent: bytes = b"") -> socket.socket:
    """A connection from that address of this machine, on which these bytes were sent."""
    connection = socket.create_connection(("127.0.0.1", site.ports["web"]), 20, source_address=(address, 0))
    connection.sendall(sent)
    return connection


def answer(connection: socket.socket) -> bytes:
    """All that comes until the server hangs up, which it must do within 20 seconds."""
    received = b""
    with contextlib.suppress(ConnectionResetError, BrokenPipeError):
        while piece := connection.recv(65_536):
            received += piece
    return received


def drip(connection: socket.socket, piece: bytes, pause: float) -> bytes:
    """Send that piece again and again until the server hangs up. Returns what it said."""
    connection.settimeout(pause)
    until = time.monotonic() + 20
    while time.monotonic() < until:
        try:
            connection.sendall(piece)
            return connection.recv(65_536)
        except TimeoutError:
            continue
        except OSError:
            return b""
    raise AssertionError("The server let it drip for 20 s.")


def is_open(connection: socket.socket) -> bool:
    """Whether the server has not hung up."""
    connection.setblocking(False)
    try:
        return bool(connection.recv(1, socket.MSG_PEEK))
    except BlockingIOError:
        return True
    except OSError:
        return False
    finally:
        connection.settimeout(20)


def test_half_requests_shut_nobody_out(site):
    resource.prlimit(site.processes["web"].pid, resource.RLIMIT_NOFILE, (200, 20_000))
    with contextlib.ExitStack() as opened:
        half = [opened.enter_context(connect(site, sent=HALF)) for _ in range(230)]
        for address in ("127.0.0.2", "127.0.0.1"):
            other = opened.enter_context(connect(site, address, sent=HALF + b"Connection: close\r\n\r\n"))
            assert answer(other).startswith(b"HTTP/1.1 200")
        eventually(lambda: sum(map(is_open, half)) == 19, 20, "the oldest to be closed, and one more for the last")
        assert is_open(half[-1])


def test_a_connection_that_carries_a_stream_is_not_counted(site):
    with open_stream(site) as stream, contextlib.ExitStack() as opened:
        half = [opened.enter_context(connect(site, sent=HALF)) for _ in range(25)]
        eventually(lambda: sum(map(is_open, half)) == 20, 20, "five to be closed")
        live.announce(stream.story_id, "look", {"after": "the others"})
        stream.wait_for("look")


def test_behind_a_proxy_connections_are_not_counted_by_address_for_all_are_the_proxys(settings):
    settings.TRUSTED_PROXIES, settings.CONNECTIONS_PER_ADDRESS = 1, 2
    transports = [StringTransport(peerAddress=IPv4Address("TCP", "192.0.2.1", port)) for port in range(1, 4)]
    for transport in transports:
        channel = LimitedChannel()
        channel.callLater = Clock().callLater
        channel.makeConnection(transport)
    assert not any(transport.disconnecting for transport in transports)


def test_unfinished_bodies_are_few_and_gone_with_their_connections(site):
    begun = UPLOAD + CHUNKED + chunk(200_000)
    with contextlib.ExitStack() as opened:
        for _ in range(3):
            opened.enter_context(connect(site, sent=begun))
        eventually(lambda: len(bodies_on_disk(site)) == 3, 20, "three bodies to be kept")
        assert answer(opened.enter_context(connect(site, sent=begun))).startswith(b"HTTP/1.1 503 ")
        opened.enter_context(connect(site, "127.0.0.2", sent=begun))
        eventually(lambda: len(bodies_on_disk(site)) == 4, 20, "one of another address")
        assert answer(opened.enter_context(connect(site, "127.0.0.3", sent=begun))).startswith(b"HTTP/1.1 503 ")
    eventually(lambda: not bodies_on_disk(site), 20, "all to be gone")
    with connect(site, sent=begun):
        eventually(lambda: bodies_on_disk(site), 20, "room for the next")


def test_no_more_of_a_body_is_kept_than_its_address_takes(site):
    begin = b"POST /quiz/check/ HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    with connect(site, sent=begin + CHUNKED) as connection:
        for _ in range(100):
            connection.sendall(chunk(100_000))
        assert is_open(connection)
        eventually(lambda: sum(bodies_on_disk(site)) > 1_000_000, 20, "it to be kept")
        assert sum(bodies_on_disk(site)) <= 1024 * 1024 + 1  # of 10 MB
    eventually(lambda: not bodies_on_disk(site), 20, "it to be gone")


def chunk(size: int) -> bytes:
    return f"{size:x}\r\n".encode() + b"x" * size + b"\r\n"


def bodies_on_disk(site: Stack) -> list[int]:
    """The sizes of the web process's temporary files."""
    found = []
    for link in Path(f"/proc/{site.processes['web'].pid}/fd").iterdir():
        with contextlib.suppress(FileNotFoundError):
            if link.readlink().name.endswith("(deleted)") and (size := link.stat().st_size):
                found.append(size)
    return found


@pytest.mark.parametrize("sent", [b"", b"GET", HALF, UPLOAD + b"Content-Length: 9\r\n\r\nabc"])
def test_a_request_that_stops_is_hung_up_on(sent, hurried):
    with connect(hurried, sent=sent) as connection:
        said = answer(connection)
    assert said.startswith(b"HTTP/1.1 408 ") == (sent.count(b"\r\n") > 0)


@pytest.mark.parametrize(
    ("begin", "piece"),
    [
        (HALF, b"X-A: b\r\n"),
        (HALF + b"X-A: ", b"b"),
        (UPLOAD + b"Content-Length: 3000000\r\n\r\n", b"x"),
        (UPLOAD + CHUNKED, b"1\r\nx\r\n"),
    ],
)
def test_dripping_bytes_put_no_deadline_off(begin, piece, hurried):
    with connect(hurried, sent=begin) as connection:
        assert drip(connection, piece, SECONDS / 5).startswith(b"HTTP/1.1 408 ")


def test_a_body_that_never_ends_is_hung_up_on(hurried):
    """What is more than this address takes buys no time."""
    with connect(hurried, sent=b"POST /submit HTTP/1.1\r\nHost: 127.0.0.1\r\n" + CHUNKED) as connection:
        eventually(lambda: not sends(connection, chunk(65_536)), 20, "the server to hang up")


def sends(connection: socket.socket, data: bytes) -> bool:
    try:
        connection.sendall(data)
        return True
    except OSError:
        return False


def test_a_slow_but_steady_upload_arrives(hurried):
    """It takes longer than the deadline for a pause."""
    size, pieces = int(BYTES_PER_SECOND * SECONDS * 4), 10
    with connect(hurried, sent=UPLOAD + f"Content-Length: {size}\r\nConnection: close\r\n\r\n".encode()) as connection:
        for _ in range(pieces):
            time.sleep(SECONDS / 5)  # the slow line
            connection.sendall(b"x" * (size // pieces))
        assert answer(connection).startswith(b"HTTP/1.1 403 ")  # it has no token; it was read to its end


def test_a_connection_that_is_kept_alive_is_closed_after_a_while(hurried):
    with connect(hurried, sent=HALF + b"\r\n") as connection:
        said = answer(connection)
    assert said.startswith(b"HTTP/1.1 200 ")
    assert b"408" not in said


def test_the_next_request_on_a_connection_has_its_deadline_too(hurried):
    with connect(hurried, sent=HALF + b"\r\n") as connection:
        assert connection.recv(1)
        connection.sendall(HALF)
        assert b"HTTP/1.1 408 " in answer(connection)


def test_a_stream_stays_open_longer_than_every_deadline(hurried):
    with open_stream(hurried) as stream:
        for _ in range(2):
            answer(connect(hurried, sent=HALF))
        live.announce(stream.story_id, "look", {"after": "the deadlines"})
        stream.wait_for("look")


@pytest.fixture
def large_file(content: None, request: pytest.FixtureRequest) -> Iterator[bytes]:
    """A request of its owner for a file of a story."""
    name = getattr(request, "param", "scene-07-v1.png")
    story, owner = illustrated_story(statuses.QUEUED), visitor()
    folder = settings.MEDIA_ROOT / str(story.pk)
    folder.mkdir(parents=True)
    with (folder / name).open("wb") as file:
        file.truncate(LARGE)
    cookie = f"Cookie: sessionid={owner.cookies['sessionid'].value}\r\nConnection: close\r\n"
    yield f"GET /media/{story.pk}/{name} HTTP/1.1\r\nHost: 127.0.0.1\r\n{cookie}\r\n".encode()
    shutil.rmtree(folder)


def test_a_slow_reader_costs_no_memory_and_gets_everything(site, large_file):
    process = psutil.Process(site.processes["web"].pid)
    before = process.memory_info().rss
    with connect(site, sent=large_file) as connection:
        assert connection.recv(1000).startswith(b"HTTP/1.1 200 ")
        for _ in range(30):  # meanwhile the server could run ahead
            assert httpx.get(f"{site.url}/nothing/here").status_code == 404
        assert process.memory_info().rss - before < LARGE / 2
        assert len(answer(connection)) > LARGE - 1000


@pytest.mark.parametrize("large_file", ["film-vertical-1.mp4"], indirect=True)
def test_twenty_slow_readers_of_a_film_leave_the_web_process_small(site, large_file):
    with contextlib.ExitStack() as opened:
        for number in range(20):
            reader = opened.enter_context(connect(site, f"127.0.0.{1 + number % 4}", sent=large_file))
            assert reader.recv(1000).startswith(b"HTTP/1.1 200 ")
        for _ in range(30):  # meanwhile the server could run ahead
            assert httpx.get(f"{site.url}/nothing/here").status_code == 404
        assert peak_memory(site) < 250_000_000


def peak_memory(site: Stack) -> int:
    """Bytes that the web process ever had in memory at once."""
    said = Path(f"/proc/{site.processes['web'].pid}/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+) kB", said)[1]) * 1024


def test_whoever_stops_reading_is_hung_up_on(hurried, large_file):
    process = psutil.Process(hurried.processes["web"].pid)
    with connect(hurried, sent=large_file) as connection:
        assert connection.recv(1000).startswith(b"HTTP/1.1 200 ")
        ours = connection.getsockname()
        eventually(lambda: ours not in [c.raddr for c in process.net_connections()], 20, "the server to hang up")


def open_stream(site: Stack) -> EventStream:
    return EventStream(site.url, str(illustrated_story(statuses.QUEUED).pk), cookies_of(visitor()))


def cookies_of(client) -> dict[str, str]:
    return {"sessionid": client.cookies["sessionid"].value}
