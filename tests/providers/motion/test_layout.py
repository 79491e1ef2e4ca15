"""providers.motion.layout: pictures of any shape in frames of any shape."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from providers.motion.frames import frame_of
from providers.motion.layout import layout_for

UPRIGHT, WIDE = (108, 192), (192, 108)


@pytest.mark.parametrize("picture", [(1024, 1536), (1080, 1920), (800, 1000), (768, 1152)])
def test_a_picture_of_about_the_frames_shape_fills_it(picture: tuple[int, int]) -> None:
    assert layout_for(picture, UPRIGHT).is_filled


@pytest.mark.parametrize("picture", [(1024, 1536), (1080, 1920), (1000, 1000)])
def test_in_a_wide_frame_an_upright_picture_has_a_background(picture: tuple[int, int]) -> None:
    layout = layout_for(picture, WIDE)
    assert layout.panel[1] == WIDE[1]
    assert layout.panel[0] < WIDE[0] * 0.7
    assert abs(layout.offset[0] * 2 + layout.panel[0] - WIDE[0]) <= 2


@given(width=st.integers(1, 5000), height=st.integers(1, 5000), size=st.sampled_from([UPRIGHT, WIDE, (1080, 1920)]))
def test_the_panel_is_always_within_the_frame_and_even(width: int, height: int, size: tuple[int, int]) -> None:
    layout = layout_for((width, height), size)
    for place, panel, whole in zip(layout.offset, layout.panel, size, strict=True):
        assert place % 2 == panel % 2 == 0
        assert place >= 0
        assert 0 < panel <= whole - place


def test_the_sides_are_dark_and_of_the_pictures_colour() -> None:
    layout = layout_for((1080, 1920), WIDE)
    panel = frame_of(Image.new("RGB", layout.panel, (240, 120, 40)))
    shown = layout.compose(panel, layout.background(panel))
    assert shown.size == WIDE
    light, _, red = (plane.getpixel((2, 2)) for plane in shown.planes)
    middle = [plane.getpixel((plane.width // 2, plane.height // 2)) for plane in shown.planes]
    assert 30 < light < middle[0] * 0.8
    assert 132 < red < middle[2]
