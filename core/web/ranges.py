"""Answers that send a file, or a range of it: players seek by ranges, and downloads resume by them.

Conditional and range requests follow RFC 9110, sections 13 and 14. A request for several ranges gets the whole file.
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
# A player gets at most so much at a time and asks for the rest later: players read as slowly as they play, and not at
# all while they pause, for which `core.web.daphne_limits` would hang up. Others get all they ask for, since a download
# that resumes might take a short answer for the end of the file.
PLAYER_BYTES = 4 * 1024 * 1024
_PLAYERS = ("video", "audio")  # what players send as Sec-Fetch-Dest
_RANGE = re.compile(r"bytes=\s*(\d{0,18})-(\d{0,18})\s*", re.ASCII | re.IGNORECASE)


def file_response(
    request: HttpRequest, path: Path, content_type: str, *, name_to_save_as: str = ""
) -> HttpResponseBase:
    """The answer to a GET or HEAD for a file: all of it (200), the range that was asked for (206), "no such range"
    (416), or "not modified" (304). With a `name_to_save_as` browsers save it instead of showing
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
    part = _range(request, size, headers)
    start, end = part or (0, size - 1)
    if part and start > end:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    if part:
        headers["Content-Range"] = f"bytes {start}-{end}/{size}"
    headers["Content-Length"] = str(end - start + 1)
    if request.method == "HEAD":
        return HttpResponse(headers=headers)
    # Under ASGI Django reads an ordinary iterator to its end, into memory, before it sends the first byte.
    kind = _AsyncBlocks if isinstance(request, ASGIRequest) else _SyncBlocks
    return StreamingHttpResponse(kind(path, start, end - start + 1), status=206 if part else 200, headers=headers)


def _range(request: HttpRequest, size: int, headers: dict[str, str]) -> tuple[int, int] | None:
    """The first and the last byte; None for the whole file. Last before first: there is no such range."""
    asked = _RANGE.fullmatch(request.headers.get("Range", ""))
    if request.method == "HEAD" or not asked or not _is_same(request, headers):
        return None
    part = _part(asked[1], asked[2], size)
    if part and request.headers.get("Sec-Fetch-Dest") in _PLAYERS:
        return part[0], min(part[1], part[0] + PLAYER_BYTES - 1)
    return part


def _part(first: str, last: str, size: int) -> tuple[int, int] | None:
    if not first:
        return (max(0, size - int(last)), size - 1) if last else None
    if last and int(last) < int(first):
        return None  # an invalid range, which RFC 9110 says to ignore
    return int(first), min(int(last), size - 1) if last else size - 1


def _is_same(request: HttpRequest, headers: dict[str, str]) -> bool:
    """Whether the parts that the browser has, if any, are of this very file."""
    return request.headers.get("If-Range") in (None, headers["ETag"], headers["Last-Modified"])


class _Blocks:
    """`length` bytes of a file from `start` on, block by block."""

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
        """Called by Django when the answer is sent or the client is gone."""
        self._file.close()


class _SyncBlocks(_Blocks):
    def __iter__(self) -> Iterator[bytes]:
        return iter(self.next_block, b"")


class _AsyncBlocks(_Blocks):
    async def __aiter__(self) -> AsyncIterator[bytes]:
        while block := await asyncio.to_thread(self.next_block):
            yield block
