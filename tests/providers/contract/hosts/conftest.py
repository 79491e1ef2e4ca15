"""Every host, and the fake Cloudinary server."""

import urllib.request
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from providers.base import Picture, ProviderError, StoredFile
from providers.hosting.cloudinary import CloudinaryHost
from providers.hosting.local import LocalHost
from tests.factories import small_png, visitor
from tests.upstreams.cloudinary_server import CloudinaryServer

STORY, NAME = "3f2c8a1e-0000-4000-8000-00000000000a", "scene-07-v2-0123456789abcdef"


def png(colour: str = "orange") -> Picture:
    return Picture(small_png(colour), "image/png", 64, 96)


def jpeg() -> Picture:
    out = BytesIO()
    Image.open(BytesIO(small_png())).save(out, "JPEG")
    return Picture(out.getvalue(), "image/jpeg", 64, 96)


def store(host: Any, picture: Picture, story_id: str = STORY, name: str = NAME) -> StoredFile:
    return host.store(picture, story_id=story_id, name=name)


def failure(call: Callable[[], Any]) -> ProviderError:
    """The error that `call` raises."""
    with pytest.raises(ProviderError) as caught:
        call()
    return caught.value


@pytest.fixture
def service() -> Iterator[CloudinaryServer]:
    """The fake Cloudinary server."""
    with CloudinaryServer() as server:
        yield server


@pytest.fixture
def signed(settings, service) -> CloudinaryHost:
    """Cloudinary with key and secret."""
    settings.CLOUDINARY_URL, settings.CLOUDINARY_PRESET = service.url, ""
    return CloudinaryHost()


@pytest.fixture
def unsigned(settings, service) -> CloudinaryHost:
    """Cloudinary with an upload preset, and without key and secret."""
    settings.CLOUDINARY_URL, settings.CLOUDINARY_PRESET = service.unsigned_url, "fox-preset"
    return CloudinaryHost()


@pytest.fixture
def local(settings, tmp_path) -> LocalHost:
    """The local host, with an empty folder."""
    settings.MEDIA_ROOT = tmp_path
    return LocalHost()


@pytest.fixture(params=["signed", "unsigned"])
def cloud(request) -> CloudinaryHost:
    """Cloudinary, with signed and with unsigned uploads."""
    return request.getfixturevalue(request.param)


@pytest.fixture(params=["local", "signed", "unsigned"])
def host(request) -> Any:
    """Every host."""
    return request.getfixturevalue(request.param)


@pytest.fixture
def count(host, service, tmp_path) -> Callable[[], int]:
    """The number of stored pictures, without thumbnails."""
    if host.name == "local":
        return lambda: len([path for path in tmp_path.rglob("*.*") if "-small" not in path.name])
    return lambda: len(service.stored)


def load(url: str) -> bytes:
    """The file as the owner's browser gets it."""
    if url.startswith("/"):
        return b"".join(visitor().get(url).streaming_content)
    with urllib.request.urlopen(url, timeout=10) as answer:
        return answer.read()
