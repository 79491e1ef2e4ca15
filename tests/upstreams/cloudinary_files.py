"""The files of the fake Cloudinary server: validation, joining of parts, and posters."""

import json
import re
import tempfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image

from providers import ffmpeg
from providers.base import ProviderError
from tests.upstreams.http_server import Asked, Sent

MOST_IN_ONE_PIECE = 100 * 1024 * 1024  # bytes
LARGEST_PICTURE = 10 * 1024 * 1024  # on the free plan
SMALLEST_PART = 5 * 1024 * 1024  # but for the last
_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+)")


class Refused(Exception):
    """An error response."""

    def __init__(self, status: int, message: str) -> None:
        self.sent = refused(status, message)


def refused(status: int, message: str) -> Sent:
    """An error in the format of the service."""
    data = json.dumps({"error": {"message": message}}).encode()
    return Sent(status, headers={"X-Cld-Error": message}, data=data)


@dataclass(frozen=True)
class Stored:
    """A stored file. Every upload gives it another `version`."""

    data: bytes
    version: int
    format: str
    width: int
    height: int
    kind: str = "image"


@dataclass(frozen=True)
class Measured:
    """An accepted file, its format, width and height."""

    data: bytes
    measures: tuple[str, int, int]


def measured(data: bytes, kind: str) -> Measured:
    """Raises Refused for other files than pictures and videos."""
    if not data:
        raise Refused(400, "Missing required parameter - file")
    return _video(data) if kind == "video" else _picture(data)


def _picture(data: bytes) -> Measured:
    if len(data) > LARGEST_PICTURE:
        raise Refused(400, f"File size too large. Got {len(data)}. Maximum is {LARGEST_PICTURE}.")
    try:
        with Image.open(BytesIO(data)) as image:
            ending = (image.format or "").lower().replace("jpeg", "jpg")
            return Measured(data, (ending, image.width, image.height))
    except OSError:
        raise Refused(400, "Invalid image file") from None


def _video(data: bytes) -> Measured:
    with tempfile.NamedTemporaryFile() as file:
        Path(file.name).write_bytes(data)
        try:
            found = ffmpeg.probe(Path(file.name))
        except ProviderError:
            raise Refused(400, "Unsupported video format or file") from None
    return Measured(data, ("mp4", found.width, found.height))


def poster_of(data: bytes) -> bytes:
    """The first frame of a video, as a JPEG."""
    with tempfile.NamedTemporaryFile() as file:
        Path(file.name).write_bytes(data)
        return ffmpeg.poster(Path(file.name)).data


class Parts:
    """Files that arrive in parts, by the upload's id."""

    def __init__(self) -> None:
        self._begun: dict[str, list[bytes]] = {}

    def whole(self, asked: Asked, data: bytes) -> tuple[bytes, int] | None:
        """The complete file and its number of parts; None while parts are missing. Raises Refused."""
        found = _RANGE.fullmatch(asked.headers.get("content-range", ""))
        if not found:
            if len(data) > MOST_IN_ONE_PIECE:
                raise Refused(400, f"File size too large. Got {len(data)}. Maximum is {MOST_IN_ONE_PIECE}.")
            return data, 1
        start, end, total = map(int, found.groups())
        parts = self._begun.setdefault(asked.headers["x-unique-upload-id"], [])
        if start != sum(map(len, parts)) or end - start + 1 != len(data):
            raise Refused(400, "Invalid Content-Range")
        parts.append(data)
        if end + 1 == total:
            return b"".join(parts), len(parts)
        if len(data) < SMALLEST_PART:
            raise Refused(400, "All parts except EOF-chunk must be larger than 5mb")
        return None
