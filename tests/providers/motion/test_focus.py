"""providers.motion.focus: finding the fox by its colour."""

from io import BytesIO

import pytest
from PIL import Image, ImageDraw

from providers.base import PictureRequest
from providers.images.local import LocalIllustrator
from providers.motion.focus import MIDDLE, focus_point

FUR, MEADOW = (222, 110, 40), (96, 150, 90)


def picture(x: int, y: int, ground: tuple[int, int, int] = MEADOW) -> Image.Image:
    """A picture of 200 by 300 pixels with a fox-like head at that position."""
    image = Image.new("RGB", (200, 300), ground)
    draw = ImageDraw.Draw(image)
    draw.ellipse((x - 35, y - 35, x + 35, y + 35), FUR)
    draw.ellipse((x - 18, y - 5, x + 18, y + 30), "white")
    for eye in (x - 14, x + 14):
        draw.ellipse((eye - 5, y - 12, eye + 5, y - 2), "black")
    return image


@pytest.mark.parametrize("place", [(60, 100), (140, 100), (100, 150), (70, 220), (135, 210)])
def test_it_finds_the_fox_wherever_he_is(place: tuple[int, int]) -> None:
    x, y = focus_point(picture(*place))
    assert x == pytest.approx(place[0] / 200, abs=0.08)
    assert y == pytest.approx(place[1] / 300, abs=0.08)


@pytest.mark.parametrize("colour", [MEADOW, (20, 30, 90), "black", "white", FUR])
def test_without_a_fox_the_focus_is_the_middle(colour: object) -> None:
    assert focus_point(Image.new("RGB", (200, 300), colour)) == MIDDLE  # type: ignore[arg-type]


@pytest.mark.parametrize("size", [(1, 1), (3, 900), (900, 3)])
def test_a_picture_of_any_size_has_a_focus_point(size: tuple[int, int]) -> None:
    x, y = focus_point(Image.new("RGB", size, FUR))
    assert 0 <= x <= 1
    assert 0 <= y <= 1


def test_it_finds_the_fox_of_the_local_illustrator() -> None:
    request = PictureRequest("The red fox sits alone in a green meadow.", "seed", 4, 1, "calm", width=256, height=384)
    drawn = LocalIllustrator().draw(request)
    with Image.open(BytesIO(drawn.data)) as image:
        x, y = focus_point(image)
        around = image.convert("HSV").crop((int(x * 256) - 40, int(y * 384) - 40, int(x * 256) + 40, int(y * 384) + 40))
    hue = around.getchannel("H").histogram()
    assert sum(hue[8:26]) > around.width * around.height * 0.3
