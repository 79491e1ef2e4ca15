"""`manage.py make_sample`: the story on the start page, its pictures and its film, made anew."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from providers.base import ProviderError
from studio.sample import make_sample


class Command(BaseCommand):
    """Writes static/sample/ with the providers of this machine; uses no database, no Redis and no key."""

    help = "Make the story on the start page anew: text, pictures and film go to static/sample/. Takes a few minutes."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            make_sample(settings.BASE_DIR / "static/sample", self.stdout.write)
        except (OSError, ProviderError) as error:
            raise CommandError(f"The sample could not be made: {error}") from error
