"""Animate a picture: each frame is resampled from it at sub-pixel positions, so that motion is smooth."""

from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image

from providers.motion.camera import Move, Window, plan_move
from providers.motion.focus import Point, focus_point, kept_in_sight
from providers.motion.frames import Frame, Size, even, plane_sizes, planes_of
from storybook.signature import Box

_MOST = 2.0  # a picture more than this many times as large as the frame is scaled down
_SMOOTH = (Image.Resampling.BICUBIC, Image.Resampling.BILINEAR, Image.Resampling.BILINEAR)  # the eye sees luma sharper


@dataclass(frozen=True)
class Still:
    """A picture: its planes at full size, its focus point, and what is kept in sight."""

    planes: list[Image.Image]
    point: Point
    keep: Box | None = None

    @property
    def size(self) -> Size:
        """Width and height in pixels."""
        return self.planes[0].size

    def window(self, size: Size) -> tuple[float, float]:
        """The share of width and height that the largest window of that shape takes."""
        shape, mine = size[0] / size[1], self.size[0] / self.size[1]
        return (shape / mine, 1.0) if shape < mine else (1.0, mine / shape)

    def moving(self, kind: str, size: Size, count: int, fps: int) -> Iterator[Frame]:
        """`count` frames of a complete move."""
        path = plan_move(kind, self.point, *self.window(size), count / fps, self.keep)
        return self.along(path, size, count)

    def along(self, path: Move, size: Size, count: int) -> Iterator[Frame]:
        """`count` frames along a given move."""
        for number in range(count):
            yield self.render(path.at(number / max(1, count - 1)), size)

    def render(self, window: Window, size: Size) -> Frame:
        """The part inside the window, as a frame of that size."""
        planes = [
            plane.resize(each, how, box=self._box(plane.size, window, size))
            for plane, each, how in zip(self.planes, plane_sizes(size), _SMOOTH, strict=True)
        ]
        return Frame(planes)

    def _box(self, within: Size, window: Window, size: Size) -> tuple[float, float, float, float]:
        across, down = self.window(size)
        width, height = within[0] * across * window.part, within[1] * down * window.part
        left = min(max(0.0, window.x * within[0] - width / 2), within[0] - width)
        top = min(max(0.0, window.y * within[1] - height / 2), within[1] - height)
        return left, top, min(left + width, within[0]), min(top + height, within[1])


def still_of(image: Image.Image, size: Size) -> Still:
    """Prepare a picture for frames of that size."""
    point = focus_point(image)
    keep = kept_in_sight(image, point)
    image = image.convert("RGB")
    least = min(image.width / size[0], image.height / size[1])
    if least > _MOST:
        image = image.resize((even(image.width * _MOST / least), even(image.height * _MOST / least)), reducing_gap=2)
    light, *colours = planes_of(image)
    half = (max(1, image.width // 2), max(1, image.height // 2))
    return Still([light, *(colour.resize(half, Image.Resampling.BOX) for colour in colours)], point, keep)


def still_from(frame: Frame) -> Still:
    """A frame as the start of further motion."""
    return Still(list(frame.planes), (0.5, 0.5))
