"""The rows of a worksheet (pure): a title, a header, and a row for each scene."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from providers.base import Cell

HEADER = ("Scene", "Text", "Prompt", "Picture", "State", "Clip", "Cost (US $)")
Row = Sequence[Cell]


@dataclass(frozen=True)
class SceneRow:
    """One scene. The addresses are absolute; `cost` (US $) is None where nothing was paid."""

    number: int
    text: str
    prompt: str = ""
    picture: str = ""
    state: str = ""
    clip: str = ""
    cost: Decimal | None = None

    @property
    def cells(self) -> Row:
        """The scene as a row of the sheet."""
        return self.number, self.text, self.prompt, self.picture, self.state, self.clip, _dollars(self.cost)


def rows_of(title: str, address: str, cost: Decimal, scenes: Iterable[SceneRow]) -> list[Row]:
    """The whole worksheet. The first row has the title, the `address` of the story's page, and the total cost."""
    top = (title, address, "", "", "", "", _dollars(cost or None))
    return [top, HEADER, *(scene.cells for scene in scenes)]


def digests_of(rows: Iterable[Row]) -> list[str]:
    """A short digest of each row."""
    return [hashlib.sha256(json.dumps(row).encode()).hexdigest()[:16] for row in rows]


def changed(before: Sequence[str], now: Sequence[str]) -> list[int]:
    """The numbers of the rows, from 0, whose digests differ."""
    return [number for number, digest in enumerate(now) if number >= len(before) or before[number] != digest]


def absolute(url: str, site: str) -> str:
    """The URL, made absolute with the address of the site where it is a path."""
    return f"{site.rstrip('/')}{url}" if url.startswith("/") else url


def _dollars(amount: Decimal | None) -> Cell:
    """A number, which the sheet can add up."""
    return "" if amount is None else float(amount)
