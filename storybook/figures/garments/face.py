"""What is worn before the eyes, in the coordinates of a head (see `head.draw_head`)."""

from collections.abc import Callable, Mapping

from storybook.figures.turning import Turn
from storybook.painting.canvas import Canvas
from storybook.painting.colour import lighter
from storybook.painting.shapes import curve, shine
from storybook.props.shading import solid
from storybook.reading.hero import Garment


def _lens(turn: Turn, side: int, rx: float = 38.0, ry: float = 39.0) -> tuple[float, float, float, float]:
    x, y = turn.at(side * 47, 3, 25)
    return x, y, rx * turn.squash(side), ry


def _rings(cv: Canvas, turn: Turn, colour: str, width: float, sides: tuple[int, ...] = (-1, 1)) -> None:
    for side in sides:
        x, y, rx, ry = _lens(turn, side)
        cv.line(
            f"M{x - rx:.1f} {y:.1f}a{rx:.1f} {ry} 0 1 0 {2 * rx:.1f} 0a{rx:.1f} {ry} 0 1 0 {-2 * rx:.1f} 0Z",
            colour,
            width,
        )


def _arms(cv: Canvas, turn: Turn, colour: str, width: float) -> None:
    (ax, ay, arx, _), (bx, by, brx, _) = _lens(turn, -1), _lens(turn, 1)
    cv.line(
        f"M{ax + arx:.1f} {ay - 4:.1f}Q{(ax + bx) / 2:.1f} {ay - 14:.1f} {bx - brx:.1f} {by - 4:.1f}", colour, width
    )
    for side, edge in ((-1, ax - arx), (1, bx + brx)):
        ex, ey = turn.at(side * 103, -12, 0)
        if (edge - ex) * side < 0:
            cv.line(f"M{edge:.1f} {ay - 6:.1f}L{ex:.1f} {ey:.1f}", colour, width)


def draw_glasses(cv: Canvas, turn: Turn, garment: Garment) -> None:
    """Put glasses on him."""
    for side in (-1, 1):
        x, y, rx, ry = _lens(turn, side)
        cv.ellipse(x, y, rx, ry, "#ffffff", opacity=0.1)
        shine(cv, x - rx * 0.5, y - ry * 0.55, 9, 4, opacity=0.55)
    _arms(cv, turn, garment.colour, 6)
    _rings(cv, turn, garment.colour, 6.5)
    _rings(cv, turn, lighter(garment.colour, 0.4), 1.6)


def draw_sunglasses(cv: Canvas, turn: Turn, garment: Garment) -> None:
    """Put dark glasses on him."""
    _arms(cv, turn, garment.colour, 8)
    for side in (-1, 1):
        x, y, rx, ry = _lens(turn, side, 40, 36)
        glass = curve(
            (x - rx, y - ry * 0.7),
            (x, y - ry * 0.85),
            (x + rx, y - ry * 0.7),
            (x + rx * 0.85, y + ry * 0.5),
            (x, y + ry),
            (x - rx * 0.85, y + ry * 0.5),
        )
        solid(cv, glass, garment.colour, gloss=0.3)
        shine(cv, x - rx * 0.4, y - ry * 0.35, 11, 5, opacity=0.6)


def draw_monocle(cv: Canvas, turn: Turn, garment: Garment) -> None:
    """Put a monocle before one eye."""
    x, y, rx, _ = _lens(turn, 1)
    cv.line(
        f"M{x + rx:.1f} {y + 8:.1f}Q{x + rx + 16:.1f} {y + 60:.1f} {x + rx - 6:.1f} {y + 92:.1f}", garment.colour, 3
    )
    _rings(cv, turn, garment.colour, 7, (1,))


def draw_eyepatch(cv: Canvas, turn: Turn, garment: Garment) -> None:
    """Cover one eye."""
    (ax, ay), (bx, by) = turn.at(-92, -34, 4), turn.at(100, 12, 4)
    x, y, rx, ry = _lens(turn, 1, 37, 37)
    cv.line(f"M{ax:.1f} {ay - 26:.1f}Q{x - 30:.1f} {y - 50:.1f} {bx:.1f} {by:.1f}", garment.colour, 7)
    solid(
        cv,
        curve(
            (x - rx, y - ry * 0.7),
            (x, y - ry),
            (x + rx, y - ry * 0.6),
            (x + rx * 0.7, y + ry * 0.6),
            (x, y + ry),
            (x - rx * 0.7, y + ry * 0.6),
        ),
        garment.colour,
        gloss=0.25,
    )


ON_FACE: Mapping[str, Callable[[Canvas, Turn, Garment], None]] = {
    "glasses": draw_glasses, "sunglasses": draw_sunglasses, "monocle": draw_monocle, "eyepatch": draw_eyepatch,
}  # fmt: skip
