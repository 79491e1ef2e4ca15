"""A diagram of the quiz: the place of every question, and arrows for the answers (pure)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from quiz.graph import Graph

WIDTH, HEIGHT, ASIDE, BELOW, MARGIN = 230, 76, 44, 74, 12  # pixels: a box, the gaps beside and below it, the margin


@dataclass(frozen=True)
class Box:
    """A question. `x` and `y` are its upper left corner; `asked` is False where no answer leads to it."""

    key: str
    x: int
    y: int
    asked: bool
    ends: bool


@dataclass(frozen=True)
class Arrow:
    """From a question to the next. `values` are the answers that lead there ("" for any), written at `x` and `y`."""

    path: str
    values: str
    x: int
    y: int


@dataclass(frozen=True)
class Diagram:
    """Boxes and arrows; `width` and `height` are in pixels."""

    boxes: Sequence[Box]
    arrows: Sequence[Arrow]
    width: int
    height: int


@dataclass(frozen=True)
class _Link:
    """From a question to the next. `share` (0 to 1) is where on the lower edge of the question it starts."""

    source: str
    target: str
    values: Sequence[str]
    share: float


# A row holds questions, and the links that pass through it to a lower row.
_Slot = str | _Link


def draw(graph: Graph, start: str) -> Diagram:
    """Draw the quiz from top to bottom: every question below all those that lead to it. The graph may be broken."""
    depths = _depths(graph, start)
    lowest = max(depths.values(), default=-1)
    depths |= {key: lowest + 1 for key in graph if key not in depths}
    links = list(_links(graph))
    rows = _rows(depths, links)
    corners, width = _corners(rows)
    asked = lowest + 1
    boxes = [Box(key, *corners[key, depth], depth < asked, graph[key].ends) for key, depth in depths.items()]
    arrows = [_arrow(link, corners, depths) for link in links]
    height = max((box.y + HEIGHT for box in boxes), default=0)
    return Diagram(boxes, arrows, width + 2 * MARGIN, height + MARGIN)


def _depths(graph: Graph, start: str) -> dict[str, int]:
    """The row of each question that can be reached from the start; a loop is followed once."""
    depths: dict[str, int] = {}
    todo: list[tuple[str, tuple[str, ...]]] = [(start, ())] if start in graph else []
    while todo:
        key, path = todo.pop()
        if len(path) < depths.get(key, 0) or key in path:
            continue
        depths[key] = len(path)
        todo += [(target, (*path, key)) for target in set(graph[key].exits.values()) if target and target in graph]
    return depths


def _links(graph: Graph) -> Iterator[_Link]:
    for key, node in graph.items():
        values: dict[str, list[str]] = defaultdict(list)
        for value, target in node.exits.items():
            if target and target in graph:
                values[target].append(value)
        for place, (target, given) in enumerate(values.items(), 1):
            yield _Link(key, target, tuple(given), place / (len(values) + 1))


def _rows(depths: Mapping[str, int], links: Sequence[_Link]) -> list[list[_Slot]]:
    """The slots of each row, from left to right in the order of the links from above."""
    rows: list[list[_Slot]] = [[] for _ in range(max(depths.values(), default=-1) + 1)]
    for key, depth in depths.items():
        rows[depth].append(key)
    for link in links:
        for depth in range(depths[link.source] + 1, depths[link.target]):
            rows[depth].append(link)
    for above, row in pairwise(rows):
        row.sort(key=lambda slot: _place(slot, above, links))
    return rows


def _place(slot: _Slot, above: Sequence[_Slot], links: Sequence[_Link]) -> float:
    """The average horizontal position, in the row above, of the links that lead to the slot."""
    leading = [slot] if isinstance(slot, _Link) else [link for link in links if link.target == slot]
    places = [above.index(link) + 0.5 for link in leading if link in above]
    places += [above.index(link.source) + link.share for link in leading if link.source in above]
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


def _arrow(link: _Link, corners: Mapping[tuple[_Slot, int], tuple[int, int]], depths: Mapping[str, int]) -> Arrow:
    left, top = corners[link.source, depths[link.source]]
    x, y = left + int(WIDTH * link.share), top + HEIGHT
    path = [f"M{x} {y}"]
    label = (x, y + 16)
    for depth in range(depths[link.source] + 1, depths[link.target]):
        left, top = corners[link, depth]
        path += [_curve(x, y, left + WIDTH // 2, top), f"V{top + HEIGHT}"]
        x, y = left + WIDTH // 2, top + HEIGHT
    left, top = corners[link.target, depths[link.target]]
    path.append(_curve(x, y, left + WIDTH // 2, top - 6))
    return Arrow("".join(path), ", ".join(value for value in link.values if value), *label)


def _curve(x1: int, y1: int, x2: int, y2: int) -> str:
    bend = BELOW // 2
    return f"C{x1} {y1 + bend} {x2} {y2 - bend} {x2} {y2}"
