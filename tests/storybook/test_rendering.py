"""From SVG to pixels: colours, transparency, errors, and many threads at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from storybook.painting.rendering import RenderingError, render

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40" viewBox="0 0 40 40">'
FADE = (
    '<defs><radialGradient id="f" cx="0.5" cy="0.5" r="0.5"><stop offset="0" stop-color="#ff0000"/>'
    '<stop offset="1" stop-color="#ff0000" stop-opacity="0"/></radialGradient></defs>'
)


def test_shapes_come_out_in_their_colours_on_nothing() -> None:
    picture = render(f'{HEAD}<rect width="20" height="40" fill="#1080ff"/></svg>', 40, 40)
    assert (picture.mode, picture.size) == ("RGBA", (40, 40))
    assert picture.getpixel((10, 20)) == (16, 128, 255, 255)
    assert picture.getpixel((30, 20)) == (0, 0, 0, 0)


@pytest.mark.parametrize("shape", ['<ellipse cx="20" cy="20" rx="20" ry="20"', '<rect width="40" height="40"'])
def test_a_gradient_fades_within_the_box_of_its_shape(shape: str) -> None:
    picture = render(f'{HEAD}{FADE}{shape} fill="url(#f)"/></svg>', 40, 40)
    middle, edge = picture.getpixel((20, 20)), picture.getpixel((20, 36))
    assert middle[0] > 240 < middle[3]  # type: ignore[index]
    assert 20 < edge[3] < 80  # type: ignore[index]


def test_a_drawing_that_is_none_is_refused_in_a_sentence() -> None:
    with pytest.raises(RenderingError, match=r"^The picture could not be rendered: the renderer answered .*\.$"):
        render("no drawing", 40, 40)


def test_many_threads_get_the_same_pixels_as_one() -> None:
    drawings = [f'{HEAD}{FADE}<ellipse cx="20" cy="20" rx="{n}" ry="9" fill="url(#f)"/></svg>' for n in range(1, 20)]
    alone = [render(svg, 160, 160).tobytes() for svg in drawings]
    with ThreadPoolExecutor(8) as threads:
        for _ in range(5):
            assert [picture.tobytes() for picture in threads.map(lambda svg: render(svg, 160, 160), drawings)] == alone
