"""A local HTTP server for tests: threads, request bodies, chunked responses, dropped connections."""

import json
import socket
import sys
import threading
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qsl

File = tuple[str, str, bytes]
"""The field of the form, the name of the file, and its bytes."""


@dataclass(frozen=True)
class Asked:
    """A received request. `at` is the Unix time of arrival; `body` is the JSON or the form's text fields."""

    at: float
    method: str
    path: str
    body: dict[str, Any]
    files: list[File]
    headers: dict[str, str]


@dataclass(frozen=True)
class Sent:
    """A response after `after` seconds. `pieces` come `pause` seconds apart; `drop` closes the connection instead."""

    status: int = 200
    content_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)
    data: bytes = b""
    pieces: Iterable[bytes] | None = None
    pause: float = 0.0
    after: float = 0.0
    drop: bool = False


class LocalServer:
    """A server on a free port. Subclasses implement `respond`. Closing it closes all connections."""

    def __init__(self) -> None:
        self.closing = threading.Event()
        self._server = _Server(self)
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}"

    def respond(self, asked: Asked) -> Sent:
        """The response to a request; called in the thread of its connection."""
        raise NotImplementedError

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *args: object) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._server.hang_up()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 512

    def __init__(self, owner: LocalServer) -> None:
        self.owner = owner
        self._open: set[socket.socket] = set()
        super().__init__(("127.0.0.1", 0), _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Ignore clients that closed the connection; show any other error, which is a bug of the test."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)

    def process_request(self, request: Any, client_address: Any) -> None:
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._open.discard(request)
        super().shutdown_request(request)

    def hang_up(self) -> None:
        """An open connection must not get responses after the port may belong to another server."""
        for connection in list(self._open):
            with suppress(OSError):  # it was closed meanwhile
                connection.shutdown(socket.SHUT_RDWR)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def do_POST(self) -> None:
        at = time.time()
        data = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        body, files = _parsed(data, self.headers.get("Content-Type") or "")
        headers = {name.lower(): value for name, value in self.headers.items()}
        try:
            self._send(self.server.owner.respond(Asked(at, self.command, self.path, body, files, headers)))
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True  # the client gave up: nobody is left to answer

    def do_GET(self) -> None:
        self.do_POST()

    def do_PUT(self) -> None:
        self.do_POST()

    def _send(self, sent: Sent) -> None:
        if self.server.owner.closing.wait(sent.after) or sent.drop:
            self.close_connection = True
            return
        self.send_response(sent.status)
        self.send_header("Content-Type", sent.content_type)
        for name, value in sent.headers.items():
            self.send_header(name, value)
        self._send_whole(sent) if sent.pieces is None else self._send_pieces(sent)

    def _send_whole(self, sent: Sent) -> None:
        self.send_header("Content-Length", str(len(sent.data)))
        self.end_headers()
        self.wfile.write(sent.data)

    def _send_pieces(self, sent: Sent) -> None:
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for piece in sent.pieces or ():
            self.wfile.write(b"%x\r\n%b\r\n" % (len(piece), piece))
            if self.server.owner.closing.wait(sent.pause):
                self.close_connection = True
                return
        self.wfile.write(b"0\r\n\r\n")

    def log_message(self, *args: Any) -> None:
        pass


def _parsed(data: bytes, content_type: str) -> tuple[dict[str, Any], list[File]]:
    if content_type.startswith("multipart/form-data"):
        return _form(data, content_type.partition("boundary=")[2].strip('"').encode())
    if content_type.startswith("application/x-www-form-urlencoded"):
        return dict(parse_qsl(data.decode())), []
    return (json.loads(data) if data else {}), []


def _form(data: bytes, boundary: bytes) -> tuple[dict[str, Any], list[File]]:
    fields: dict[str, Any] = {}
    files: list[File] = []
    for part in data.split(b"--" + boundary)[1:-1]:
        head, _, content = part[2:-2].partition(b"\r\n\r\n")  # between the line breaks around a part
        name, filename = _parameter(head, b"name"), _parameter(head, b"filename")
        if filename:
            files.append((name, filename, content))
        else:
            fields[name] = content.decode()
    return fields, files


def _parameter(head: bytes, name: bytes) -> str:
    return head.partition(b" " + name + b'="')[2].partition(b'"')[0].decode()
