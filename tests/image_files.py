"""Files as people bring them along: from phones, scanners and drawing programs, whole and broken."""

import struct
import zlib
from functools import cache
from io import BytesIO
from typing import Any

from PIL import Image, ImageCms

SECRET = "52.5200 N, 13.4050 E"
SIZE = (300, 400)


def file_of(image: Image.Image, kind: str, **how: Any) -> bytes:
    """The picture as a file of that kind."""
    out = BytesIO()
    image.save(out, kind, **how)
    return out.getvalue()


def corner_picture(size: tuple[int, int] = SIZE, mode: str = "RGB") -> Image.Image:
    """Blue, with a red upper left quarter: it shows how it is turned."""
    image = Image.new("RGB", size, (0, 0, 255))
    image.paste((255, 0, 0), (0, 0, size[0] // 2, size[1] // 2))
    return image.convert(mode)


@cache
def photograph(kind: str, orientation: int = 1) -> bytes:
    """A picture as a phone makes it: with a place, a name, a profile of its colours and, in a JPEG, a comment."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = orientation, SECRET
    exif[0x8825] = {1: "N", 2: (52.0, 31.0, 12.0), 3: "E", 4: (13.0, 24.0, 18.0)}
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    more = {"comment": SECRET.encode()} if kind == "JPEG" else {}
    xmp = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{SECRET}</x:xmpmeta>".encode()
    return file_of(corner_picture(), kind, exif=exif, icc_profile=profile, **({"xmp": xmp} | more))


def broken_exif() -> bytes:
    """A good JPEG whose EXIF nobody can read."""
    good = photograph("JPEG", 6)
    start = good.index(b"Exif\x00\x00") + 6
    return good[:start] + b"\xff" * 12 + good[start + 12 :]


def scanned(times: int, size: tuple[int, int] = (7000, 7100)) -> bytes:
    """A small progressive JPEG whose last scan is there that many times: each is decoded over the whole picture."""
    whole = file_of(Image.new("L", size, 120), "JPEG", progressive=True)
    last, end = whole.rindex(b"\xff\xda"), len(whole) - 2
    return whole[:end] + whole[last:end] * times + whole[end:]


def bomb(side: int = 20_000) -> bytes:
    """A PNG of a few bytes that says it has side x side pixels."""
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in ((b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 64)), (b"IEND", b""))
    )
