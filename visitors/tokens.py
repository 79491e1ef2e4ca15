"""Tokens with which programs use the JSON API as a visitor, or as a member of staff, without a browser's session."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from core import secret
from core.errors import Invalid, NotFound, Refused
from core.status import Conflict
from core.text import clean_line
from core.web.visitors import act_as
from visitors import second_factor
from visitors.models import ApiToken

MOST = 20  # tokens of one visitor or user
UNUSED = timedelta(days=365)  # after which a token is revoked that nobody used
PREFIX = "sf_"  # by which those who look for lost secrets know one
PRECISION = timedelta(minutes=1)  # of when it was last used
NAME_LIMIT = 80  # characters
_WRONG = "This token is not valid: it was revoked, or not copied as a whole. The page /yours/ makes others."


def tokens_of(visitor: str, user: Any) -> QuerySet[ApiToken]:
    """The tokens that a visitor made without an account, and those of a signed-in user, newest first."""
    mine = Q(owner=visitor, user=None) if visitor else Q(pk=None)
    signed_in = bool(user and user.is_authenticated)
    return ApiToken.objects.filter(mine | Q(user=user) if signed_in else mine)


def make_token(visitor: str, user: Any, *, name: str, scopes: Collection[str]) -> str:
    """Make a token, which may read whatever else it may. Returns it; nothing can show it again."""
    name = clean_line(name)[:NAME_LIMIT]
    if not name:
        raise Invalid("name", "Give the token a name, by which you know the program.")
    if tokens_of(visitor, user).count() >= MOST:
        raise Conflict(f"You have {MOST} tokens. Revoke one of them first.")
    token = PREFIX + secret.new()
    ApiToken.objects.create(
        digest=secret.digest(token),
        owner=visitor,
        user=user if user and user.is_authenticated else None,
        name=name,
        scope=" ".join(one for one in ApiToken.SCOPES if one == ApiToken.READ or one in scopes),
    )
    return token


def revoke(visitor: str, user: Any, token_id: str) -> None:
    """Delete one of this visitor's or user's tokens. Raises NotFound for any other."""
    if not token_id.isdecimal() or not tokens_of(visitor, user).filter(pk=token_id).delete()[0]:
        raise NotFound("There is no such token")


def bearer_of(authorization: str) -> str | None:
    """The token in the header `Authorization`; None where it holds none."""
    kind, _, token = authorization.partition(" ")
    return token.strip() if kind.lower() == "bearer" else None


def authenticate(token: str, scope: str) -> ApiToken:
    """The row of a token that may do `scope`, noting that it was used. Raises Refused with 401, or with 403 for one
    that may not."""
    found = ApiToken.objects.select_related("user").filter(digest=secret.digest(token)).first()
    if found is None or (found.user and not found.user.is_active):
        raise Refused(_WRONG, status=401)
    if found.user and second_factor.lacks(found.user):
        raise Refused(second_factor.SENTENCE, status=403)
    if scope not in found.scopes:
        may = " and ".join(found.scopes)
        raise Refused(f"This token may {may}, and for this it needs the scope {scope}.", status=403)
    now = timezone.now()
    if found.used_at is None or found.used_at < now - PRECISION:
        ApiToken.objects.filter(pk=found.pk).update(used_at=now)
    return found


def let_in(request: HttpRequest, scope: str) -> bool:
    """Have a request with a token act as whoever made it, whatever session it has. False for one without a token.
    Raises as `authenticate`."""
    token = bearer_of(request.headers.get("Authorization", ""))
    if token is None:
        return False
    found = authenticate(token, scope)
    act_as(request, found.owner, found.user)
    return True


def tokens_of_all(visitors: Collection[str], users: Collection[Any]) -> QuerySet[ApiToken]:
    """All tokens of these visitors and of these users, also those that the users made in other browsers."""
    return ApiToken.objects.filter(Q(owner__in=visitors) | Q(user__in=users))


def forget_old() -> None:
    """Revoke the tokens that nobody has used for a year."""
    before = timezone.now() - UNUSED
    ApiToken.objects.filter(Q(used_at=None, created_at__lt=before) | Q(used_at__lt=before)).delete()
