"""A picture in motion: every frame is cut from it anew, at places between its pixels, so that nothing jumps."""

from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image

from providers.motion.frames import Frame, Size, even, planes_of
from providers.motion.interest import Point, point_of_interest
from providers.motion.moves import Move, Window, move

_MOST = 2.0  # a picture is made smaller when it is more than so many times as large as the frame
_SMOOTH = (Image.Resampling.BICUBIC, Image.Resampling.BILINEAR, Image.Resampling.BILINEAR)  # eyes see light sharper


@dataclass(frozen=True)
class Still:
    """A picture, its planes at its own size, and where in it to look."""

    planes: list[Image.Image]
    point: Point

    @property
    def size(self) -> Size:
        """Width and height in pixels."""
        return self.planes[0].size

    def window(self, size: Size) -> tuple[float, float]:
        """How much of the picture's width and height the largest window of that shape takes."""
        shape, mine = size[0] / size[1], self.size[0] / self.size[1]
        return (shape / mine, 1.0) if shape < mine else (1.0, mine / shape)

    def moving(self, kind: str, size: Size, count: int, fps: int) -> Iterator[Frame]:
        """`count` frames of that size: a whole move."""
        path = move(kind, self.point, *self.window(size), count / fps)
        return self.along(path, size, count)

    def along(self, path: Move, size: Size, count: int) -> Iterator[Frame]:
        """`count` frames of that size, along that path."""
        for number in range(count):
            yield self.seen(path.at(number / max(1, count - 1)), size)

    def seen(self, window: Window, size: Size) -> Frame:
        """The part that the window shows, as a frame of that size."""
        half = (size[0] // 2, size[1] // 2)
        light, *colours = (
            plane.resize(each, how, box=self._box(plane.size, window, size))
            for plane, each, how in zip(self.planes, (size, half, half), _SMOOTH, strict=True)
        )
        return Frame([light, *colours])

    def _box(self, within: Size, window: Window, size: Size) -> tuple[float, float, float, float]:
        across, down = self.window(size)
        width, height = within[0] * across * window.part, within[1] * down * window.part
        left = min(max(0.0, window.x * within[0] - width / 2), within[0] - width)
        top = min(max(0.0, window.y * within[1] - height / 2), within[1] - height)
        return left, top, min(left + width, within[0]), min(top + height, within[1])


def still_of(image: Image.Image, size: Size) -> Still:
    """A picture made ready for frames of that size."""
    image = image.convert("RGB")
    least = min(image.width / size[0], image.height / size[1])
    if least > _MOST:
        image = image.resize((even(image.width * _MOST / least), even(image.height * _MOST / least)), reducing_gap=2)
    light, *colours = planes_of(image)
    half = (max(1, image.width // 2), max(1, image.height // 2))
    return Still([light, *(colour.resize(half, Image.Resampling.BOX) for colour in colours)], point_of_interest(image))


def still_from(frame: Frame) -> Still:
    """A frame that is to go on moving."""
    return Still(list(frame.planes), (0.5, 0.5))
