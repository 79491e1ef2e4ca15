"""Reads drawings from SVG files, as Inkscape or a hand writes them. README.md says what may stand in one."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from storybook.painting.canvas import Stop
from storybook.painting.outline import Outline, measured
from storybook.props.composer import MATERIALS, SHADED, Gradient, Group, Paint, Shape

CLASSES = frozenset((*MATERIALS, "upright", "shining"))
_SVG, _HREF = "http://www.w3.org/2000/svg}", "http://www.w3.org/1999/xlink}href"
_NOT_DRAWN = ("defs", "title", "desc", "metadata", "clipPath", "linearGradient", "radialGradient")
_INHERITED = ("fill", "stroke", "stroke-width", "fill-opacity", "stroke-opacity")
_PLACING = ("x1", "y1", "x2", "y2", "cx", "cy", "r", "fx", "fy", "gradientUnits", "gradientTransform", "spreadMethod")
_MEASURES = ("x", "y", "width", "height", "cx", "cy", "rx", "ry", "r")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?")
_TRANSFORM = re.compile(r"(\s*[a-zA-Z]+\(\s*[-+\d.,e\s]+\))*\s*")
_PLACED = re.compile(r'\w+="[\w\s.,()+-]*"')


class DrawingError(Exception):
    """A file cannot be drawn. The message is a sentence that names the file and the line."""


class Page:
    """An SVG file that is being read. DrawingError says what cannot be read or drawn."""

    def __init__(self, file: Path) -> None:
        self.file, self.root = file, _parsed(file)
        self._by_id = {name: element for element in self.root.iter() if (name := element.get("id"))}

    def error(self, element: Element, problem: str) -> DrawingError:
        """Make the error that says what is wrong with an element."""
        return DrawingError(f"{self.file}, line {element.get('line')}: {problem}.")

    def box(self) -> tuple[float, float, float, float]:
        """Give left, top, width and height of the page."""
        numbers = [self.number(self.root, text) for text in self.root.get("viewBox", "").replace(",", " ").split()]
        if len(numbers) != 4 or min(numbers[2:]) <= 0:
            raise self.error(self.root, "the viewBox has to be four numbers: left, top, width, height")
        return numbers[0], numbers[1], numbers[2], numbers[3]

    def drawing(self) -> Group:
        """Give the drawing, moved so that the middle of the page's lower edge is at (0, 0)."""
        left, top, wide, tall = self.box()
        x, y = left + wide / 2, top + tall
        moved = f"translate({-x:g} {-y:g})" if x or y else ""
        return Group(tuple(self._parts(self.root, {"fill": "#000000"})), moved)

    def number(self, element: Element, text: str) -> float:
        """Read a number, a percentage as a share of 1."""
        plain = text.strip().removesuffix("px").removesuffix("%")
        if not _NUMBER.fullmatch(plain):
            raise self.error(element, f"{text!r} is no number")
        return float(plain) / (100 if text.endswith("%") else 1)

    def _parts(self, parent: Element, inherited: Mapping[str, str]) -> Iterator[Shape | Group]:
        for element in parent:
            tag, style = element.tag.removeprefix(_SVG), {**inherited, **_style(element)}
            if "}" not in tag and tag not in _NOT_DRAWN and style.get("display") != "none":
                yield self._part(element, tag, style)

    def _part(self, element: Element, tag: str, style: Mapping[str, str]) -> Shape | Group:
        classes = frozenset(element.get("class", "").split())
        if unknown := sorted(classes - CLASSES):
            raise self.error(element, f"nobody knows the class {unknown[0]!r}; there are {', '.join(sorted(CLASSES))}")
        if effects := [name for name in ("filter", "mask") if style.get(name, "none") != "none"]:
            raise self.error(element, f"nothing has a {effects[0]} here; the class soft fades towards its edge")
        opacity = self.number(element, style.get("opacity", "1"))
        if tag == "g":
            if classes - {"shining"}:
                raise self.error(element, f"a group cannot be {min(classes - {'shining'})}, only each of its shapes")
            below = {name: style[name] for name in _INHERITED if name in style}
            return self._group(element, style, tuple(self._parts(element, below)), opacity)
        shape = self._shape(element, style, classes, opacity)
        faint = shape.fill.opacity if shape.fill and shape.material in SHADED else 1.0
        group = self._group(element, style, (shape,), faint)
        return shape if group.plain else group

    def _group(self, element: Element, style: Mapping[str, str], parts: Iterable[Shape | Group], faint: float) -> Group:
        transform = " ".join(element.get("transform", "").split())
        if not _TRANSFORM.fullmatch(transform):
            raise self.error(element, f"{transform!r} is no transform")
        clip = ""
        for shape in self._meant(element, style["clip-path"]) if style.get("clip-path", "none") != "none" else ():
            if shape.get("transform"):
                raise self.error(shape, "what cuts out another shape cannot be transformed")
            clip += self._outline(shape).data
        return Group(tuple(parts), transform, clip, faint, "shining" in element.get("class", "").split())

    def _shape(self, element: Element, style: Mapping[str, str], classes: frozenset[str], opacity: float) -> Shape:
        materials = sorted(classes.intersection(MATERIALS))
        if len(materials) > 1:
            raise self.error(element, f"a shape is either {' or '.join(materials)}")
        fill, line = (self._paint(element, style, name, opacity) for name in ("fill", "stroke"))
        if materials and fill and isinstance(fill.colour, Gradient):
            raise self.error(element, f"what is {materials[0]} has one colour and no gradient")
        width, finish = self.number(element, style.get("stroke-width", "1")), self._finish(element)
        return Shape(self._outline(element), "".join(materials), "upright" in classes, fill, line, width, finish)

    def _finish(self, element: Element) -> dict[str, float]:
        given = {name.removeprefix("data-"): text for name, text in element.items() if name.startswith("data-")}
        if unknown := sorted(given.keys() - {"gloss", "shade", "rim"}):
            raise self.error(element, f"nobody knows data-{unknown[0]}; there are data-gloss, data-shade and data-rim")
        return {name: self.number(element, text) for name, text in given.items()}

    def _outline(self, element: Element) -> Outline:
        try:
            return measured(self._data(element))
        except ValueError as error:
            raise self.error(element, str(error)) from None

    def _data(self, element: Element) -> str:
        tag = element.tag.removeprefix(_SVG)
        if tag == "path":
            return " ".join(element.get("d", "").split())
        given = {name: self.number(element, element.get(name, "0")) for name in _MEASURES}
        x, y, wide, tall = given["x"], given["y"], given["width"], given["height"]
        if tag == "rect":
            r = min(given["rx"] or given["ry"], wide / 2, tall / 2)
            turn = f"a{r:g} {r:g} 0 0 1"
            return (
                f"M{x + r:g} {y:g}H{x + wide - r:g}{turn} {r:g} {r:g}V{y + tall - r:g}{turn} {-r:g} {r:g}"
                f"H{x + r:g}{turn} {-r:g} {-r:g}V{y + r:g}{turn} {r:g} {-r:g}Z"
            )
        if tag in ("circle", "ellipse"):
            x, y, rx, ry = given["cx"], given["cy"], given["rx"] or given["r"], given["ry"] or given["r"]
            half = f"A{rx:g} {ry:g} 0 0 1"
            return f"M{x - rx:g} {y:g}{half} {x + rx:g} {y:g}{half} {x - rx:g} {y:g}Z"
        raise self.error(element, f"<{tag}> cannot be drawn; make it a path")

    def _paint(self, element: Element, style: Mapping[str, str], name: str, opacity: float) -> Paint | None:
        value = style.get(name, "none")
        if value == "none":
            return None
        if value.startswith("url("):
            colour: str | Gradient = self._gradient(self._meant(element, value))
        else:
            colour = self._colour(element, value)
        return Paint(colour, opacity * self.number(element, style.get(f"{name}-opacity", "1")))

    def _colour(self, element: Element, value: str) -> str:
        if not re.fullmatch("#[0-9a-fA-F]{6}", value):
            raise self.error(element, f"{value!r} is no colour; write it as #rrggbb")
        return value.lower()

    def _meant(self, element: Element, reference: str) -> Element:
        """Give the element that `url(#name)` or `#name` means."""
        name = reference.removeprefix("url(").removesuffix(")").strip("'\"").removeprefix("#")
        if name not in self._by_id:
            raise self.error(element, f"there is nothing called {name!r} in this file")
        return self._by_id[name]

    def _gradient(self, gradient: Element) -> Gradient:
        """Read a gradient. One that Inkscape made takes its stops from another, which it names."""
        tag, placing, source = gradient.tag.removeprefix(_SVG), dict(gradient.items()), gradient
        if tag not in ("linearGradient", "radialGradient"):
            raise self.error(gradient, f"nothing can be painted with <{tag}>; use a colour or a gradient")
        while not len(source) and (other := source.get(_HREF, source.get("href"))):
            source = self._meant(source, other)
            placing = {**dict(source.items()), **placing}
        placed = [f'{name}="{" ".join(placing[name].split())}"' for name in _PLACING if name in placing]
        if strange := [text for text in placed if not _PLACED.fullmatch(text)]:
            raise self.error(gradient, f"{strange[0]} is not understood")
        return Gradient(tag, " ".join(placed), tuple(self._stop(stop) for stop in source))

    def _stop(self, stop: Element) -> Stop:
        style = _style(stop)
        share, opacity = self.number(stop, style.get("offset", "0")), self.number(stop, style.get("stop-opacity", "1"))
        return share, self._colour(stop, style.get("stop-color", "#000000")), opacity


def _style(element: Element) -> dict[str, str]:
    """Give an element's own attributes, and what Inkscape puts into `style`."""
    declared = (part.split(":", 1) for part in element.get("style", "").split(";") if ":" in part)
    return {**dict(element.items()), **{name.strip(): value.strip() for name, value in declared}}


def _parsed(file: Path) -> Element:
    """Give the root of an SVG file; each element has its `line` as an attribute. DrawingError for what is no XML."""
    parser, tree = expat.ParserCreate(namespace_separator="}"), TreeBuilder()

    def start(tag: str, attributes: dict[str, str]) -> None:
        tree.start(tag, {**attributes, "line": str(parser.CurrentLineNumber)})

    parser.StartElementHandler, parser.EndElementHandler = start, tree.end
    try:
        parser.Parse(file.read_bytes(), True)
    except expat.ExpatError as error:
        raise DrawingError(f"{file}, line {error.lineno}: this is no XML: {expat.ErrorString(error.code)}.") from None
    return tree.close()
