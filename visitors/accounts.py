"""Accounts: one visitor behind each user, in every browser in which that user signs in.

An account's visitor is a new one, whose name no browser knows: at the first sign-in what the browser has moves along,
and every later browser brings what it has of its own, once. Browsers that were joined to this one stay what they are,
without what has moved: who made a link to go on elsewhere may have opened it in somebody else's browser.
"""

import secrets
from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.utils import timezone

from books import exports
from core.web import quotas
from core.web.visitors import join_account, known_visitor
from quiz.models import Submission
from stories import deletion
from stories.queries import stories_of
from visitors import joining, tokens
from visitors.models import Account

UNCONFIRMED = timedelta(days=7)  # after which an account goes whose address nobody confirmed


def enter(request: HttpRequest, user: Any) -> None:
    """Make the browser in which `user` was just signed in the visitor of that account, and bring along what it has.
    What belongs to another account stays there."""
    came_from = known_visitor(request)
    with transaction.atomic():
        owner = visitor_of(user)
        moves = bool(came_from) and not Account.objects.filter(owner=came_from).exists()
        if moves:
            joining.bring(came_from, owner)
    if moves:
        quotas.move(came_from, owner)
    join_account(request, owner)


def visitor_of(user: Any) -> str:
    """The visitor behind a user; made the first time."""
    account, _ = Account.objects.get_or_create(user=user, defaults={"owner": secrets.token_hex(16)})
    return account.owner


def visitors_of(users: list[Any]) -> list[str]:
    """The visitors behind these users."""
    return list(Account.objects.filter(user__in=users).values_list("owner", flat=True))


def delete(user: Any, *, with_stories: bool, by: str) -> None:
    """Delete an account with its address, passwords, keys and tokens. Its stories go too, as if each had been deleted,
    or stay with the visitor that was behind it."""
    owner = visitor_of(user)
    with transaction.atomic():
        if with_stories:
            deletion.delete_each(stories_of(owner, user), by=by)
            Submission.objects.filter(owner=owner).delete()
        exports.forget(owner)
        tokens.tokens_of(owner, user).delete()
        user.delete()


def forget_unconfirmed() -> None:
    """Delete the accounts that somebody asked for, perhaps with a stranger's address, and never confirmed."""
    addresses = EmailAddress.objects.filter(user=OuterRef("pk"))
    asked = get_user_model().objects.filter(
        Exists(addresses), ~Exists(addresses.filter(verified=True)), is_staff=False, last_login=None
    )
    asked.filter(date_joined__lt=timezone.now() - UNCONFIRMED).delete()
