"""Sessions in the database. A visitor's lasts as long as browsers allow, for it owns the visitor's stories; a sign-in
that is kept in it ends earlier: by signing out, or for staff after STAFF_IDLE_SECONDS in which nobody did anything.

Without an account the stories are the browser's, and stay when a sign-in ends. The visitor of an account is in the
session only while somebody is signed in: with the sign-in everything goes."""

import time
from typing import Any

from django.conf import settings
from django.contrib import auth
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.dispatch import receiver
from django.http import HttpRequest

ACTIVE_KEY = "active_at"  # when somebody signed in or last did something, in seconds since 1970
OF_ACCOUNT = "of_account"  # true where the visitor is an account's
STAYS = "stays"  # true for a sign-in that does not end by itself
VISITOR_KEY, PASSES_KEY = "visitor", "guest_of"  # the visitor's name; the passes for stories of others
OF_THE_BROWSER = (VISITOR_KEY, PASSES_KEY, "_session_expiry")
PRECISION = 60  # seconds; less often than at every request, since each time writes the session


class SessionStore(DatabaseSessions):
    """Django's, in which a sign-in that is over does not appear."""

    def decode(self, session_data: Any) -> dict[str, Any]:
        data: dict[str, Any] = super().decode(session_data)
        signed_in = auth.SESSION_KEY in data and STAYS not in data
        over = signed_in and data.get(ACTIVE_KEY, 0) + settings.STAFF_IDLE_SECONDS < time.time()
        return _signed_out(data) if over else data

    def flush(self) -> None:
        """End the sign-in. The stories of a visitor without an account belong to the browser, so they stay with its
        next session."""
        kept = _signed_out(dict(self.items()))
        super().flush()
        self.update(kept)


def _signed_out(data: dict[str, Any]) -> dict[str, Any]:
    """What stays of a session when the sign-in in it ends: nothing that tells how somebody signed in."""
    return {} if OF_ACCOUNT in data else {key: data[key] for key in OF_THE_BROWSER if key in data}


def note_activity(request: HttpRequest) -> None:
    """Put off the end of a sign-in. What a page fetches by itself is nobody's doing."""
    session = request.session
    if not session.accessed or auth.SESSION_KEY not in session or _by_the_page_itself(request):
        return
    if session.get(ACTIVE_KEY, 0) + PRECISION < time.time():
        session[ACTIVE_KEY] = time.time()
    if STAYS in session and getattr(getattr(request, "_cached_user", None), "is_staff", False):
        del session[STAYS]  # who was made a member of staff meanwhile


def _by_the_page_itself(request: HttpRequest) -> bool:
    headers = request.headers
    alone = "HX-Request" in headers or headers.get("Sec-Fetch-Dest", "document") != "document"
    return request.method == "GET" and alone


@receiver(user_logged_in)
def _begin(sender: Any, request: HttpRequest, **kwargs: Any) -> None:
    request.session[ACTIVE_KEY] = time.time()
    request.session.pop(STAYS, None)
    if not kwargs["user"].is_staff:
        request.session[STAYS] = True
