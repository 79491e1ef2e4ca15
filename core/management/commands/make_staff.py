"""`manage.py make_staff`: the first staff account of a local copy."""

import secrets
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """Makes one account, once, and only in debug. Its password is printed and stored only as a hash."""

    help = "Make a staff account with a random password and print it once (only with DEBUG, only when there is none)."

    def handle(self, *args: Any, **options: Any) -> None:
        users = get_user_model()._default_manager
        if not settings.DEBUG:
            self.stdout.write("DEBUG is off: make staff accounts with `manage.py createsuperuser`.")
        elif not users.filter(is_staff=True).exists():
            password = secrets.token_urlsafe(9)
            users.create_superuser("staff", "", password)
            self.stdout.write(f"A staff account was made.  user: staff  password: {password}  (shown only this once)")
