"""Where in a picture to look: at the red fox, found by his colour."""

from PIL import Image, ImageChops, ImageFilter

Point = tuple[float, float]
"""Across and down, 0 to 1 of the picture."""

MIDDLE = (0.5, 0.52)
_SIDE = 64
_REDDEST, _WIDE = 14, 11  # the fox's hue of 255 in the circle of colours, and how far from it nothing is his any more
_FAR = _SIDE * 0.3  # beyond this from the reddest place it is something else
_FAINTEST = 7  # of 255
_EDGE = _SIDE * 0.9  # to the right or below of it is the edge of something
_SURE = 1.6  # the reddest place is this many times as red as the picture as a whole, or there is no fox


def point_of_interest(image: Image.Image) -> Point:
    """Where the fox's face is, or near it; the middle where nothing reddish stands out."""
    small = image.convert("RGB").resize((_SIDE * 4, _SIDE * 4), Image.Resampling.BOX)
    red = _redness(small)
    near = red.filter(ImageFilter.GaussianBlur(_SIDE / 10)).tobytes()
    best = max(range(_SIDE**2), key=near.__getitem__)
    y, x = divmod(best, _SIDE)
    if near[best] < max(_FAINTEST, _SURE * sum(near) / len(near)) or max(x, y) > _EDGE:
        return MIDDLE
    busy = ImageChops.multiply(red.filter(ImageFilter.GaussianBlur(2)), _busyness(small))
    return _middle_of(busy.tobytes(), x, y)


def _redness(small: Image.Image) -> Image.Image:
    """How much of a fox's colour each place has, less towards the edges: what stands there is seldom the matter."""
    hue, depth, light = small.reduce(4).convert("HSV").split()
    red = hue.point([max(0, 255 - abs(level - _REDDEST) * 255 // _WIDE) for level in range(256)])
    full = ImageChops.multiply(depth.point(lambda level: max(0, level - 80) * 255 // 175), light)
    likely = Image.radial_gradient("L").resize((_SIDE, _SIDE)).point(lambda level: 255 - level * level // 255)
    return ImageChops.multiply(ImageChops.multiply(red, full), likely)


def _busyness(small: Image.Image) -> Image.Image:
    """How much there is to see at each place: a face has more than a flank."""
    edges = small.convert("L").filter(ImageFilter.FIND_EDGES).reduce(4)
    return edges.filter(ImageFilter.GaussianBlur(2)).point(lambda level: min(255, level * 4))


def _middle_of(weights: bytes, x: int, y: int) -> Point:
    """The middle of what is around a place."""
    total = across = down = 1e-9
    for place, weight in enumerate(weights):
        px, py = place % _SIDE, place // _SIDE
        if weight and (px - x) ** 2 + (py - y) ** 2 < _FAR**2:
            total, across, down = total + weight**2, across + weight**2 * px, down + weight**2 * py
    return (across / total + 0.5) / _SIDE, (down / total + 0.5) / _SIDE
