"""`manage.py rehost [--story ID]`: copy pictures and clips from this machine to the host that should store them."""

import logging
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from images import rehosting as pictures
from images.drawing import hosting
from images.rehosting import Outcome
from stories.models import Story
from videos import rehosting as clips


@dataclass
class Work:
    """All pictures or all clips to copy, and the outcome of each."""

    kind: str
    rows: list[Any]
    rehost: Callable[[list[Any]], Iterator[Outcome]]
    story: Callable[[Any], Story]
    outcomes: list[Outcome] = field(default_factory=list)

    @property
    def copied(self) -> str:
        """How many were copied, in words."""
        count = sum(outcome.copied for outcome in self.outcomes)
        return f"{count} {self.kind}{'' if count == 1 else 's'}"


class Command(BaseCommand):
    """Copies one by one, so that it may be interrupted and run again."""

    help = (
        "Copy pictures and clips that had to be kept on this machine to the host that should have them, and show them "
        "from there. The files on this machine stay."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--story", type=UUID, help="the id of the only story whose pictures and clips to copy")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print a line a story and a summary. Raises CommandError when something could not be copied."""
        everything = [work for work in _waiting(options["story"]) if work.rows]
        with _final_failures_only():
            for work in everything:
                self._do(work)
        failed = Counter(outcome.why for work in everything for outcome in work.outcomes if outcome.why)
        if failed:
            raise CommandError(_summary(everything, failed))
        self.stdout.write(_copied(everything) if everything else "Every picture and every clip is where it should be.")

    def _do(self, work: Work) -> None:
        for story, group in groupby(work.rehost(work.rows), lambda outcome: work.story(outcome.row)):
            found = list(group)
            self.stdout.write(_line(story, work.kind, found))
            work.outcomes += found


def _waiting(story_id: UUID | None) -> list[Work]:
    return [
        Work("picture", list(pictures.waiting(story_id)), pictures.rehost, lambda version: version.illustration.story),
        Work("clip", list(clips.waiting(story_id)), clips.rehost, lambda take: take.clip.story),
    ]


@contextmanager
def _final_failures_only() -> Iterator[None]:
    """Log no line for each try before a failure."""
    before = hosting.log.level
    hosting.log.setLevel(logging.ERROR)
    try:
        yield
    finally:
        hosting.log.setLevel(before)


def _line(story: Story, kind: str, found: list[Outcome]) -> str:
    failures = sum(bool(outcome.why) for outcome in found)
    failed = f", {failures} could not be" if failures else ""
    return f"{story.pk} “{story.title}”, {kind}s: {sum(outcome.copied for outcome in found)} copied{failed}."


def _copied(everything: list[Work]) -> str:
    return f"{' and '.join(work.copied for work in everything)} copied."


def _summary(everything: list[Work], failed: Counter[str]) -> str:
    untried = sum(len(work.rows) - len(work.outcomes) for work in everything)
    rest = f", {untried} not tried after that" if untried else ""
    done = _copied(everything).rstrip(".")
    head = f"{done}, {failed.total()} could not be{rest}. Run it again once this is mended:"
    return "\n".join([head, *(f"{count}×: {why}" for why, count in failed.most_common())])
