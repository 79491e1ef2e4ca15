"""Sessions in the database. A visitor's lasts as long as browsers allow, for it owns the visitor's stories; a sign-in
that is kept in it ends earlier: by signing out, or after STAFF_IDLE_SECONDS in which nobody did anything."""

import time
from typing import Any

from django.conf import settings
from django.contrib import auth
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.dispatch import receiver
from django.http import HttpRequest

ACTIVE_KEY = "active_at"  # when somebody signed in or last did something, in seconds since 1970
SIGN_IN_KEYS = (auth.SESSION_KEY, auth.BACKEND_SESSION_KEY, auth.HASH_SESSION_KEY)
PRECISION = 60  # seconds; less often than at every request, since each time writes the session


class SessionStore(DatabaseSessions):
    """Django's, in which a sign-in that is over does not appear."""

    def decode(self, session_data: Any) -> dict[str, Any]:
        data: dict[str, Any] = super().decode(session_data)
        if data.get(ACTIVE_KEY, 0) + settings.STAFF_IDLE_SECONDS < time.time():
            for key in SIGN_IN_KEYS:
                data.pop(key, None)
        return data

    def flush(self) -> None:
        """End the sign-in. The visitor's stories belong to the browser, so they stay with its next session."""
        kept = {key: value for key, value in self.items() if key not in (*SIGN_IN_KEYS, ACTIVE_KEY)}
        super().flush()
        self.update(kept)


def note_activity(request: HttpRequest) -> None:
    """Put off the end of a sign-in. What a page fetches by itself is nobody's doing."""
    session = request.session
    if not session.accessed or auth.SESSION_KEY not in session or _by_the_page_itself(request):
        return
    if session.get(ACTIVE_KEY, 0) + PRECISION < time.time():
        session[ACTIVE_KEY] = time.time()


def _by_the_page_itself(request: HttpRequest) -> bool:
    headers = request.headers
    alone = "HX-Request" in headers or headers.get("Sec-Fetch-Dest", "document") != "document"
    return request.method == "GET" and alone


@receiver(user_logged_in)
def _begin(sender: Any, request: HttpRequest, **kwargs: Any) -> None:
    request.session[ACTIVE_KEY] = time.time()
