"""A site on which people sign in, as ACCOUNTS and STAFF_MFA make it; and people who do."""

import re
from typing import Any

from django.apps import apps
from django.core import mail
from django.test import Client

PASSWORD = "twenty red foxes"


def switch_on(settings: Any, *, accounts: str = "optional", staff_mfa: bool = False) -> None:
    """Have the test's settings be what `storyforge.settings` makes of these two."""
    settings.ACCOUNTS, settings.STAFF_MFA, settings.SIGN_IN_PAGES = accounts, staff_mfa, True
    settings.ROOT_URLCONF = "storyforge.urls_with_accounts"
    settings.LOGIN_URL, settings.LOGIN_REDIRECT_URL = "account_login", "quiz:home"
    axes, django = settings.AUTHENTICATION_BACKENDS[:2]
    settings.AUTHENTICATION_BACKENDS = [axes, django, "allauth.account.auth_backends.AuthenticationBackend"]
    ours = ["allauth.account.middleware.AccountMiddleware"]
    if staff_mfa:
        ours.append("visitors.middleware.SecondFactorMiddleware")
    if accounts == "required":
        ours.append("visitors.middleware.SignInRequiredMiddleware")
    apps.get_app_config("mfa").ready()
    settings.MIDDLEWARE = [*settings.MIDDLEWARE[:-1], *ours, settings.MIDDLEWARE[-1]]


def code_sent() -> str:
    """The code in the last mail."""
    found = re.findall(r"^([A-Z0-9]{3,}-?[A-Z0-9]{3,})$", mail.outbox[-1].body, re.MULTILINE)
    return str(found[-1])


def sign_up(client: Client, email: str = "mia@fox.example", password: str = PASSWORD) -> None:
    """Make an account in this browser, with the code from the mail."""
    asked = client.post("/account/signup/", {"email": email, "password1": password})
    assert (asked.status_code, asked["Location"]) == (302, "/account/confirm-email/")
    confirmed = client.post("/account/confirm-email/", {"code": code_sent()})
    assert confirmed.status_code == 302


def sign_in(client: Client, login: str = "mia@fox.example", password: str = PASSWORD, **how: Any) -> Any:
    """What the page to sign in answers."""
    return client.post("/account/login/", {"login": login, "password": password}, **how)
