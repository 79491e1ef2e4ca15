"""The second factor of staff: an authenticator app or a passkey beside the password, where STAFF_MFA asks for it."""

from collections.abc import Mapping
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from core.web.visitors import is_staff

SESSION_KEY = "second_factor"  # the user who used one in this browser since signing in
SENTENCE = "The people who run this site need a second factor here. Sign in on the site to set one up or to use yours."
KINDS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def note(sender: Any, request: HttpRequest, user: Any, **kwargs: Any) -> None:
    """Remember in the session that its user has just set up or used a second factor."""
    request.session[SESSION_KEY] = str(user.pk)


def lacks(user: Any) -> bool:
    """Whether this is a member of staff who must have a second factor and has none."""
    return settings.STAFF_MFA and is_staff(user) and not _kinds(user)


def missing(user: Any, session: Mapping[str, Any]) -> str:
    """The name of the page on which a member of staff sets up a second factor, or uses it in this browser; "" where
    nothing is missing."""
    if not (settings.STAFF_MFA and is_staff(user)):
        return ""
    kinds = _kinds(user)
    if not kinds:
        return "mfa_activate_totp"
    if session.get(SESSION_KEY) == str(user.pk):
        return ""
    return "mfa_reauthenticate" if Authenticator.Type.TOTP in kinds else "mfa_reauthenticate_webauthn"


def known_user(user: Any, session: Mapping[str, Any]) -> Any:
    """The user of a session, or nobody where a second factor is missing."""
    return AnonymousUser() if missing(user, session) else user


def _kinds(user: Any) -> set[str]:
    return set(Authenticator.objects.filter(user=user, type__in=KINDS).values_list("type", flat=True))
