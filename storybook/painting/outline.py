"""Closed paths with the box they fill, and how SVG path data is measured."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_COMMAND = re.compile(r"([MLHVCSQTAZ])([^MLHVCSQTAZ]*)", re.IGNORECASE)
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?", re.IGNORECASE)
_NUMBERS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7, "Z": 0}


@dataclass(frozen=True)
class Outline:
    """A closed path with the box it fills."""

    data: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def wide(self) -> float:
        """Its width."""
        return self.right - self.left

    @property
    def tall(self) -> float:
        """Its height."""
        return self.bottom - self.top


def measured(data: str) -> Outline:
    """Give SVG path data with the box that it fills, or nearly. ValueError says what is wrong with it."""
    points = [point for chunk in _chunks(data) for point in chunk]
    if not points:
        raise ValueError("the path is empty")
    xs, ys = [point.real for point in points], [point.imag for point in points]
    return Outline(data, min(xs), min(ys), max(xs), max(ys))


def _chunks(data: str) -> Iterator[list[complex]]:
    """Walk along a path, and give the points of each of its pieces as complex numbers."""
    here = start = 0j
    for letter, arguments in _commands(data):
        origin = here if letter.islower() else 0j
        match letter.upper():
            case "Z":
                here, points = start, []
            case "H":
                points = [complex(origin.real + arguments[0], here.imag)]
            case "V":
                points = [complex(here.real, origin.imag + arguments[0])]
            case "A":
                end = origin + complex(*arguments[5:])
                points = [*_bulge(here, end, arguments), end]
            case _:
                points = [origin + complex(x, y) for x, y in zip(arguments[::2], arguments[1::2], strict=True)]
                points = _bow(here, *points) if len(points) > 1 else points
        here = points[-1] if points else here
        start = here if letter in "Mm" else start
        yield points


def _commands(data: str) -> Iterator[tuple[str, list[float]]]:
    """Take path data apart: each command with the numbers of one piece."""
    if _NUMBER.sub("", _COMMAND.sub(r"\2", data)).strip(" ,\t\r\n") or not data.lstrip().upper().startswith("M"):
        raise ValueError(f"{data[:40]!r} is no path data")
    for letter, rest in _COMMAND.findall(data):
        numbers, count = [float(number) for number in _NUMBER.findall(rest)], _NUMBERS[letter.upper()]
        if len(numbers) % count if count and numbers else count or numbers:
            raise ValueError(f"{letter} takes {count} numbers at a time, not {len(numbers)}")
        yield letter, numbers[:count]
        for at in range(count, len(numbers), count or 1):
            yield {"M": "L", "m": "l"}.get(letter, letter), numbers[at : at + count]


def _bow(start: complex, first: complex, second: complex, end: complex | None = None) -> list[complex]:
    """Give three points on a cubic curve, and its end; without `end` it is a quadratic one, with one handle."""
    if end is None:
        first, second, end = (start + 2 * first) / 3, (2 * first + second) / 3, second
    return [
        (27 * start + 27 * first + 9 * second + end) / 64,
        (start + 3 * first + 3 * second + end) / 8,
        (start + 9 * first + 27 * second + 27 * end) / 64,
        end,
    ]


def _bulge(start: complex, end: complex, arc: list[float]) -> list[complex]:
    """Give the outermost points of an arc about its middle, as if its ellipse were not turned."""
    rx, ry, _, large, sweep = (abs(number) for number in arc[:5])
    if not rx or not ry or start == end:
        return []
    chord = complex((end.real - start.real) / rx, (end.imag - start.imag) / ry)
    half, along = abs(chord) / 2, chord / abs(chord)
    radius = max(half, 1.0)
    out = along * (-1j if sweep else 1j)
    middle = out * (radius**2 - half**2) ** 0.5 * (1 if large else -1)
    tips = [middle + out * radius, *((middle + along * radius, middle - along * radius) if large else ())]
    return [(start + end) / 2 + complex(tip.real * rx, tip.imag * ry) for tip in tips]
