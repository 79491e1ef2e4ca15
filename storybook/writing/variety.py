"""How much the stories of a reader who makes one a day have in common."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from . import writer
from .brief import Brief, Story
from .cast import Cast
from .likeness import masked, runs
from .plots import plots

_FILE = Path(__file__).parent / "lines" / "answers.tsv"
_COLUMNS = ("offering_who", "offering_what", "humiliation", "find", "villain_crime")
_LONG = 8  # words: shorter sentences may come again
_SAME = 0.5  # of the runs of words: from here on, two scenes have the same wording


@dataclass(frozen=True)
class Variety:
    """Figures of many stories of one kind.

    `often` counts the sentences of more than eight words that more than two stories hold, whatever the names in them.
    `titles` counts the titles that come again. `scenes` is the highest number of scenes that two stories word alike.
    """

    stories: int
    often: int
    titles: int
    scenes: int


def answers() -> list[dict[str, str]]:
    """Give thirty different sets of answers; both branches of both questions come in turn."""
    rows = [row.split("\t") for row in _FILE.read_text(encoding="utf-8").splitlines() if not row.startswith("#")]
    return [
        dict(zip(_COLUMNS, row, strict=True)) | {"humiliation_type": "AB"[turn % 2], "do_with_find": "ABBA"[turn % 4]}
        for turn, row in enumerate(rows)
    ]


def measured(plot: str, *, remembering: bool = True) -> Variety:
    """Write a story of the kind `plot` for every set of answers, and compare them. KeyError if there is none.

    `remembering` is for one reader, who has read the earlier ones; without it every story is for somebody else.
    """
    briefs: list[Brief] = []
    stories: list[Story] = []
    for day, answer in enumerate(answers(), start=1):
        earlier = [one_text(story) for story in stories] if remembering else []
        briefs.append(Brief(f"day {day}", plots()[plot], answer, earlier))
        stories.append(writer.write(briefs[-1], already={}))
    return compared(briefs, stories)


def one_text(story: Story) -> str:
    """A story as `Brief.earlier` holds it."""
    return " ".join([story.title, *story.scenes.values()])


def compared(briefs: Sequence[Brief], stories: Sequence[Story]) -> Variety:
    """Compare stories of the same beats."""
    spoken = [Cast(brief).spoken() for brief in briefs]
    sentences = Counter(
        sentence for story, names in zip(stories, spoken, strict=True) for sentence in _sentences(story, names)
    )
    worded = [
        {number: runs(text, names) for number, text in story.scenes.items()}
        for story, names in zip(stories, spoken, strict=True)
    ]
    return Variety(
        len(stories),
        sum(count > 2 for count in sentences.values()),
        sum(count - 1 for count in Counter(story.title for story in stories).values()),
        max((_alike(one, other) for one, other in combinations(worded, 2)), default=0),
    )


def _sentences(story: Story, names: tuple[str, ...]) -> set[str]:
    """The long sentences of a story, without its names."""
    told = (sentence for text in story.scenes.values() for sentence in re.split(r"(?<=[.!?]) ", text))
    return {masked(sentence, names) for sentence in told if len(sentence.split()) > _LONG}


def _alike(one: dict[int, frozenset[tuple[str, ...]]], other: dict[int, frozenset[tuple[str, ...]]]) -> int:
    """How many scenes of two stories have the same wording, place by place."""
    return sum(
        len(one[number] & other[number]) > _SAME * max(1, min(len(one[number]), len(other[number])))
        for number in one.keys() & other.keys()
    )
