"""Call an ASGI application as a server does, with bodies in pieces and any headers."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass
class Answer:
    """The answer, and how many `pieces` of the body were read for it."""

    status: int
    headers: dict[str, str]
    body: bytes
    pieces: int


def post(application: Any, path: str, pieces: Iterable[bytes], **headers: str) -> Answer:
    """POST a body that arrives in `pieces`. A header's name is written with underscores."""
    return asyncio.run(_post(application, path, iter(pieces), headers))


async def _post(application: Any, path: str, pieces: Any, headers: dict[str, str]) -> Answer:
    raw = [(name.replace("_", "-").encode(), value.encode("latin-1")) for name, value in headers.items()]
    scope = {
        "type": "http",
        "method": "POST",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": [(b"host", b"testserver"), *raw],
        "client": ("127.0.0.1", 1),
        "server": ("testserver", 80),
        "scheme": "http",
        "http_version": "1.1",
    }
    sent: list[dict[str, Any]] = []
    read = 0

    async def receive() -> dict[str, Any]:
        nonlocal read
        piece = next(pieces, None)
        read += piece is not None
        return {"type": "http.request", "body": piece or b"", "more_body": piece is not None}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    await application(scope, receive, send)
    found = {key.decode().lower(): value.decode() for key, value in sent[0]["headers"]}
    return Answer(sent[0]["status"], found, b"".join(part.get("body", b"") for part in sent[1:]), read)
