"""`manage.py rehost [--story ID]`: pictures that had to be kept on this machine go to the host they should be on."""

from argparse import ArgumentParser
from collections import Counter
from itertools import groupby
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from images.rehosting import Rehosted, rehost, waiting
from stories.models import Story


class Command(BaseCommand):
    """Moves them one by one, so that it may be interrupted and run again."""

    help = "Move pictures that had to be kept on this machine to the host that should have them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("--story", type=UUID, help="the id of the only story whose pictures to move")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print a line a story and a summary. Raises CommandError when some pictures could not be moved."""
        moved, failed = 0, Counter[str]()
        for story, versions in groupby(waiting(options["story"]), lambda version: version.illustration.story):
            done = rehost(versions)
            self.stdout.write(_line(story, done))
            moved, failed = moved + done.moved, failed + Counter(done.failed)
        if failed:
            raise CommandError(_summary(moved, failed))
        self.stdout.write(f"{_pictures(moved)} moved." if moved else "Every picture is where it should be.")


def _line(story: Story, done: Rehosted) -> str:
    failed = f", {len(done.failed)} could not be" if done.failed else ""
    return f"{story.pk} “{story.title}”: {done.moved} moved{failed}."


def _summary(moved: int, failed: Counter[str]) -> str:
    whys = [f"{count}×: {why}" for why, count in failed.most_common()]
    head = (
        f"{_pictures(moved)} moved, {_pictures(failed.total())} could not be moved; run it again once this is mended."
    )
    return "\n".join([head, *whys])


def _pictures(count: int) -> str:
    return f"{count} picture{'' if count == 1 else 's'}"
