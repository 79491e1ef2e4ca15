"""`manage.py forge_batch FILE`: many stories at once, made by the workers of the running site."""

import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.urls import reverse
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from batches import costs, queries, services, statuses
from batches.files import MOST_BYTES
from batches.models import Batch
from core.errors import Refused
from core.health import health
from providers.base import ProviderError
from sheets.ideas import NoIdea
from sheets.rows import absolute
from stories.answers import DEFAULT_TYPE
from stories.ledger import OverBudget

BY = "command-line"
LOOK_SECONDS = 1.0
_NO_WORKER = "No worker answers: start the site with `make run`. The batch begins when one does."


class Command(BaseCommand):
    """Makes a batch of a file and follows it."""

    help = (
        "Make a story of every row of a file of answers (CSV, or JSON lines; or of the ideas in the Google Sheet). The "
        "workers of the running site make them; this command says the price before, and follows them. Called again "
        "with the same file it goes on with the same batch, and pays nothing twice."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        source = parser.add_mutually_exclusive_group(required=True)
        source.add_argument("file", nargs="?", help="a CSV or JSON file, or - for standard input")
        source.add_argument("--ideas", action="store_true", help="the ideas of the Google Sheet that are In Progress")
        stages = [name for name, _ in Batch.STAGES]
        parser.add_argument("--until", choices=stages, help="how far each story is made (default: pictures)")
        parser.add_argument("--story-type", default=DEFAULT_TYPE, help="with --ideas: the story template")
        parser.add_argument("--user", default="", help="the user whose stories they are; else staff see them")
        parser.add_argument("--yes", action="store_true", help="do not ask before what costs money begins")
        parser.add_argument("--detach", action="store_true", help="do not follow the batch")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prepare the batch, ask, start it and follow it. Fails when a row did."""
        try:
            batch = self._prepare(**options)
            self._start(batch, options["until"] or "", yes=options["yes"])
        except (NoIdea, Refused) as error:
            raise CommandError(error.operator if isinstance(error, OverBudget) else str(error)) from error
        except ProviderError as error:
            raise CommandError(f"Nothing was begun. {error.operator}") from error
        except DatabaseError as error:
            cure = "Run `make run` once, or `manage.py migrate` and `manage.py load_content`."
            raise CommandError(f"The database is not ready ({error}). {cure}") from error
        address = absolute(reverse("admin:batches_batch_change", args=[batch.pk]))
        self.stdout.write(f"{batch} is made by the workers. Its page: {address}")
        if not health()["workers"]:
            self.stderr.write(_NO_WORKER, style_func=str)
        if not options["detach"]:
            self._follow(batch)

    def _prepare(self, *, file: str, ideas: bool, user: str, story_type: str, **options: Any) -> Batch:
        owner = get_user_model().objects.filter(username=user).first() if user else None
        if user and owner is None:
            raise CommandError(f"There is no user called {user}.")
        if ideas:
            return services.prepare_ideas(user=owner, by=user or BY, story_type=story_type)
        return services.prepare(Path(file).name, _read(file), user=owner, by=user or BY)

    def _start(self, batch: Batch, until: str, *, yes: bool) -> None:
        for row in queries.invalid_rows(batch):
            self.stderr.write(f"Line {row.line} is left out. {row.error}", style_func=str)
        failed = batch.rows.filter(status=statuses.FAILED).exclude(answers={}).exists()
        if batch.is_running and not failed and batch.reaches(until or batch.until):
            return
        services.check_may_start(batch, until or batch.until)
        todo = list(queries.open_rows(batch, until))
        if not todo:
            return
        self.stderr.write(costs.price_sentence(todo, until or batch.until), style_func=str)
        if costs.cost_of(todo, until or batch.until) != 0 and not yes:
            self._ask(len(todo))
        services.start(batch, until=until, by=batch.by)
        services.try_again(batch, by=batch.by)

    def _ask(self, count: int) -> None:
        if not sys.stdin.isatty():
            raise CommandError("Nothing was begun: nobody can be asked here. Call it with --yes to agree to the price.")
        self.stderr.write(f"Make {count} {'story' if count == 1 else 'stories'}? [y/N] ", ending="", style_func=str)
        if input().strip().lower() not in ("y", "yes"):
            raise CommandError("Nothing was begun, and nothing was paid.")

    def _follow(self, batch: Batch) -> None:
        columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
        try:
            with Progress(*columns, console=Console(stderr=True)) as bar:
                task = bar.add_task("", total=100)
                while not (now := queries.progress_of(batch)).is_done and not batch.stopped_at:
                    bar.update(task, completed=now.percent, description=_line(batch, now))
                    time.sleep(LOOK_SECONDS)
                    batch.refresh_from_db()
                bar.update(task, completed=now.percent, description=now.words)
        except KeyboardInterrupt:
            says = "The batch goes on without this command. Call it again to follow it; its page stops it."
            self.stderr.write(says, style_func=str)
            return
        self._conclude(batch)

    def _conclude(self, batch: Batch) -> None:
        if batch.stopped_at:
            raise CommandError("The batch was stopped on its page. Call the command again with --yes to go on.")
        failed = list(batch.rows.filter(status=statuses.FAILED))
        for row in failed:
            self.stderr.write(f"Line {row.line} was not made. {row.error}", style_func=str)
        made = batch.rows.filter(status=statuses.MADE).count()
        self.stdout.write(f"{made} of {made + len(failed)} stories are made.")
        if failed:
            raise CommandError("Called again with the same file, the command tries once more what failed.")


def _line(batch: Batch, now: queries.Progress) -> str:
    return ", ".join(filter(None, (now.words, now.left, batch.note)))


def _read(source: str) -> bytes:
    try:
        if source == "-":
            return sys.stdin.buffer.read(MOST_BYTES + 1)
        with Path(source).open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise CommandError(f"The answers in {source} cannot be read: {error}.") from error
