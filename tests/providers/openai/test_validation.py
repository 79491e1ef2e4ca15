"""providers.images.validation: valid pictures and previews."""

import struct
import zlib
from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image

from providers.base import ProviderError
from providers.images.decoder import PREVIEW_BYTES
from providers.images.validation import make_preview, validate_picture
from tests.image_files import scanned

COST = {"output": 1_600}


def encoded(size: tuple[int, int], kind: str = "PNG", *, noise: bool = False, mode: str = "RGB") -> bytes:
    image = Image.effect_noise(size, 90).convert(mode) if noise else Image.new(mode, size)
    out = BytesIO()
    image.save(out, kind)
    return out.getvalue()


def bomb() -> bytes:
    """A PNG of a few bytes that says it is 20,000 pixels wide and high."""
    parts = [b"\x89PNG\r\n\x1a\n"]
    for name, data in (
        (b"IHDR", struct.pack(">IIBBBBB", 20_000, 20_000, 8, 2, 0, 0, 0)),
        (b"IDAT", b""),
        (b"IEND", b""),
    ):
        parts.append(struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)))
    return b"".join(parts)


@pytest.mark.parametrize(
    ("kind", "content_type"), [("PNG", "image/png"), ("JPEG", "image/jpeg"), ("WEBP", "image/webp")]
)
def test_a_valid_picture_keeps_its_bytes(kind: str, content_type: str) -> None:
    data = encoded((96, 64), kind)
    picture = validate_picture(data, COST)
    assert (picture.data, picture.content_type, picture.width, picture.height) == (data, content_type, 96, 64)
    assert picture.usage == COST


BAD: dict[str, Callable[[], bytes]] = {
    "nothing": lambda: b"",
    "text": lambda: b"<html></html>",
    "half a picture": lambda: encoded((200, 300), noise=True)[:20_000],
    "half a JPEG": lambda: encoded((200, 300), "JPEG", noise=True)[:5_000],
    "a damaged picture": lambda: encoded((200, 300)).replace(b"IDAT", b"IDAT\x00", 1),
    "another kind": lambda: encoded((200, 300), "GIF", mode="P"),
    "a sliver": lambda: encoded((63, 2_000)),
    "a bomb": bomb,
    "too many scans": lambda: scanned(200, (300, 400)),
    "too many pixels": lambda: encoded((10_000, 5_001), mode="1"),
}


@pytest.mark.parametrize("what", BAD)
def test_an_invalid_picture_is_a_temporary_error_with_its_usage(what: str) -> None:
    with pytest.raises(ProviderError) as raised:
        validate_picture(BAD[what](), COST)
    assert "no picture" in raised.value.message
    assert not raised.value.permanent
    assert raised.value.answered
    assert raised.value.usage == COST


@pytest.mark.parametrize(
    ("size", "mode"), [((512, 768), "RGB"), ((768, 512), "RGBA"), ((100, 100), "L"), ((64, 2_048), "RGB")]
)
def test_a_preview_fits_even_for_pure_noise(size: tuple[int, int], mode: str) -> None:
    small = make_preview(encoded(size, noise=True, mode=mode))
    image = Image.open(BytesIO(small))
    assert image.format == "WEBP"
    assert image.width <= 320
    assert 0 < len(small) <= PREVIEW_BYTES
    assert image.width / image.height == pytest.approx(size[0] / size[1], rel=0.05)


def test_an_ordinary_preview_is_320_pixels_wide() -> None:
    assert Image.open(BytesIO(make_preview(encoded((1024, 1536))))).size == (320, 480)


@pytest.mark.parametrize("what", ["nothing", "text", "half a picture", "a bomb"])
def test_an_invalid_picture_has_no_preview(what: str) -> None:
    with pytest.raises(ProviderError):
        make_preview(BAD[what]())
