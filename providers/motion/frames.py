"""Frames of a film as encoders take them: full-size luma and two half-size chroma planes (yuv420p, BT.709).

All operations run in Pillow's C code on whole planes: a cross-fade of 1080x1920 takes a millisecond.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageFilter

Size = tuple[int, int]
_MATRIX = (
    0.1826, 0.6142, 0.0620, 16,
    -0.1006, -0.3386, 0.4392, 128,
    0.4392, -0.3989, -0.0403, 128,
)  # fmt: skip
_BLACK = (16, 128, 128)
_SCALES = (1, 2, 2)  # how many times smaller each plane is than the frame


@dataclass(frozen=True)
class Frame:
    """Three planes: luma and two chroma. Width and height are even."""

    planes: Sequence[Image.Image]

    @property
    def size(self) -> Size:
        """Width and height in pixels."""
        return self.planes[0].size

    def data(self) -> Sequence[bytes]:
        """The planes in the order of raw video."""
        return [plane.tobytes() for plane in self.planes]


def even(pixels: float) -> int:
    """The nearest even number, at least 2."""
    return max(2, round(pixels / 2) * 2)


def planes_of(image: Image.Image) -> list[Image.Image]:
    """Luma and chroma of a picture, all at its own size."""
    return list(image.convert("RGB").convert("RGB", _MATRIX).split())


def frame_of(image: Image.Image) -> Frame:
    """Convert a picture of even width and height to a frame."""
    light, *colours = planes_of(image)
    return Frame([light, *(colour.reduce(2) for colour in colours)])


def black(size: Size) -> Frame:
    return Frame([Image.new("L", each, level) for each, level in zip(plane_sizes(size), _BLACK, strict=True)])


def plane_sizes(size: Size) -> Sequence[Size]:
    """The sizes of the three planes of a frame."""
    return [(size[0] // by, size[1] // by) for by in _SCALES]


def frame_from(planes: Sequence[bytes], size: Size) -> Frame:
    """Build a frame from planes of raw video, without a copy."""
    pairs = zip(planes, plane_sizes(size), strict=True)
    return Frame([Image.frombuffer("L", each, plane, "raw", "L", 0, 1) for plane, each in pairs])


def blended(one: Frame, other: Frame, part: float) -> Frame:
    """A mix of two frames; `part` is the share of `other`, 0 to 1."""
    return Frame([Image.blend(a, b, part) for a, b in zip(one.planes, other.planes, strict=True)])


def blurred(frame: Frame, *, radius: float, light: float) -> Frame:
    """The frame blurred and darkened; `light` (0 to 1) is the share of brightness that stays."""
    radii = (radius, radius / 2, radius / 2)
    planes = [
        _fade(plane.filter(ImageFilter.BoxBlur(each)), none, light)
        for plane, each, none in zip(frame.planes, radii, _BLACK, strict=True)
    ]
    return Frame(planes)


def _fade(plane: Image.Image, none: int, part: float) -> Image.Image:
    return plane.point([round(none + (level - none) * part) for level in range(256)])


def pasted(frame: Frame, top: Frame, at: Size, masks: Sequence[Image.Image | None] = (None, None, None)) -> Frame:
    """A copy of the frame with `top` over it at `at` (even numbers), as far as the masks let it show."""
    planes = [plane.copy() for plane in frame.planes]
    for plane, mine, mask, by in zip(planes, top.planes, masks, _SCALES, strict=True):
        plane.paste(mine, (at[0] // by, at[1] // by), mask)
    return Frame(planes)


@dataclass(frozen=True)
class Overlay:
    """An image to lay over frames at `at` (even numbers): a frame, and one mask per plane."""

    frame: Frame
    masks: Sequence[Image.Image]
    at: Size

    def on(self, frame: Frame, strength: float = 1.0) -> Frame:
        """A copy of the frame with this overlay; `strength` is its opacity, 0 to 1."""
        masks = self.masks if strength >= 1 else [_fade(mask, 0, strength) for mask in self.masks]
        return pasted(frame, self.frame, self.at, masks)


def overlay(image: Image.Image, at: Size) -> Overlay:
    """Build an overlay from an RGBA image of even width and height."""
    mask = image.getchannel("A")
    return Overlay(frame_of(image), (mask, mask.reduce(2), mask.reduce(2)), at)
