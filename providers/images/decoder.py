"""Decodes one picture from outside, as a program: `python decoder.py TASK FRAME` reads the picture from standard input
and writes a line of JSON about it, then the bytes that TASK makes of it, or of what lies in FRAME (JSON, or null).

A small file may take a core for hours or all memory. So this runs in a process of its own, with limits, which
`providers.images.decoding` starts, unless the picture `is_cheap`. It knows nothing of the site.
"""

import json
import sys
from collections.abc import Callable, Sequence
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

Frame = Sequence[float]
"""A part of a picture as it is looked at: x and y of its middle and its width, 0 to 1 of the picture's, and its own
width by its height. One that reaches out of the picture is moved, and made smaller, until it lies inside."""

UNREADABLE, TOO_MANY_PIXELS, TOO_MANY_SCANS = "unreadable", "too many pixels", "too many scans"


class NotTaken(Exception):
    """The picture is not decoded; the text is one of the reasons above."""


def answer(task: str, data: bytes, frame: Frame | None = None) -> tuple[dict[str, Any], bytes]:
    """What is written: about the picture (`kind`, `width`, `height`; or `reason` and `error` where it is not taken),
    and the bytes that the task makes of it, or of what lies in the frame."""
    try:
        with _opened(data) as image:
            about = {"kind": image.format, "width": image.width, "height": image.height}
            return about, TASKS[task](image, frame)
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


def check(image: Image.Image, frame: Frame | None = None) -> bytes:
    """Nothing: it is only decoded, to see that it is whole."""
    image.load()
    return b""


def preview(image: Image.Image, frame: Frame | None = None) -> bytes:
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


def upload(image: Image.Image, frame: Frame | None = None) -> bytes:
    """The pixels alone as a fresh JPEG (a PNG if it is transparent), without EXIF, profile or comment, turned as the
    EXIF says, at most BOX in size; of all of the picture or of what lies in the frame."""
    turn = _turn(image)
    left, top, right, bottom = _edges(image.size, frame, turn) if frame else (0.0, 0.0, 1.0, 1.0)
    needed = round(max(BOX) / min(right - left, bottom - top))
    image.draft("RGB", (needed, needed))  # a JPEG is read smaller at once, where it is much too large
    pixels = _in_full_colour(image)
    if frame:
        width, height = pixels.size
        pixels = pixels.crop((round(left * width), round(top * height), round(right * width), round(bottom * height)))
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


def _edges(size: tuple[int, int], frame: Frame, turn: int) -> tuple[float, float, float, float]:
    """Where the frame lies in the picture as it is stored: left, top, right and bottom, 0 to 1 of its sides."""
    x, y, width, shape = frame
    across, down = size[::-1] if turn in ON_ITS_SIDE else size
    width = min(width, 1.0, shape * down / across)
    height = width * across / shape / down
    x, y = min(max(x, width / 2), 1 - width / 2), min(max(y, height / 2), 1 - height / 2)
    corners = [_stored(x + sign * width / 2, y + sign * height / 2, turn) for sign in (-1, 1)]
    (left, right), (top, bottom) = (sorted(sides) for sides in zip(*corners, strict=True))
    return left, top, right, bottom


def _stored(x: float, y: float, turn: int) -> tuple[float, float]:
    """Where a point of the upright picture lies in the stored one."""
    if turn in (2, 3):
        x = 1 - x
    if turn in (3, 4):
        y = 1 - y
    if turn in (7, 8):
        y = 1 - y
    if turn in (6, 7):
        x = 1 - x
    return (y, x) if turn in ON_ITS_SIDE else (x, y)


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


TASKS: dict[str, Callable[[Image.Image, Frame | None], bytes]] = {"check": check, "preview": preview, "upload": upload}


def main() -> None:
    about, made = answer(sys.argv[1], sys.stdin.buffer.read(), json.loads(sys.argv[2]))
    sys.stdout.buffer.write(json.dumps(about).encode() + b"\n" + made)


if __name__ == "__main__":
    main()
