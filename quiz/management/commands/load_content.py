"""`manage.py load_content`: the quiz and the story templates, where they are missing."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from quiz.content_loader import BrokenContent, load_content


class Command(BaseCommand):
    """Safe to run at every start: what staff changed stays as it is."""

    help = "Add the quiz and the story templates that come with StoryForge, where they are missing."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            added = load_content()
        except BrokenContent as error:
            raise CommandError(str(error)) from error
        for name, number in added.items():
            self.stdout.write(f"{number} {name} added." if number else f"The {name} are there already.")
