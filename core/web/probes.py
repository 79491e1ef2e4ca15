"""Two addresses for load balancers and supervisors, outside Django: they ask by IP address, without HTTPS, and often.

`/livez`: the process serves. It asks nothing else, so it answers while the database is away and all threads are busy.
`/readyz`: the process can show pages: the database, the list of the static files and the stories' files answer.
`GET /health` is for people and for clients.
"""

import asyncio
import json
import time
from collections.abc import Callable
from typing import Any

from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage

from core import storage
from core.connections import release_connection
from core.health import database_says

PATHS = ("livez", "readyz")
READY_SECONDS = 5.0  # a part that has not answered by then is not ready
FILES_SECONDS = 10.0  # so long an answer of the stories' files holds: asking a bucket may cost money
_files_asked: tuple[float, str] = (float("-inf"), "")


async def livez(scope: Any, receive: Any, send: Any) -> None:
    """ASGI application that answers 200, always."""
    await _answer(scope, send, {"status": "ok"})


async def readyz(scope: Any, receive: Any, send: Any) -> None:
    """ASGI application that answers 200 when all parts can be used, else 503 with the ones that cannot."""
    asked = {"database": _database_says, "static": static_says, "files": files_says}
    said = dict(zip(asked, await asyncio.gather(*map(_in_time, asked.values())), strict=True))
    ready = all(words == "ok" for words in said.values())
    await _answer(scope, send, {"status": "ok" if ready else "failing", **said}, status=200 if ready else 503)


async def _in_time(ask: Callable[[], str]) -> str:
    # Each in a thread of its own: one that hangs keeps no other from answering.
    try:
        return await asyncio.wait_for(sync_to_async(ask, thread_sensitive=False)(), READY_SECONDS)
    except TimeoutError:
        return f"not answering within {READY_SECONDS:.0f} s"


def _database_says() -> str:
    try:
        return database_says()
    finally:
        release_connection()  # Django's requests end with that; this is none


def static_says() -> str:
    """ "ok", or that pages would be errors because the list of the static files is missing."""
    if isinstance(staticfiles_storage, ManifestFilesMixin) and not staticfiles_storage.hashed_files:
        return f"no list of the static files in {settings.STATIC_ROOT.name}"
    return "ok"


def files_says() -> str:
    """ "ok", or why the stories' files cannot be used; at most FILES_SECONDS old."""
    global _files_asked
    asked_at, said = _files_asked
    if time.monotonic() - asked_at > FILES_SECONDS:
        try:
            storage.check()
            said = "ok"
        except OSError as error:
            said = f"not answering ({type(error).__name__})"
        _files_asked = (time.monotonic(), said)
    return said


async def _answer(scope: Any, send: Any, said: dict[str, str], *, status: int = 200) -> None:
    body = json.dumps(said).encode()
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})
