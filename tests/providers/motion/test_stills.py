"""providers.motion.stills and frames: sub-pixel motion, sizes and colours."""

from itertools import pairwise

import pytest
from PIL import Image

from providers.motion.camera import PAN_RIGHT, PUSH_IN
from providers.motion.frames import blended, frame_from, frame_of
from providers.motion.stills import still_of
from tests.media_probe import light, mean

SIZE = (108, 192)


def test_the_camera_moves_by_parts_of_a_pixel() -> None:
    image = Image.new("RGB", (256, 384), "black")
    image.paste("white", (128, 0, 256, 384))
    frames = still_of(image, SIZE).moving(PAN_RIGHT, SIZE, 120, 30)
    edges = [(mean(light(frame)) - 16) / 219 * SIZE[0] for frame in frames]
    steps = [later - earlier for earlier, later in pairwise(edges)]
    assert edges[-1] - edges[0] > 5
    assert all(0 < step < 0.7 for step in steps)  # of a pixel
    assert max(abs(one - other) for one, other in pairwise(steps)) < 0.06


def test_a_picture_of_one_colour_stays_that_colour() -> None:
    still = still_of(Image.new("RGB", (300, 400), (200, 60, 30)), SIZE)
    first = [plane.getpixel((0, 0)) for plane in frame_of(Image.new("RGB", (2, 2), (200, 60, 30))).planes]
    for frame in still.moving(PUSH_IN, SIZE, 3, 30):
        for plane, level in zip(frame.planes, first, strict=True):
            assert plane.getextrema() == pytest.approx((level, level), abs=1)


@pytest.mark.parametrize(
    ("colour", "levels"), [("black", (16, 128, 128)), ("white", (235, 128, 128)), ("red", (63, 102, 240))]
)
def test_colours_are_those_of_films_in_high_definition(colour: str, levels: tuple[int, int, int]) -> None:
    frame = frame_of(Image.new("RGB", (4, 4), colour))
    assert [plane.getpixel((0, 0)) for plane in frame.planes] == pytest.approx(levels, abs=1)


def test_a_frame_can_be_restored_from_its_bytes() -> None:
    image = Image.linear_gradient("L").resize((16, 8)).convert("RGB")
    frame = frame_of(image)
    again = frame_from(frame.data(), frame.size)
    assert [plane.tobytes() for plane in again.planes] == [plane.tobytes() for plane in frame.planes]
    assert sum(map(len, frame.data())) == 16 * 8 * 3 // 2


def test_a_cross_fade_is_both_pictures() -> None:
    one, other = (frame_of(Image.new("RGB", (4, 4), colour)) for colour in ("black", "white"))
    assert light(blended(one, other, 0.25)).getpixel((0, 0)) == pytest.approx(16 + 219 / 4, abs=1)


def test_a_huge_picture_is_scaled_down_first() -> None:
    assert still_of(Image.new("RGB", (2000, 3000)), SIZE).size == (256, 384)
