"""A local JSON server whose responses a test defines, and which records its requests."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self


@dataclass(frozen=True)
class Asked:
    """A received request: its Unix time and its JSON body."""

    at: float
    body: dict[str, Any]


@dataclass(frozen=True)
class Answer:
    """A response after `after` seconds: status and JSON body. `prose` is sent instead of JSON; `drop` closes the
    connection instead."""

    body: dict[str, Any] = field(default_factory=dict)
    status: int = 200
    after: float = 0.0
    prose: str = ""
    drop: bool = False


Behaviour = Callable[[Asked, int], Answer]
"""The response to a request; the number counts the requests before it."""


class Upstream:
    """The server. `behaviour` may be changed at any time; `asked` lists all requests."""

    def __init__(self, behaviour: Behaviour) -> None:
        self.behaviour = behaviour
        self.asked: list[Asked] = []
        self._lock = threading.Lock()
        upstream = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                answer = upstream._answer(Asked(time.time(), body))
                if answer.drop:
                    return
                data = (answer.prose or json.dumps(answer.body)).encode()
                self.send_response(answer.status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *args: Any) -> None:
                pass

        self._handler = Handler
        self._listen(0)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def _listen(self, port: int) -> None:
        self._server = ThreadingHTTPServer(("127.0.0.1", port), self._handler)
        self._server.daemon_threads = True

    def _answer(self, asked: Asked) -> Answer:
        with self._lock:
            number = len(self.asked)
            self.asked.append(asked)
        answer = self.behaviour(asked, number)
        time.sleep(answer.after)
        return answer

    @contextmanager
    def away(self) -> Iterator[None]:
        """The server does not listen inside the block; requests in progress are completed."""
        self.__exit__()
        try:
            yield
        finally:
            self._listen(self._server.server_address[1])
            self.__enter__()

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *args: object) -> None:
        self._server.shutdown()
        self._server.server_close()
