"""An SVG drawing in the making: shapes, gradients, groups, and the light that falls on all of them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from storybook.painting.light import Light

Stop = tuple[float, str, float]  # offset 0 to 1, colour, opacity 0 to 1


class Canvas:
    """Collects shapes in drawing order and writes them out as one SVG.

    Every colour goes through `light` first, so that all things in a picture stand in the same light; a colour given
    with `raw=True` shines by itself. Only numbers and our own colours are ever written, no text of a prompt.
    """

    def __init__(self, light: Light, width: int = 1024, height: int = 1536) -> None:
        self.light = light
        self.width = width
        self.height = height
        self._defs: dict[str, str] = {}
        self._parts: list[str] = []

    def tint(self, colour: str, raw: bool = False) -> str:
        """Give a colour as it looks in this canvas's light; `url(...)` and `none` stay as they are."""
        return colour if raw or not colour.startswith("#") else self.light.on(colour)

    def _define(self, markup: str) -> str:
        name = self._defs.setdefault(markup, f"d{len(self._defs)}")
        return f"url(#{name})"

    def linear(self, stops: Sequence[Stop], line: Sequence[float] | None = None, *, raw: bool = False) -> str:
        """Make a linear gradient, top to bottom of the shape, or along `line` (x1, y1, x2, y2 in drawing units)."""
        x1, y1, x2, y2 = line or (0, 0, 0, 1)
        units = ' gradientUnits="userSpaceOnUse"' if line else ""
        ends = f'x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"'
        return self.gradient("linearGradient", f"{ends}{units}", stops, raw=raw)

    def radial(self, stops: Sequence[Stop], circle: Sequence[float] | None = None, *, raw: bool = False) -> str:
        """Make a radial gradient in the shape's box (cx, cy, r as fractions of it, by default its middle)."""
        cx, cy, r = circle or (0.5, 0.5, 0.5)
        place = f'cx="{cx:.2f}" cy="{cy:.2f}" r="{r:.2f}"'
        return self.gradient("radialGradient", place, stops, raw=raw)

    def gradient(self, tag: str, placing: str, stops: Sequence[Stop], *, raw: bool = False) -> str:
        """Make a gradient of the SVG element `tag`, whose attributes `placing` say where it runs."""
        lit = "".join(
            f'<stop offset="{offset:.2f}" stop-color="{self.tint(colour, raw)}" stop-opacity="{opacity:.2f}"/>'
            for offset, colour, opacity in stops
        )
        return self._define(f"<{tag}%s {placing}>{lit}</{tag}>")

    def path(self, data: str, fill: str, *, opacity: float = 1.0, raw: bool = False) -> None:
        """Fill a path."""
        self._parts.append(f'<path d="{data}" fill="{self.tint(fill, raw)}"{_opacity(opacity, "fill-")}/>')

    def line(self, data: str, stroke: str, width: float, *, opacity: float = 1.0, raw: bool = False) -> None:
        """Stroke a path with round ends, `width` units wide."""
        self._parts.append(
            f'<path d="{data}" fill="none" stroke="{self.tint(stroke, raw)}" stroke-width="{width:.1f}" '
            f'stroke-linecap="round" stroke-linejoin="round"{_opacity(opacity, "stroke-")}/>'
        )

    def ellipse(
        self, x: float, y: float, rx: float, ry: float, fill: str, *,
        opacity: float = 1.0, turn: float = 0.0, raw: bool = False,
    ) -> None:  # fmt: skip
        """Fill an ellipse, turned by `turn` degrees around its middle."""
        spin = f' transform="rotate({turn:.1f} {x:.1f} {y:.1f})"' if turn else ""
        self._parts.append(
            f'<ellipse cx="{x:.1f}" cy="{y:.1f}" rx="{max(rx, 0.1):.1f}" ry="{max(ry, 0.1):.1f}" '
            f'fill="{self.tint(fill, raw)}"{spin}{_opacity(opacity, "fill-")}/>'
        )

    def rect(
        self, x: float, y: float, width: float, height: float, fill: str, *,
        round_by: float = 0.0, opacity: float = 1.0, raw: bool = False,
    ) -> None:  # fmt: skip
        """Fill a rectangle with corners rounded by `round_by` units."""
        corner = f' rx="{round_by:.1f}"' if round_by else ""
        self._parts.append(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"{corner} '
            f'fill="{self.tint(fill, raw)}"{_opacity(opacity, "fill-")}/>'
        )

    def blob(
        self, x: float, y: float, rx: float, ry: float, colour: str, opacity: float = 0.5, *,
        turn: float = 0.0, raw: bool = False,
    ) -> None:  # fmt: skip
        """Lay a soft-edged spot of colour: shadow, sheen or glow without a blur filter."""
        fade = ((0.0, colour, 1.0), (0.35, colour, 0.72), (0.7, colour, 0.22), (1.0, colour, 0.0))
        self.ellipse(x, y, rx, ry, self.radial(fade, raw=raw), opacity=opacity, turn=turn, raw=raw)

    def glow(self, x: float, y: float, radius: float, colour: str, opacity: float = 0.8) -> None:
        """Shine: a round blob whose colour the picture's light does not touch."""
        self.blob(x, y, radius, radius, colour, opacity, raw=True)

    def clip(self, data: str) -> str:
        """Make a clip that keeps what lies inside a path; give it to `group`."""
        return self._define(f'<clipPath%s><path d="{data}"/></clipPath>')

    @contextmanager
    def group(self, transform: str = "", *, clip: str = "", opacity: float = 1.0) -> Iterator[None]:
        """Draw what follows inside the block transformed, clipped or see-through as one."""
        moved = f' transform="{transform}"' if transform else ""
        clipped = f' clip-path="{clip}"' if clip else ""
        self._parts.append(f"<g{moved}{clipped}{_opacity(opacity)}>")
        yield
        self._parts.append("</g>")

    @contextmanager
    def lit_by(self, light: Light) -> Iterator[None]:
        """Draw what follows inside the block in another light."""
        before, self.light = self.light, light
        yield
        self.light = before

    def svg(self, *, fit: tuple[int, int] | None = None) -> str:
        """Write the drawing as one SVG document, cropped at the middle to the shape of `fit` (pixels)."""
        defs = "".join(markup % f' id="{name}"' for markup, name in self._defs.items())
        width, height = fit or (self.width, self.height)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
            f'viewBox="0 0 {self.width} {self.height}" preserveAspectRatio="xMidYMid slice">'
            f"<defs>{defs}</defs>{''.join(self._parts)}</svg>"
        )


def _opacity(value: float, of: str = "") -> str:
    # the opacity of a single fill or stroke costs nothing, that of a whole element a layer of its own
    return "" if value >= 1 else f' {of}opacity="{max(value, 0):.3f}"'


def placed(x: float, y: float, scale: float = 1.0, *, turn: float = 0.0, mirrored: bool = False) -> str:
    """Write the transform that puts a thing drawn around the origin somewhere, scaled, turned, or facing left."""
    spin = f" rotate({turn:.1f})" if turn else ""
    return f"translate({x:.1f} {y:.1f}) scale({-scale if mirrored else scale:.3f} {scale:.3f}){spin}"
