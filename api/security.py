"""Who calls the API: a browser with its session, or a program with a token. And what every POST must be: JSON of a
limited size, sent from a page of this site."""

import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import DisallowedHost, RequestDataTooBig
from django.http import HttpRequest
from ninja.parser import Parser
from ninja.security import APIKeyCookie
from ninja.security.http import HttpAuthBase

from core.errors import Refused
from visitors import tokens
from visitors.models import ApiToken


class SessionCookie(APIKeyCookie):
    """The browser's session owns the stories made in it. A request without one is served as well: it owns nothing."""

    param_name = settings.SESSION_COOKIE_NAME
    openapi_description = "The site's session cookie. /submit and /approve_scenes set it where there is none."

    def authenticate(self, request: HttpRequest, key: str | None) -> bool:
        """Refuse a POST of another site, or without JSON. No CSRF token is asked for: no form can send such a POST, nor
        a DELETE."""
        check_request(request)
        return True


class BearerToken(HttpAuthBase):
    """A token that a visitor made acts for that visitor. It counts instead of the session, if it is of the `scope`."""

    openapi_scheme = "bearer"
    openapi_description = (
        "A token from the site's page /yours/, of the scope read, make or review. It counts instead of the cookie."
    )

    def __init__(self, scope: str) -> None:
        self.scope = scope
        super().__init__()

    def __call__(self, request: HttpRequest) -> bool:
        """False for a request without a token, which is a browser's. Raises Refused for a wrong token."""
        if not tokens.let_in(request, self.scope):
            return False
        check_request(request, settings.CORS_ORIGINS)
        return True


def callers(scope: str) -> list[BearerToken | SessionCookie]:
    """Who may make a call that needs this scope of a token."""
    return [BearerToken(scope), SessionCookie(csrf=False)]


READERS, MAKERS, REVIEWERS = (callers(scope) for scope in ApiToken.SCOPES)


class ParsedBody(Parser):
    """Gives django-ninja the body that `check_request` has read."""

    def parse_body(self, request: HttpRequest) -> Any:
        return request.json  # type: ignore[attr-defined]


def check_request(request: HttpRequest, origins: Sequence[str] = ()) -> None:
    """Raise Refused for what another site sends that is none of `origins`, and for a POST without JSON."""
    if request.method in ("POST", "DELETE") and request.headers.get("Origin") not in origins:
        check_origin(request)
    if request.method == "POST":
        request.json = json_object(request)  # type: ignore[attr-defined]


def check_origin(request: HttpRequest) -> None:
    """Raise Refused with 403 when an Origin header names a site that this one does not serve."""
    origin = request.headers.get("Origin")
    if origin is None or origin in settings.CSRF_TRUSTED_ORIGINS:
        return
    try:
        parts = urlsplit(origin)
        is_own = parts.scheme in ("http", "https") and parts.netloc == request.get_host()
    except (ValueError, DisallowedHost):
        is_own = False
    if not is_own:
        raise Refused("This request comes from another site, which may not act for you here.", status=403)


def json_object(request: HttpRequest) -> dict[str, Any]:
    """The body as a JSON object. Raises Refused with 415, 413 or 400."""
    if request.content_type != "application/json":
        raise Refused("Send the body as JSON, with the header Content-Type: application/json.", status=415)
    try:
        value = json.loads(_limited_body(request).decode("utf-8"))
    except (ValueError, RecursionError):
        raise Refused("The body is not valid JSON.", status=400) from None
    if not isinstance(value, dict):
        raise Refused("The body must be a JSON object, like {...}.", status=400)
    return value


def _limited_body(request: HttpRequest) -> bytes:
    try:
        if len(request.body) <= settings.API_BODY_LIMIT:
            return request.body
    except RequestDataTooBig:
        pass
    raise Refused(f"The body is too large: {settings.API_BODY_LIMIT // 1024} KiB are allowed.", status=413)
