"""Find where to point the camera, at the red fox by its colour, and what it must not lose sight of."""

from PIL import Image, ImageChops, ImageFilter

from storybook.signature import Box, faces_of

Point = tuple[float, float]
"""x and y, 0 to 1 of the picture."""

MIDDLE = (0.5, 0.52)
CENTRE: Box = (0.3, 0.3, 0.7, 0.75)  # what counts in most pictures
_AROUND = 0.1  # of the picture on every side of the focus point
_MARGIN = 0.02
_SIDE = 64
_REDDEST, _WIDE = 14, 11  # the fox's hue (of 255), and the distance from it at which a hue no longer counts
_FAR = _SIDE * 0.3  # only pixels nearer than this to the reddest one belong to the fox
_FAINTEST = 7  # of 255; less red than this is no fox
_EDGE = _SIDE * 0.9  # red to the right or below of this belongs to the border
_SURE = 1.6  # the reddest pixel must be this many times as red as the average, or there is no fox


def focus_point(image: Image.Image) -> Point:
    """The fox's face or a point near it; the middle when nothing reddish stands out."""
    small = image.convert("RGB").resize((_SIDE * 4, _SIDE * 4), Image.Resampling.BOX)
    red = _redness(small)
    near = red.filter(ImageFilter.GaussianBlur(_SIDE / 10)).tobytes()
    best = max(range(_SIDE**2), key=near.__getitem__)
    y, x = divmod(best, _SIDE)
    if near[best] < max(_FAINTEST, _SURE * sum(near) / len(near)) or max(x, y) > _EDGE:
        return MIDDLE
    busy = ImageChops.multiply(red.filter(ImageFilter.GaussianBlur(2)), _busyness(small))
    return _weighted_centre(busy.tobytes(), x, y)


def kept_in_sight(image: Image.Image, point: Point) -> Box:
    """What is to be seen at every moment: the faces of the fox and of who is with him, where the picture says where
    they are; else the centre, and what is around the focus point."""
    boxes = faces_of(str(image.info.get("storybook", "")))
    if not boxes:
        x, y = point
        boxes = (CENTRE, (x - _AROUND, y - _AROUND, x + _AROUND, y + _AROUND))
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    left, top, right, bottom = min(lefts) - _MARGIN, min(tops) - _MARGIN, max(rights) + _MARGIN, max(bottoms) + _MARGIN
    return max(0.0, left), max(0.0, top), min(1.0, right), min(1.0, bottom)


def _redness(small: Image.Image) -> Image.Image:
    """How close each pixel is to the fox's colour, weighted towards the middle of the picture."""
    hue, depth, light = small.reduce(4).convert("HSV").split()
    red = hue.point([max(0, 255 - abs(level - _REDDEST) * 255 // _WIDE) for level in range(256)])
    full = ImageChops.multiply(depth.point(lambda level: max(0, level - 80) * 255 // 175), light)
    likely = Image.radial_gradient("L").resize((_SIDE, _SIDE)).point(lambda level: 255 - level * level // 255)
    return ImageChops.multiply(ImageChops.multiply(red, full), likely)


def _busyness(small: Image.Image) -> Image.Image:
    """The density of edges around each pixel: a face has more than a flank."""
    edges = small.convert("L").filter(ImageFilter.FIND_EDGES).reduce(4)
    return edges.filter(ImageFilter.GaussianBlur(2)).point(lambda level: min(255, level * 4))


def _weighted_centre(weights: bytes, x: int, y: int) -> Point:
    """The weighted centre of the pixels around (x, y)."""
    total = across = down = 1e-9
    for place, weight in enumerate(weights):
        px, py = place % _SIDE, place // _SIDE
        if weight and (px - x) ** 2 + (py - y) ** 2 < _FAR**2:
            total, across, down = total + weight**2, across + weight**2 * px, down + weight**2 * py
    return (across / total + 0.5) / _SIDE, (down / total + 0.5) / _SIDE
