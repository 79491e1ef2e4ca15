"""Visitors: a visitor is a browser session, recognised by a random name that is kept in it."""

import secrets
from typing import Any

from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse

SESSION_KEY = "visitor"


class VisitorSessionMiddleware(SessionMiddleware):
    """Django's session middleware, which saves no session with a 5xx. Here it does with a 502 and a 504: the story that
    a new visitor waited for in vain is theirs all the same."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Save the session and send its cookie."""
        status = response.status_code
        response.status_code = 200 if status in (502, 504) else status
        answer = super().process_response(request, response)
        answer.status_code = status
        return answer


def visitor_of(request: HttpRequest) -> str:
    """The visitor's name (32 hexadecimal digits). The first call makes one and keeps it in the session."""
    name = request.session.get(SESSION_KEY)
    if not name:
        name = request.session[SESSION_KEY] = secrets.token_hex(16)
    return str(name)


def known_visitor(request: HttpRequest) -> str:
    """The visitor's name, or "" for one who has none yet. Makes no session."""
    return str(request.session.get(SESSION_KEY, ""))


def is_staff(user: Any) -> bool:
    """Whether `user` is a signed-in member of staff."""
    return bool(user and user.is_authenticated and user.is_active and user.is_staff)


def display_name(request: HttpRequest) -> str:
    """Who acts, for the history: the user's name, else "visitor"."""
    user = getattr(request, "user", None)
    return user.get_username() if user and user.is_authenticated else "visitor"
