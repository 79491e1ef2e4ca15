"""Files sent whole or in part. Players seek by asking for parts, and some play nothing without; downloads go on so.

What is compared and refused follows RFC 9110, sections 13 and 14. Who asks for several parts at once is sent the whole.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, http_date

BLOCK = 256 * 1024  # bytes
# The most that a player is sent of what it asks for; it asks again. Daphne holds in memory whatever a browser has not
# taken yet, and players take as slowly as they play. They say of themselves that they play; others get all they ask
# for, as whoever goes on with a download might take a short answer for the end of the file.
PLAYERS_PART = 4 * 1024 * 1024  # bytes
_PLAYERS = ("video", "audio")
_RANGE = re.compile(r"bytes=\s*(\d{0,18})-(\d{0,18})\s*", re.ASCII | re.IGNORECASE)


def ranged(request: HttpRequest, path: Path, content_type: str, *, name_to_save_as: str = "") -> HttpResponseBase:
    """The answer to a GET or HEAD for a file: all of it (200), the part that was asked for (206), that there is no such
    part (416), or that the browser has it already (304). With a `name_to_save_as` browsers save it instead of showing
    it. Raises FileNotFoundError."""
    found = path.stat()
    headers = {
        "Content-Type": content_type,
        "Accept-Ranges": "bytes",
        "ETag": f'"{found.st_mtime_ns:x}-{found.st_size:x}"',
        "Last-Modified": http_date(found.st_mtime),
        "X-Content-Type-Options": "nosniff",
    }
    if name_to_save_as:
        headers["Content-Disposition"] = content_disposition_header(True, name_to_save_as) or "attachment"
    answer = HttpResponse(headers=headers)
    known = get_conditional_response(request, headers["ETag"], int(found.st_mtime), answer)
    if known is not None and known is not answer:
        return known
    return _sent(request, path, found.st_size, headers)


def _sent(request: HttpRequest, path: Path, size: int, headers: dict[str, str]) -> HttpResponseBase:
    part = _asked_for(request, size, headers)
    start, end = part or (0, size - 1)
    if part and start > end:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    if part:
        headers["Content-Range"] = f"bytes {start}-{end}/{size}"
    headers["Content-Length"] = str(end - start + 1)
    if request.method == "HEAD":
        return HttpResponse(headers=headers)
    # An ordinary iterator would be read to its end, into memory, before the first byte of it is sent by ASGI.
    kind = _BlocksLater if isinstance(request, ASGIRequest) else _BlocksNow
    return StreamingHttpResponse(kind(path, start, end - start + 1), status=206 if part else 200, headers=headers)


def _asked_for(request: HttpRequest, size: int, headers: dict[str, str]) -> tuple[int, int] | None:
    """The first and the last byte; the last before the first where there is no such part; None for the whole file."""
    written = _RANGE.fullmatch(request.headers.get("Range", ""))
    if request.method == "HEAD" or not written or not _is_same(request, headers):
        return None
    part = _part(written[1], written[2], size)
    if part and request.headers.get("Sec-Fetch-Dest") in _PLAYERS:
        return part[0], min(part[1], part[0] + PLAYERS_PART - 1)
    return part


def _part(first: str, last: str, size: int) -> tuple[int, int] | None:
    if not first:
        return (max(0, size - int(last)), size - 1) if last else None
    if last and int(last) < int(first):
        return None  # no part at all, which is to be overlooked
    return int(first), min(int(last), size - 1) if last else size - 1


def _is_same(request: HttpRequest, headers: dict[str, str]) -> bool:
    """Whether the browser's earlier parts, if it has any, are of this very file."""
    return request.headers.get("If-Range") in (None, headers["ETag"], headers["Last-Modified"])


class _Blocks:
    """So many bytes of a file, block by block."""

    def __init__(self, path: Path, start: int, length: int) -> None:
        self._left = length
        self._file = path.open("rb")
        self._file.seek(start)

    def next_block(self) -> bytes:
        """The next block, b"" after the last."""
        block = self._file.read(min(BLOCK, self._left))
        self._left -= len(block)
        return block

    def close(self) -> None:
        """Called by Django when the answer is sent, or nobody waits for it any more."""
        self._file.close()


class _BlocksNow(_Blocks):
    def __iter__(self) -> Iterator[bytes]:
        return iter(self.next_block, b"")


class _BlocksLater(_Blocks):
    async def __aiter__(self) -> AsyncIterator[bytes]:
        while block := await asyncio.to_thread(self.next_block):
            yield block
