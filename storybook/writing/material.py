"""The written lines: read from `lines/*.txt` once, and picked by a beat's kind and the tags of the story."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_AFTER = re.compile(r"<([^>]+)>")
_FOLDER = Path(__file__).parent / "lines"


@dataclass(frozen=True)
class Line:
    """One written scene with its choices and slots still open.

    `tags` must all hold in the story that uses it. A line with `after` takes up that phrase of an earlier scene.
    """

    text: str
    tags: frozenset[str]
    after: str = ""


@cache
def lines() -> Mapping[str, Sequence[Line]]:
    """Give all lines by kind of beat."""
    by_kind: dict[str, list[Line]] = defaultdict(list)
    for path in sorted(_FOLDER.glob("*.txt")):
        _read(path, by_kind)
    return by_kind


def fitting(kind: str, tags: Set[str], *, before: str) -> list[Line]:
    """Give the lines of `kind` whose tags all hold and that go with the earlier scenes; empty when there are none."""
    return [line for line in lines().get(kind, ()) if line.tags <= tags and is_there(line.after, before)]


def is_there(phrase: str, before: str) -> bool:
    """Say whether `before` tells of `phrase`; "" is always there."""
    return not phrase or bool(re.search(rf"\b{re.escape(phrase)}\b", before))


def _read(path: Path, by_kind: dict[str, list[Line]]) -> None:
    kind, tags = "", frozenset[str]()
    for row in path.read_text(encoding="utf-8").splitlines():
        if row.startswith("= "):
            kind, *rest = row[2:].split()
            tags = frozenset(rest)
        elif row.strip() and not row.startswith("#"):
            taken_up = _AFTER.match(row)
            text = row[taken_up.end() :] if taken_up else row
            by_kind[kind].append(Line(text.strip(), tags, taken_up.group(1) if taken_up else ""))
