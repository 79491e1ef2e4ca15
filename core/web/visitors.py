"""Who asks: a visitor is a browser session, recognised by a random name that is kept in it; and the address of a
request, which is the socket's, or the one that the trusted proxies in front of the site report."""

import secrets
from collections.abc import Collection, Iterator
from contextlib import suppress
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.base import SessionBase, UpdateError
from django.contrib.sessions.middleware import SessionMiddleware
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse

from core.web import sessions

SESSION_KEY = sessions.VISITOR_KEY
ACTING = "acting_visitor"  # on a request that acts for another visitor than its session's
# A provider gives a household at least so many bits of an IPv6 address; the rest it may change as it likes.
HOUSEHOLD_BITS = 64


class VisitorSessionMiddleware(SessionMiddleware):
    """Django's session middleware, which saves no session with a 5xx. Here it does with a 502 and a 504: the story that
    a new visitor waited for in vain is theirs all the same. It also notes what somebody who is signed in does."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        sessions.note_activity(request)
        status = response.status_code
        response.status_code = 200 if status in (502, 504) else status
        answer = super().process_response(request, response)
        answer.status_code = status
        return answer


def visitor_of(request: HttpRequest) -> str:
    """The visitor's name (32 hexadecimal digits). The first call makes one and keeps it in the session, for as long as
    browsers allow: this visitor has stories, or is about to."""
    if acting := getattr(request, ACTING, ""):
        return str(acting)
    request.session.set_expiry(None)
    return known_visitor(request) or remember(request, secrets.token_hex(16))


def remember(request: HttpRequest, name: str, *, seconds: int | None = None) -> str:
    """Keep the name of a new visitor in the session, for so many seconds."""
    request.session[SESSION_KEY] = name
    request.session.set_expiry(seconds)
    return name


def remember_for(request: HttpRequest, seconds: int | None) -> None:
    """Keep the session of a visitor who is known already for so many seconds; None: for as long as browsers allow."""
    if known_visitor(request) and not is_of_account(request):
        request.session.set_expiry(seconds)


def forget(request: HttpRequest) -> None:
    """Take the name out of the session, so that a new visitor who is refused leaves none."""
    request.session.pop(SESSION_KEY, None)


def known_visitor(request: HttpRequest) -> str:
    """The visitor's name, or "" for one who has none yet. Makes no session."""
    if acting := getattr(request, ACTING, ""):
        return str(acting)
    return visitor_in(request.session, getattr(request, "user", None))


def visitor_in(session: SessionBase, user: Any) -> str:
    """The visitor's name in a session, or "". That of an account counts only while the account is signed in."""
    if session.get(sessions.OF_ACCOUNT) and not (user and user.is_authenticated):
        return ""
    return str(session.get(SESSION_KEY, ""))


def join(request: HttpRequest, name: str) -> None:
    """Make the browser the visitor of that name, under a new session key: who knew the old one does not come along."""
    request.session.cycle_key()
    remember(request, name)


def join_account(request: HttpRequest, name: str) -> None:
    """Make a browser in which an account was just signed in the visitor of that account, until the sign-in ends."""
    request.session[sessions.OF_ACCOUNT] = True
    remember(request, name)


def leave_account(request: HttpRequest) -> None:
    """Let the browser keep the visitor of an account that is about to be deleted, as one without an account."""
    request.session.pop(sessions.OF_ACCOUNT, None)


def is_of_account(request: HttpRequest) -> bool:
    """Whether the visitor of the request is an account's."""
    return sessions.OF_ACCOUNT in request.session


def act_as(request: HttpRequest, name: str, user: Any) -> None:
    """Have this one request act as the visitor of that name and as `user` (None for no account). Its session stays what
    it is."""
    setattr(request, ACTING, name)
    request.user = user or AnonymousUser()


def sessions_of(names: Collection[str]) -> Iterator[str]:
    """The keys of the sessions of these visitors. Looks through all sessions."""
    for session in Session.objects.iterator():
        if session.get_decoded().get(SESSION_KEY) in names:
            yield session.pk


def rename_sessions(old: str, new: str) -> None:
    """Make every browser of the visitor `old` the visitor `new`."""
    for key in list(sessions_of({old})):
        session = sessions.SessionStore(key)
        session[SESSION_KEY] = new
        with suppress(UpdateError):  # it ended meanwhile
            session.save()


def is_staff(user: Any) -> bool:
    """Whether `user` is a signed-in member of staff."""
    return bool(user and user.is_authenticated and user.is_active and user.is_staff)


def display_name(request: HttpRequest) -> str:
    """Who acts, for the history: the name of a guest with which a story was fetched, that of a member of staff, else
    "visitor". The name of an account was made of an e-mail address, which others need not read."""
    if guest := getattr(request, "guest_name", ""):
        return str(guest)
    user = getattr(request, "user", None)
    return str(user.get_username()) if user and is_staff(user) else "visitor"


def sign_in_pages(request: HttpRequest) -> dict[str, Any]:
    """For all templates: ACCOUNTS and STAFF_MFA, which say whether there are pages to sign in; and whether browsers
    have passkeys at this address, which must be a name, and HTTPS or this machine."""

    def has_passkeys() -> bool:
        host = request.get_host()
        return host.partition(":")[0] == "localhost" or (request.is_secure() and household(host) is None)

    return {"accounts": settings.ACCOUNTS, "staff_mfa": settings.STAFF_MFA, "has_passkeys": has_passkeys}


def address_of(request: HttpRequest) -> str | None:
    """The address to count, as `household` gives it. None when nothing says which, as behind a Unix socket without
    trusted proxies."""
    reported = household(_reported(request.META.get("HTTP_X_FORWARDED_FOR", "")))
    return reported or household(request.META.get("REMOTE_ADDR", ""))


def client_address(forwarded: str, peer: str) -> str:
    """The whole address for the log: the one that the trusted proxies report in the header X-Forwarded-For, else the
    socket's; "" for none."""
    return str(_parsed(_reported(forwarded)) or _parsed(peer) or "")


def household(address: str) -> str | None:
    """An IPv4 address, or the first one of the IPv6 household to which this one belongs. None for no address."""
    found = _parsed(address)
    if isinstance(found, IPv6Address):
        return str(IPv6Network((found, HOUSEHOLD_BITS), strict=False).network_address)
    return str(found) if found else None


def _reported(forwarded: str) -> str:
    """What the outermost trusted proxy saw. Each proxy adds its client's address on the right, so this one stands
    TRUSTED_PROXIES places from the right; everything further left came with the request and may be invented."""
    places = forwarded.split(",")
    hops = settings.TRUSTED_PROXIES
    return places[-hops] if 0 < hops <= len(places) else ""


def _parsed(text: str) -> IPv4Address | IPv6Address | None:
    """The address in "192.0.2.1", "192.0.2.1:1234", "2001:db8::1" or "[2001:db8::1]:1234"; None for anything else."""
    text = text.strip()
    host = text[1:].partition("]")[0] if text.startswith("[") else text
    if host.count(":") == 1:
        host = host.partition(":")[0]
    try:
        found = ip_address(host.partition("%")[0])
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found
