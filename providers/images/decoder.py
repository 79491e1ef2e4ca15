"""Decodes one picture from outside, as a program: `python decoder.py TASK` reads the picture from standard input and
writes a line of JSON about it, then the bytes that TASK makes of it.

A small file may take a core for hours or all memory. So this runs in a process of its own, with limits, which
`providers.images.decoding` starts, unless the picture `is_cheap`. It knows nothing of the site.
"""

import json
import sys
from collections.abc import Callable
from io import BytesIO
from typing import Any

from PIL import Image
from PIL.ExifTags import Base as Tag

KINDS = ("JPEG", "PNG", "WEBP")
MOST_PIXELS = 50_000_000
# Every scan of a progressive JPEG is decoded over the whole picture. Cameras and editors write about ten.
MOST_SCANS = 100
# What is decoded in a tenth of a second whatever is in it: pictures as services draw them.
CHEAP_PIXELS, CHEAP_SCANS = 2_000_000, 20
PREVIEW_WIDTH, PREVIEW_BYTES = 320, 40 * 1024
PREVIEW_QUALITIES = (70, 50, 30, 15, 5)
# The largest upload that is kept: twice what is drawn, enough for a film, and small enough for every host.
BOX = (2048, 3072)
UPLOAD_QUALITY = 92
# How a picture is turned upright, by what its EXIF says of it.
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
ON_ITS_SIDE = frozenset({5, 6, 7, 8})

UNREADABLE, TOO_MANY_PIXELS, TOO_MANY_SCANS = "unreadable", "too many pixels", "too many scans"


class NotTaken(Exception):
    """The picture is not decoded; the text is one of the reasons above."""


def answer(task: str, data: bytes) -> tuple[dict[str, Any], bytes]:
    """What is written: about the picture (`kind`, `width`, `height`; or `reason` and `error` where it is not taken),
    and the bytes that the task makes of it."""
    try:
        with _opened(data) as image:
            about = {"kind": image.format, "width": image.width, "height": image.height}
            return about, TASKS[task](image)
    except NotTaken as reason:
        return {"reason": str(reason)}, b""
    except (MemoryError, Image.DecompressionBombError) as error:
        return {"reason": TOO_MANY_PIXELS, "error": repr(error)}, b""
    except Exception as error:  # noqa: BLE001 - a broken file breaks its reader in many ways
        return {"reason": UNREADABLE, "error": repr(error)}, b""


def is_cheap(data: bytes) -> bool:
    """Whether `answer` takes little time and memory: the head shows a small picture, or one that is not taken."""
    try:
        with _opened(data) as image:
            return image.width * image.height <= CHEAP_PIXELS and _scans(data) <= CHEAP_SCANS
    except Exception:  # noqa: BLE001 - as in `answer`
        return True


def _scans(data: bytes) -> int:
    # In a JPEG these two bytes stand nowhere but at the beginning of a scan.
    return data.count(b"\xff\xda") if data.startswith(b"\xff\xd8") else 1


def _opened(data: bytes) -> Image.Image:
    if _scans(data) > MOST_SCANS:
        raise NotTaken(TOO_MANY_SCANS)
    image = Image.open(BytesIO(data), formats=KINDS)
    if image.width * image.height > MOST_PIXELS:
        raise NotTaken(TOO_MANY_PIXELS)
    return image


def check(image: Image.Image) -> bytes:
    """Nothing: it is only decoded, to see that it is whole."""
    image.load()
    return b""


def preview(image: Image.Image) -> bytes:
    """A WebP of at most PREVIEW_BYTES, about PREVIEW_WIDTH wide."""
    small = image.convert("RGB")
    small.thumbnail((PREVIEW_WIDTH, PREVIEW_WIDTH * 4))
    while True:
        for quality in PREVIEW_QUALITIES:
            out = BytesIO()
            small.save(out, "WEBP", quality=quality, method=4)
            if out.tell() <= PREVIEW_BYTES:
                return out.getvalue()
        small = small.resize((max(1, small.width // 2), max(1, small.height // 2)))


def upload(image: Image.Image) -> bytes:
    """The pixels alone as a fresh JPEG (a PNG if it is transparent), without EXIF, profile or comment, turned as the
    EXIF says, at most BOX in size."""
    image.draft("RGB", (max(BOX), max(BOX)))  # a JPEG is read smaller at once, where it is much too large
    pixels = _in_full_colour(image)
    turn = _turn(image)
    pixels.thumbnail(BOX[::-1] if turn in ON_ITS_SIDE else BOX)
    if turn in TURNS:
        pixels = pixels.transpose(TURNS[turn])
    transparent = pixels.mode == "RGBA" and pixels.getchannel("A").getextrema() != (255, 255)
    pixels = pixels if transparent else pixels.convert("RGB")
    pixels.info.clear()
    out = BytesIO()
    if transparent:
        pixels.save(out, "PNG")
    else:
        pixels.save(out, "JPEG", quality=UPLOAD_QUALITY, subsampling=0)
    return out.getvalue()


def _in_full_colour(image: Image.Image) -> Image.Image:
    """As RGB, or RGBA if it is transparent. To be done before it is made smaller, because a palette's colours do not
    blend."""
    if image.mode.startswith("I"):  # 65,536 greys, of which a plain conversion keeps the darkest 256
        return image.point(lambda grey: grey / 256).convert("L").convert("RGB")
    wanted = "RGBA" if image.has_transparency_data else "RGB"
    return image if image.mode == wanted else image.convert(wanted)  # which would copy all pixels even then


def _turn(image: Image.Image) -> int:
    """The orientation that the EXIF gives; 1 (upright) if it gives none or is broken: the pixels are still good."""
    try:
        return int(image.getexif().get(Tag.Orientation, 1))
    except Exception:  # noqa: BLE001 - as above
        return 1


TASKS: dict[str, Callable[[Image.Image], bytes]] = {"check": check, "preview": preview, "upload": upload}


def main() -> None:
    about, made = answer(sys.argv[1], sys.stdin.buffer.read())
    sys.stdout.buffer.write(json.dumps(about).encode() + b"\n" + made)


if __name__ == "__main__":
    main()
