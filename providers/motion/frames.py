"""One picture of a film, as encoders take it: brightness at full size, two colours at half (yuv420p, BT.709).

Whatever is done to a frame, Pillow does in C on whole planes: a cross-fade of 1080x1920 takes a millisecond.
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
SCALES = (1, 2, 2)  # by how much each plane is smaller than the frame


@dataclass(frozen=True)
class Frame:
    """Its three planes. Width and height are even."""

    planes: Sequence[Image.Image]

    @property
    def size(self) -> Size:
        """Width and height in pixels."""
        return self.planes[0].size

    def data(self) -> Sequence[bytes]:
        """The planes as raw video has them, one after another."""
        return [plane.tobytes() for plane in self.planes]


def even(pixels: float) -> int:
    """The nearest even number, 2 at least."""
    return max(2, round(pixels / 2) * 2)


def planes_of(image: Image.Image) -> list[Image.Image]:
    """A picture's brightness and colours, all at its own size."""
    return list(image.convert("RGB").convert("RGB", _MATRIX).split())


def frame_of(image: Image.Image) -> Frame:
    """A picture of even width and height as a frame."""
    light, *colours = planes_of(image)
    return Frame([light, *(colour.reduce(2) for colour in colours)])


def black(size: Size) -> Frame:
    """Nothing."""
    half = (size[0] // 2, size[1] // 2)
    return Frame([Image.new("L", each, level) for each, level in zip((size, half, half), _BLACK, strict=True)])


def plane_sizes(size: Size) -> Sequence[Size]:
    """The sizes of the three planes of a frame."""
    return [(size[0] // by, size[1] // by) for by in SCALES]


def frame_from(planes: Sequence[bytes], size: Size) -> Frame:
    """A frame from its planes as raw video has them; they are not copied."""
    pairs = zip(planes, plane_sizes(size), strict=True)
    return Frame([Image.frombuffer("L", each, plane, "raw", "L", 0, 1) for plane, each in pairs])


def blended(one: Frame, other: Frame, part: float) -> Frame:
    """A frame on its way from `one` (part 0) to `other` (part 1)."""
    return Frame([Image.blend(a, b, part) for a, b in zip(one.planes, other.planes, strict=True)])


def blurred(frame: Frame, *, radius: float, light: float) -> Frame:
    """The frame out of focus, and darker: `light` (0 to 1) of it is left."""
    soft = [
        plane.filter(ImageFilter.BoxBlur(each))
        for plane, each in zip(frame.planes, (radius, radius / 2, radius / 2), strict=True)
    ]
    return Frame([_paler(plane, none, light) for plane, none in zip(soft, _BLACK, strict=True)])


def _paler(plane: Image.Image, none: int, part: float) -> Image.Image:
    return plane.point([round(none + (level - none) * part) for level in range(256)])


@dataclass(frozen=True)
class Overlay:
    """Something to lay over frames at `at` (even numbers): a frame, and a mask for each of its planes."""

    frame: Frame
    masks: Sequence[Image.Image]
    at: Size

    def on(self, frame: Frame, strength: float = 1.0) -> Frame:
        """The frame with this over it; `strength` 0 to 1 says how visibly."""
        planes = [plane.copy() for plane in frame.planes]
        for plane, mine, mask, by in zip(planes, self.frame.planes, self.masks, SCALES, strict=True):
            plane.paste(mine, (self.at[0] // by, self.at[1] // by), _weaker(mask, strength))
        return Frame(planes)


def overlay(image: Image.Image, at: Size) -> Overlay:
    """An RGBA picture of even width and height to be laid over frames."""
    mask = image.getchannel("A")
    return Overlay(frame_of(image), (mask, mask.reduce(2), mask.reduce(2)), at)


def _weaker(mask: Image.Image, strength: float) -> Image.Image:
    return mask if strength >= 1 else _paler(mask, 0, strength)
