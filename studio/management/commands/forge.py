"""`manage.py forge ANSWERS.json --out DIR`: a whole story without a browser, by the same services."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from core import live
from core.errors import Refused
from core.redis_server import RedisServerError
from stories.models import Story
from studio.forge import cost_sentence, expected_cost_label, forge
from studio.forge_folder import ForgeError


class Command(BaseCommand):
    """Writes a story from answers, draws its twenty pictures and saves them in a folder."""

    help = (
        "Write a story from quiz answers, draw its twenty pictures, and put them with story.json into a folder. With "
        "the key of a service in the settings this spends money: it says how much before and after, and keeps to the "
        "budgets."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("answers", help="a JSON file with the eight quiz answers, or - for standard input")
        parser.add_argument("--out", required=True, type=Path, help="the folder for the pictures and story.json")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the story with a progress bar on standard error, and print its folder."""
        answers = _read(options["answers"])
        live.mute()
        try:
            story = self._make_story(answers, options["out"])
        except (ForgeError, Refused, RedisServerError) as error:
            raise CommandError(str(error)) from error
        except DatabaseError as error:
            cure = "Run `make run` once, or `manage.py migrate` and `manage.py load_content`."
            raise CommandError(f"The database is not ready ({error}). {cure}") from error
        where = f"“{story.title}” is in {options['out']}: twenty pictures and story.json."
        self.stdout.write(" ".join(filter(None, (where, cost_sentence(story)))))

    def _make_story(self, answers: Any, out: Path) -> Story:
        if cost := expected_cost_label():
            self.stderr.write(f"This will probably cost about {cost}.", style_func=str)
        columns = (TextColumn("{task.description:<10}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=Console(stderr=True)) as bar:
            task = bar.add_task("Writing", total=20)
            return forge(answers, out, lambda step, drawn: bar.update(task, description=step, completed=drawn))


def _read(source: str) -> Any:
    try:
        text = sys.stdin.read() if source == "-" else Path(source).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"The answers in {source} cannot be read: {error}.") from error
    try:
        return json.loads(text)
    except ValueError as error:
        raise CommandError(f"The answers in {source} are not valid JSON: {error}.") from error
