"""`manage.py rehost [--story ID]`: copy pictures and clips from this machine to the host that should store them."""

import logging
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import groupby
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from images import rehosting as pictures
from images.drawing import hosting
from images.rehosting import Outcome
from stories.models import Story
from videos import rehosting as clips

StoryOf = Callable[[Any], Story]
# What is copied, by which module, and how to find the story of a row.
KINDS: dict[str, tuple[Any, StoryOf]] = {
    "picture": (pictures, lambda version: version.illustration.story),
    "clip": (clips, lambda take: take.clip.story),
}


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
        outcomes: list[Outcome] = []
        copied: list[str] = []
        waiting = 0
        with _final_failures_only():
            for kind, (copies, story_of) in KINDS.items():
                rows = list(copies.waiting(options["story"]))
                found = self._told(kind, copies.rehost(rows), story_of)
                copied += [_count(kind, found)] if rows else []
                outcomes += found
                waiting += len(rows)
        done = f"{' and '.join(copied)} copied"
        failed = Counter(outcome.why for outcome in outcomes if outcome.why)
        if failed:
            untried = waiting - len(outcomes)
            rest = f", {untried} not tried after that" if untried else ""
            head = f"{done}, {failed.total()} could not be{rest}. Run it again once this is mended:"
            raise CommandError("\n".join([head, *(f"{count}×: {why}" for why, count in failed.most_common())]))
        self.stdout.write(f"{done}." if waiting else "Every picture and every clip is where it should be.")

    def _told(self, kind: str, outcomes: Iterator[Outcome], story_of: StoryOf) -> list[Outcome]:
        """The outcomes, after a line about each story."""
        told: list[Outcome] = []
        for story, group in groupby(outcomes, lambda outcome: story_of(outcome.row)):
            found = list(group)
            failures = sum(bool(outcome.why) for outcome in found)
            failed = f", {failures} could not be" if failures else ""
            copied = sum(outcome.copied for outcome in found)
            self.stdout.write(f"{story.pk} “{story.title}”, {kind}s: {copied} copied{failed}.")
            told += found
        return told


def _count(kind: str, outcomes: list[Outcome]) -> str:
    count = sum(outcome.copied for outcome in outcomes)
    return f"{count} {kind}{'' if count == 1 else 's'}"


@contextmanager
def _final_failures_only() -> Iterator[None]:
    """Log no line for each try before a failure."""
    before = hosting.log.level
    hosting.log.setLevel(logging.ERROR)
    try:
        yield
    finally:
        hosting.log.setLevel(before)
