"""SVG files of props: what is read from them, and what is said of a broken one."""

import re
from pathlib import Path
from random import Random

import pytest
from PIL import Image

import storybook
from storybook import props
from storybook.painting.canvas import Canvas
from storybook.painting.light import Light
from storybook.painting.rendering import render
from storybook.props.catalogue import PROPS, props_of
from storybook.props.prop import prop_of
from storybook.props.svg import CLASSES, DrawingError

NIGHT = Light("#5a6fc8", 0.75, 0.62)
HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-20 -40 40 40"\n'
NAMED = 'data-name="ball" data-words="ball, toy ball" data-place="ground">\n'

INKSCAPE = """<?xml version="1.0" encoding="UTF-8"?>
<svg width="40mm" height="40mm" viewBox="0 0 40 40" version="1.1" id="svg1"
   data-name="ball" data-words="ball" data-place="held" data-grip="0.5" data-glow="#ffc65a"
   xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" xmlns:xlink="http://www.w3.org/1999/xlink"
   xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd" xmlns="http://www.w3.org/2000/svg">
  <sodipodi:namedview id="namedview1" pagecolor="#ffffff" />
  <defs id="defs1">
    <linearGradient id="colours"><stop style="stop-color:#102030;stop-opacity:1;" offset="0" id="s1" />
      <stop style="stop-color:#405060;stop-opacity:0.5;" offset="1" id="s2" /></linearGradient>
    <linearGradient xlink:href="#colours" id="placed" x1="1" y1="2" x2="3" y2="4" gradientUnits="userSpaceOnUse" />
  </defs>
  <g inkscape:label="traced" inkscape:groupmode="layer" style="display:none"><image xlink:href="photo.png" /></g>
  <g inkscape:label="Layer 1" inkscape:groupmode="layer" transform="translate(0,-2)">
    <path class="solid" style="fill:#e2564c;stroke:none" d="m 10,20 c 0,-10 20,-10 20,0 0,10 -20,10 -20,0 z" id="p1" />
    <circle style="fill:url(#placed);fill-opacity:0.5" cx="20" cy="20" r="5" id="c1" />
  </g>
</svg>
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "ball.svg"


def drawn(file: Path, light: Light) -> str:
    cv = Canvas(light, 40, 40)
    prop_of(file).draw(cv, Random(1))
    return cv.svg()


def pixels(file: Path, light: Light) -> Image.Image:
    cv = Canvas(light, 40, 40)
    with cv.group("translate(20 40)"):
        prop_of(file).draw(cv, Random(1))
    return render(cv.svg(), 40, 40)


def test_every_class_is_used_by_a_prop():
    used = {
        word
        for prop in PROPS.values()
        for said in re.findall('class="(.*?)"', prop.file.read_text())
        for word in said.split()
    }
    assert used == CLASSES


def test_what_is_below_glass_is_seen_through_it_and_its_reflection_is_where_the_light_is(file):
    red = '<rect fill="#e2564c" x="-20" y="-40" width="40" height="40"/>'
    file.write_text(f'{HEAD}{NAMED}{red}<rect class="glass" fill="#9fe3f5" opacity="0.2" x="-20" y="-40" '
                    'width="40" height="40"/></svg>')  # fmt: skip
    left, right = (pixels(file, Light(from_left=side)) for side in (True, False))
    assert left.getpixel((20, 20)) == pytest.approx((213, 110, 107, 255), abs=16)  # red through pale blue
    assert left.getpixel((10, 14))[1] > right.getpixel((10, 14))[1] + 60
    assert right.getpixel((30, 14))[1] > left.getpixel((30, 14))[1] + 60


def test_a_drawing_of_inkscape_stands_on_the_middle_of_the_lower_edge_of_its_page(file):
    file.write_text(INKSCAPE)
    prop, svg = prop_of(file), drawn(file, Light())
    assert (prop.name, prop.words, prop.width, prop.height, prop.grip) == ("ball", ("ball",), 40, 40, 0.5)
    assert '<g transform="translate(-20 -40)"><g transform="translate(0,-2)">' in svg
    assert 'x1="1" y1="2" x2="3" y2="4" gradientUnits="userSpaceOnUse"><stop offset="0.00" stop-color="#102030"' in svg
    assert 'fill-opacity="0.500"' in svg


def test_the_example_of_the_readme_can_be_drawn(file):
    readme = Path(storybook.__file__).with_name("README.md").read_text()
    file.write_text(readme.partition("```xml\n")[2].partition("```")[0])
    assert prop_of(file).name == "dinner bell"
    assert 'stroke-linecap="round"' in drawn(file, Light())


def test_what_is_solid_can_be_seen_through(file):
    file.write_text(f'{HEAD}{NAMED}<circle class="solid" fill="#e2564c" opacity="0.5" r="9"/></svg>')
    assert '<g opacity="0.500">' in drawn(file, Light())


def test_what_shines_by_itself_is_as_bright_at_night(file):
    shapes = '<circle fill="#ff0000" r="9"/><g class="shining"><circle fill="#00ff00" r="8"/></g>'
    file.write_text(f"{HEAD}{NAMED}{shapes}<circle class='glow' fill='#0000ff' r='7'/></svg>")
    night = drawn(file, NIGHT)
    assert "#ff0000" not in night
    assert "#00ff00" in night
    assert "#0000ff" in night


@pytest.mark.parametrize(
    ("shape", "problem"),
    [
        ('<path d="M0 0L1 1"', "this is no XML: not well-formed"),
        ('<path class="sold" d="M0 0L1 1"/>', "nobody knows the class 'sold'; there are glass, glow, metal, "),
        ('<path class="solid wood" d="M0 0L1 1"/>', "a shape is either solid or wood"),
        ('<g class="wood"/>', "a group cannot be wood, only each of its shapes"),
        ('<path d="M0 0L1"/>', "L takes 2 numbers at a time, not 1"),
        ('<path d="0 0 L1 1"/>', "'0 0 L1 1' is no path data"),
        ('<path/>', "'' is no path data"),
        ('<circle r="wide"/>', "'wide' is no number"),
        ('<circle r="9" fill="red"/>', "'red' is no colour; write it as #rrggbb"),
        ('<circle r="9" fill="url(#sky)"/>', "there is nothing called 'sky' in this file"),
        ('<circle r="9" data-glos="1"/>', "nobody knows data-glos; there are data-gloss, data-shade and data-rim"),
        ('<circle r="9" transform="drop()"/>', "'drop()' is no transform"),
        ('<g style="filter:url(#blur)"/>', "nothing has a filter here; the class soft fades towards its edge"),
        ("<text>fox</text>", "<text> cannot be drawn; make it a path"),
    ],
)  # fmt: skip
def test_a_broken_shape_is_told_with_file_and_line(file, shape, problem):
    file.write_text(f"{HEAD}{NAMED}\n{shape}\n</svg>")
    with pytest.raises(DrawingError) as told:
        drawn(file, Light())
    assert re.match(rf"{re.escape(str(file))}, line [45]: {re.escape(problem)}.*\.$", str(told.value))


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ('data-words="ball" data-place="held"', "a prop has a data-name, and data-words in small letters"),
        ('data-name="ball" data-place="held"', "a prop has a data-name, and data-words in small letters"),
        ('data-name="ball" data-words="Ball" data-place="held"', "a prop has a data-name, and data-words in small"),
        ('data-name="ball" data-words="ball" data-place="sea"', "data-place has to be of held, ground, air, "),
        (
            'data-name="ball" data-words="ball" data-place="held" data-grip="2"',
            "data-grip and data-seat go from 0, the foot, to 1",
        ),
        ('data-name="ball" data-words="ball" data-place="held" data-glow="red"', "data-glow has to be a colour like"),
    ],
)
def test_a_prop_that_does_not_say_what_it_is_is_told_of(file, said, problem):
    file.write_text(f"\n{HEAD}{said}></svg>")
    with pytest.raises(DrawingError, match=rf"^{re.escape(str(file))}, line 2: {problem}"):
        prop_of(file)


def test_a_page_without_a_size_is_told_of(file):
    file.write_text((HEAD + NAMED).replace("-20 -40 40 40", "0 0 40") + "</svg>")
    with pytest.raises(DrawingError, match="line 1: the viewBox has to be four numbers: left, top, width, height"):
        prop_of(file)


@pytest.mark.parametrize(("name", "words", "claimed"), [("ball", "orb", "ball"), ("orb", "orb, ball", "ball")])
def test_no_two_props_claim_the_same_name_or_word(tmp_path, name, words, claimed):
    first, second = tmp_path / "a.svg", tmp_path / "deeper" / "b.svg"
    second.parent.mkdir()
    first.write_text(f"{HEAD}{NAMED}</svg>")
    second.write_text(f'{HEAD}data-name="{name}" data-words="{words}" data-place="held"></svg>')
    with pytest.raises(DrawingError) as told:
        props_of(tmp_path)
    assert str(told.value) == f"{second}, line 1: '{claimed}' already means the prop in {first}."


def test_the_number_of_things_is_known_without_reading_them():
    assert props.number() == len(PROPS)
