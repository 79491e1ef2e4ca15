"""`manage.py reset_second_factor`: for somebody who lost the phone, or the key, and the recovery codes."""

from argparse import ArgumentParser
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    """Deletes the second factors of one user, who sets up new ones after the next sign-in."""

    help = "Remove the authenticator app, passkeys and recovery codes of a user who lost them. The password stays."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="the user's name")

    def handle(self, *args: Any, **options: Any) -> None:
        """Remove them. Raises CommandError for a user who does not exist."""
        user = get_user_model()._default_manager.filter(username=options["name"]).first()
        if user is None:
            raise CommandError(f"There is no user {options['name']}. The names stand in the admin, under Users.")
        count, _ = Authenticator.objects.filter(user=user).delete()
        self.stdout.write(f"{count} removed. {user} signs in with the password alone, and can set up others.")
