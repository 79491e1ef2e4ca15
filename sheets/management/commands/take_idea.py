"""`manage.py take_idea`: make a story of the next idea in the Google Sheet."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.urls import reverse

from providers.base import ProviderError
from sheets.ideas import NoIdea, take
from sheets.rows import absolute
from stories.answers import DEFAULT_TYPE
from stories.ledger import OverBudget


class Command(BaseCommand):
    """Takes one idea."""

    help = (
        "Make a story of the first idea in the sheet's first worksheet (column A) whose status (column C) is In "
        "Progress, and write the story's id there. The workers of the running site write it; its page is for staff."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--story-type", default=DEFAULT_TYPE, help="the story template (default: %(default)s)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the address of the story's page."""
        try:
            story = take(lambda says: self.stderr.write(says, style_func=str), options["story_type"])
        except NoIdea as error:
            raise CommandError(str(error)) from error
        except (ProviderError, OverBudget) as error:
            raise CommandError(f"Nothing was begun. {error.operator}") from error
        except DatabaseError as error:
            cure = "Run `make run` once, or `manage.py migrate` and `manage.py load_content`."
            raise CommandError(f"The database is not ready ({error}). {cure}") from error
        address = absolute(reverse("story:story", args=[story.pk]))
        self.stdout.write(f"“{story.answers['idea']}” becomes a story: {address}")
