"""`manage.py rehost [--story ID]`: pictures that had to be kept on this machine go to the host they should be on."""

import logging
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import groupby
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from images import keeping
from images.rehosting import Outcome, rehost, waiting
from stories.models import Story


class Command(BaseCommand):
    """Copies them one by one, so that it may be interrupted and run again."""

    help = (
        "Copy pictures that had to be kept on this machine to the host that should have them, and show them from "
        "there. The files on this machine stay."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("--story", type=UUID, help="the id of the only story whose pictures to copy")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print a line a story and a summary. Raises CommandError when some pictures could not be copied."""
        versions, outcomes = list(waiting(options["story"])), list[Outcome]()
        with _one_line_a_failure():
            for story, group in groupby(rehost(versions), lambda outcome: outcome.version.illustration.story):
                found = list(group)
                self.stdout.write(_line(story, found))
                outcomes += found
        failed = Counter(outcome.why for outcome in outcomes if outcome.why)
        copied = sum(outcome.copied for outcome in outcomes)
        if failed:
            raise CommandError(_summary(copied, failed, len(versions) - len(outcomes)))
        self.stdout.write(f"{_pictures(copied)} copied." if copied else "Every picture is where it should be.")


@contextmanager
def _one_line_a_failure() -> Iterator[None]:
    """The tries that a failure consists of are not worth a line each here."""
    before = keeping.log.level
    keeping.log.setLevel(logging.ERROR)
    try:
        yield
    finally:
        keeping.log.setLevel(before)


def _line(story: Story, found: list[Outcome]) -> str:
    failures = sum(bool(outcome.why) for outcome in found)
    failed = f", {failures} could not be" if failures else ""
    return f"{story.pk} “{story.title}”: {sum(outcome.copied for outcome in found)} copied{failed}."


def _summary(copied: int, failed: Counter[str], untried: int) -> str:
    rest = f", {untried} not tried after that" if untried else ""
    head = f"{_pictures(copied)} copied, {failed.total()} could not be{rest}. Run it again once this is mended:"
    return "\n".join([head, *(f"{count}×: {why}" for why, count in failed.most_common())])


def _pictures(count: int) -> str:
    return f"{count} picture{'' if count == 1 else 's'}"
