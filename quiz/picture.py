"""The quiz drawn as a picture: where every question stands, and which way the answers lead (pure)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from quiz.graph import Graph

WIDTH, HEIGHT, ASIDE, BELOW, MARGIN = 230, 76, 44, 74, 12  # pixels: a box, the room between boxes, and around all


@dataclass(frozen=True)
class Box:
    """A question at its place; `x` and `y` are its upper left corner. One that no way leads to is not `asked`."""

    key: str
    x: int
    y: int
    asked: bool
    ends: bool


@dataclass(frozen=True)
class Arrow:
    """From a question to the next. `values` are the answers that lead there, "" where any does; `x` and `y` is where
    to write them."""

    path: str
    values: str
    x: int
    y: int


@dataclass(frozen=True)
class Picture:
    """All boxes and arrows, and how large the whole is in pixels."""

    boxes: Sequence[Box]
    arrows: Sequence[Arrow]
    width: int
    height: int


@dataclass(frozen=True)
class _Way:
    """One way from a question to the next. `share` is where along the question's lower edge it leaves."""

    source: str
    target: str
    values: Sequence[str]
    share: float


# What stands in a row: a question, or the place where a longer way passes by.
_Slot = str | _Way


def draw(graph: Graph, start: str) -> Picture:
    """Draw the quiz from top to bottom: every question below all those that lead to it. The graph may be broken."""
    depths = _depths(graph, start)
    lowest = max(depths.values(), default=-1)
    depths |= {key: lowest + 1 for key in graph if key not in depths}
    ways = list(_ways(graph))
    rows = _rows(depths, ways)
    corners, width = _corners(rows)
    asked = lowest + 1
    boxes = [Box(key, *corners[key, depth], depth < asked, graph[key].ends) for key, depth in depths.items()]
    arrows = [_arrow(way, corners, depths) for way in ways]
    height = max((box.y + HEIGHT for box in boxes), default=0)
    return Picture(boxes, arrows, width + 2 * MARGIN, height + MARGIN)


def _depths(graph: Graph, start: str) -> dict[str, int]:
    """How far below the start each question that can be reached stands; a loop is followed once."""
    depths: dict[str, int] = {}
    todo: list[tuple[str, tuple[str, ...]]] = [(start, ())] if start in graph else []
    while todo:
        key, way = todo.pop()
        if len(way) < depths.get(key, 0) or key in way:
            continue
        depths[key] = len(way)
        todo += [
            (after, (*way, key)) for after in set(graph[key].exits.values()) if after is not None and after in graph
        ]
    return depths


def _ways(graph: Graph) -> Iterator[_Way]:
    for key, node in graph.items():
        values: dict[str, list[str]] = defaultdict(list)
        for value, after in node.exits.items():
            if after and after in graph:
                values[after].append(value)
        for place, (after, given) in enumerate(values.items(), 1):
            yield _Way(key, after, tuple(given), place / (len(values) + 1))


def _rows(depths: Mapping[str, int], ways: Sequence[_Way]) -> list[list[_Slot]]:
    """Who stands in each row, from left to right as their ways come from above."""
    rows: list[list[_Slot]] = [[] for _ in range(max(depths.values(), default=-1) + 1)]
    for key, depth in depths.items():
        rows[depth].append(key)
    for way in ways:
        for depth in range(depths[way.source] + 1, depths[way.target]):
            rows[depth].append(way)
    for above, row in pairwise(rows):
        row.sort(key=lambda slot: _place(slot, above, ways))
    return rows


def _place(slot: _Slot, above: Sequence[_Slot], ways: Sequence[_Way]) -> float:
    """Where the ways that lead here come from, in the row above."""
    leading = [slot] if isinstance(slot, _Way) else [way for way in ways if way.target == slot]
    places = [above.index(way) + 0.5 for way in leading if way in above]
    places += [above.index(way.source) + way.share for way in leading if way.source in above]
    return sum(places) / len(places) if places else len(above)


def _corners(rows: Sequence[Sequence[_Slot]]) -> tuple[dict[tuple[_Slot, int], tuple[int, int]], int]:
    """The upper left corner of every slot, by slot and row; and how wide the widest row is."""
    widths = [len(row) * WIDTH + (len(row) - 1) * ASIDE for row in rows]
    width = max(widths, default=WIDTH)
    corners = {}
    for depth, row in enumerate(rows):
        left = MARGIN + (width - widths[depth]) // 2
        for place, slot in enumerate(row):
            corners[slot, depth] = (left + place * (WIDTH + ASIDE), MARGIN + depth * (HEIGHT + BELOW))
    return corners, width


def _arrow(way: _Way, corners: Mapping[tuple[_Slot, int], tuple[int, int]], depths: Mapping[str, int]) -> Arrow:
    left, top = corners[way.source, depths[way.source]]
    x, y = left + int(WIDTH * way.share), top + HEIGHT
    path = [f"M{x} {y}"]
    label = (x, y + 16)
    for depth in range(depths[way.source] + 1, depths[way.target]):
        left, top = corners[way, depth]
        path += [_curve(x, y, left + WIDTH // 2, top), f"V{top + HEIGHT}"]
        x, y = left + WIDTH // 2, top + HEIGHT
    left, top = corners[way.target, depths[way.target]]
    path.append(_curve(x, y, left + WIDTH // 2, top - 6))
    return Arrow("".join(path), ", ".join(value for value in way.values if value), *label)


def _curve(x1: int, y1: int, x2: int, y2: int) -> str:
    bend = BELOW // 2
    return f"C{x1} {y1 + bend} {x2} {y2 - bend} {x2} {y2}"
