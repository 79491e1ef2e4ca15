"""What a story's worksheet shows (pure): a title, a header, and a row a scene."""

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
    """One scene. The addresses are as a browser outside loads them; `cost` is None where nothing was paid."""

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
    """The whole worksheet. On top the story's title, the `address` of its page, and what all of it cost."""
    top = (title, address, "", "", "", "", _dollars(cost or None))
    return [top, HEADER, *(scene.cells for scene in scenes)]


def digests_of(rows: Iterable[Row]) -> list[str]:
    """A short mark of each row, which changes with it."""
    return [hashlib.sha256(json.dumps(row).encode()).hexdigest()[:16] for row in rows]


def changed(before: Sequence[str], now: Sequence[str]) -> list[int]:
    """The numbers of the rows, from 0, whose marks differ."""
    return [number for number, mark in enumerate(now) if number >= len(before) or before[number] != mark]


def absolute(url: str, site: str) -> str:
    """The address with the site's in front, where it has none of its own."""
    return f"{site.rstrip('/')}{url}" if url.startswith("/") else url


def _dollars(amount: Decimal | None) -> Cell:
    """A number, so that the sheet can add up."""
    return "" if amount is None else float(amount)
