"""The four kinds of story that the lines were written for (`lines/plots.tsv`)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from .brief import Beat

_FILE = Path(__file__).parent / "lines" / "plots.tsv"


@cache
def plots() -> Mapping[str, Sequence[Beat]]:
    """Give the beats of every kind of story, by its name."""
    found: dict[str, list[Beat]] = {}
    beats: list[Beat] = []
    for row in _FILE.read_text(encoding="utf-8").splitlines():
        if row.startswith("= "):
            found[row[2:]] = beats = []
        elif not row.startswith("#"):
            kind, mood, shows = row.split("\t")
            beats.append(Beat(len(beats) + 1, kind, mood, shows))
    return found


@cache
def known_directions() -> Mapping[str, Sequence[str]]:
    """Give, by kind of beat, what its scenes show."""
    by_kind: dict[str, list[str]] = defaultdict(list)
    for beats in plots().values():
        for beat in beats:
            if beat.shows not in by_kind[beat.kind]:
                by_kind[beat.kind].append(beat.shows)
    return by_kind
