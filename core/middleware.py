"""What every request must keep to: its policy for browsers, the words of refusals, the JSON API's rules for POST."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import DisallowedHost, RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port, validate_host
from django.shortcuts import render
from django.views.defaults import page_not_found
from django_htmx.http import reswap, retarget

from core.errors import NotFound
from core.quotas import TooMany

POLICY = "; ".join(
    (
        "default-src 'self'",
        " ".join(("img-src 'self' data:", *settings.PICTURE_ORIGINS)),
        " ".join(("media-src 'self'", *settings.PICTURE_ORIGINS)),
        "style-src 'self'",
        "script-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)

# What Django's own middleware adds to its answers, for those that it never sees.
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
}


class ContentSecurityPolicyMiddleware:
    """Adds the policy to every answer that has none of its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        return response


class PlainWordsMiddleware:
    """Answers NotFound, from whichever room, with the site's own 404 page, and TooMany with a sentence and 429."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Called by Django when a view raised."""
        if isinstance(error, TooMany):
            return too_many(request, error)
        return page_not_found(request, error) if isinstance(error, NotFound) else None


def too_many(request: HttpRequest, error: TooMany) -> HttpResponse:
    """The sentence on a page of its own; for htmx in the line for problems, so that what was typed stays."""
    context = {"sentence": str(error)}
    if request.htmx:  # type: ignore[attr-defined]
        response = retarget(render(request, "_problem.html", context, status=429), "#problem")
        return later(reswap(response, "outerHTML"), error)
    return later(render(request, "refused.html", context, status=429), error)


def later(response: HttpResponse, error: TooMany) -> HttpResponse:
    """The response, saying when to try again."""
    response.headers["Retry-After"] = str(error.retry_after)
    return response


def locked_out(request: HttpRequest, response: HttpResponse | None = None, credentials: Any = None) -> HttpResponse:
    """What somebody reads who signed in wrongly too often. Called by django-axes."""
    minutes = settings.LOGIN_LOCK_MINUTES
    sentence = f"There were too many wrong passwords. Signing in under this name is locked for {minutes} minutes."
    return too_many(request, TooMany(sentence, minutes * 60))


class ApiError(Exception):
    """An answer of the JSON API that is not a success: `status` and one sentence a person can act on."""

    def __init__(self, status: int, message: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.headers = headers or {}


def json_object(request: HttpRequest) -> dict[str, Any]:
    """The body of a POST as a JSON object. Raises ApiError 403, 413, 415 or 400 for what the contract refuses."""
    check_origin(request)
    if request.content_type != "application/json":
        raise ApiError(415, "Send the body as JSON, with the header Content-Type: application/json.")
    return _parsed(_limited_body(request))


def check_origin(request: HttpRequest) -> None:
    """Raise ApiError 403 when an Origin header names a site that this one does not serve."""
    origin = request.headers.get("Origin")
    if origin is None or origin in settings.CSRF_TRUSTED_ORIGINS:
        return
    if not _own(request, origin):
        raise ApiError(403, "This request comes from another site, which may not act for you here.")


def _own(request: HttpRequest, origin: str) -> bool:
    """Whether `origin` is the site that the request was sent to."""
    try:
        parts = urlsplit(origin)
        host = request.get_host()
    except (ValueError, DisallowedHost):
        return False
    domain, _ = split_domain_port(parts.netloc)
    return parts.scheme in ("http", "https") and parts.netloc == host and validate_host(domain, _allowed_hosts())


def _allowed_hosts() -> list[str]:
    return settings.ALLOWED_HOSTS or (["localhost", "127.0.0.1", "[::1]"] if settings.DEBUG else [])


def _limited_body(request: HttpRequest) -> bytes:
    limit = settings.API_BODY_LIMIT
    sentence = f"The body is too large: {limit // 1024} KiB are allowed."
    said = request.headers.get("Content-Length") or "0"
    if said.isdecimal() and int(said) > limit:
        raise ApiError(413, sentence)
    try:
        body = request.body
    except RequestDataTooBig as error:
        raise ApiError(413, sentence) from error
    if len(body) > limit:
        raise ApiError(413, sentence)
    return body


def _parsed(body: bytes) -> dict[str, Any]:
    try:
        value = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise ApiError(400, "The body is not valid JSON.") from error
    if not isinstance(value, dict):
        raise ApiError(400, "The body must be a JSON object, like {...}.")
    return value
