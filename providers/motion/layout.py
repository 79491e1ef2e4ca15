"""Lay out a picture or clip of any shape in a frame: full-frame, or before a dark, blurred copy of itself."""

from dataclasses import dataclass

from providers.motion.camera import Window
from providers.motion.frames import Frame, Size, blurred, even, pasted
from providers.motion.stills import still_from

_ENOUGH = 0.62  # fill the frame when at least this share of the picture stays visible
_CUT = 0.84  # otherwise show this share of its longer side, so that the panel is larger
_LEAST = 0.3  # of the frame's side: an extremely long picture is cropped rather than shown as a ribbon


@dataclass(frozen=True)
class Layout:
    """The size of a frame, and the offset (left, top) and size of the moving panel in it."""

    size: Size
    offset: Size
    panel: Size

    @property
    def is_filled(self) -> bool:
        """Whether the panel covers the whole frame."""
        return self.panel == self.size

    def background(self, panel: Frame) -> Frame | None:
        """The background, made from one frame of the panel; None when the panel fills the frame."""
        if self.is_filled:
            return None
        small = (even(self.size[0] / 8), even(self.size[1] / 8))
        soft = blurred(still_from(panel).render(Window(0.5, 0.5, 1.0), small), radius=min(small) / 12, light=0.6)
        return still_from(soft).render(Window(0.5, 0.5, 1.0), self.size)

    def compose(self, panel: Frame, background: Frame | None) -> Frame:
        """The full frame: the panel over the background."""
        return pasted(background, panel, self.offset) if background else panel


def layout_for(picture: Size, size: Size) -> Layout:
    """The layout of a picture or clip of size `picture` in frames of `size`."""
    shape, mine = size[0] / size[1], picture[0] / picture[1]
    if min(shape, mine) / max(shape, mine) >= _ENOUGH:
        return Layout(size, (0, 0), size)
    if mine < shape:
        panel = (even(max(size[1] * mine / _CUT, size[0] * _LEAST)), size[1])
    else:
        panel = (size[0], even(max(size[0] / mine / _CUT, size[1] * _LEAST)))
    left, top = ((whole - part) // 4 * 2 for whole, part in zip(size, panel, strict=True))
    return Layout(size, (left, top), panel)
