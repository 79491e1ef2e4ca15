"""How a picture or clip of any shape stands in a frame: filling it, or before a dark, blurred copy of itself."""

from dataclasses import dataclass

from providers.motion.frames import SCALES, Frame, Size, blurred, even
from providers.motion.moves import Window
from providers.motion.stills import still_from

_ENOUGH = 0.62  # filling the frame is well when at least so much of the picture stays in sight
_CUT = 0.84  # else so much of its longer side is in sight, which makes it larger
_LEAST = 0.3  # of the frame's side: what is extremely long is cut rather than shown as a ribbon


@dataclass(frozen=True)
class Stage:
    """A frame's size, and the place in it (left, top) and size of what moves."""

    size: Size
    place: Size
    panel: Size

    @property
    def is_filled(self) -> bool:
        """Whether nothing stands behind the panel."""
        return self.panel == self.size

    def behind(self, panel: Frame) -> Frame | None:
        """What stands behind, made from one frame of the panel."""
        if self.is_filled:
            return None
        small = (even(self.size[0] / 8), even(self.size[1] / 8))
        soft = blurred(still_from(panel).seen(Window(0.5, 0.5, 1.0), small), radius=min(small) / 12, light=0.6)
        return still_from(soft).seen(Window(0.5, 0.5, 1.0), self.size)

    def shown(self, panel: Frame, behind: Frame | None) -> Frame:
        """The whole frame."""
        if behind is None:
            return panel
        planes = [plane.copy() for plane in behind.planes]
        for plane, mine, by in zip(planes, panel.planes, SCALES, strict=True):
            plane.paste(mine, (self.place[0] // by, self.place[1] // by))
        return Frame(planes)


def stage_for(picture: Size, size: Size) -> Stage:
    """The stage for a picture or clip of that size in frames of `size`."""
    shape, mine = size[0] / size[1], picture[0] / picture[1]
    if min(shape, mine) / max(shape, mine) >= _ENOUGH:
        return Stage(size, (0, 0), size)
    if mine < shape:
        panel = (even(max(size[1] * mine / _CUT, size[0] * _LEAST)), size[1])
    else:
        panel = (size[0], even(max(size[0] / mine / _CUT, size[1] * _LEAST)))
    left, top = ((whole - part) // 4 * 2 for whole, part in zip(size, panel, strict=True))
    return Stage(size, (left, top), panel)
