"""What every answer carries: its Content-Security-Policy and its compression; and the page on which a visitor reads a
refusal."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render
from django.views.defaults import page_not_found
from django_htmx.http import reswap, retarget

from core.errors import NotFound, Refused
from core.web.quotas import TooMany

_PICTURES = " ".join(settings.PICTURE_ORIGINS)
POLICY = "; ".join(
    (
        "default-src 'self'",
        f"img-src 'self' data: {_PICTURES}".strip(),
        " ".join(("media-src 'self'", *settings.PICTURE_ORIGINS, *settings.FILE_ORIGINS)),
        "style-src 'self'",
        "script-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "report-uri /csp-report",  # older than `report-to`, and all browsers know it
    )
)

PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"  # the pages need none of them

# What Django's middleware adds to its answers, for ASGI applications that it does not see.
ASGI_HEADERS = [
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
    (b"permissions-policy", PERMISSIONS.encode()),
]


class ContentSecurityPolicyMiddleware:
    """Adds the policies to every answer that has none of its own. A story's pages are stored by no browser and no
    proxy: the next person at the same computer must not find them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        if request.path.startswith("/stories/"):
            response.headers.setdefault("Cache-Control", "no-store")
        return response


# Answers that are compressed. Pictures are already.
TEXTS = frozenset(
    {"text/html", "text/css", "text/javascript", "application/javascript", "application/json", "image/svg+xml"}
)


class CompressTextsMiddleware(GZipMiddleware):
    """Django's gzip middleware, for whole answers that are texts; its random bytes hide a secret's length. Files that
    `collectstatic` has compressed pass unchanged."""

    def process_response(self, request: HttpRequest, response: Any) -> HttpResponseBase:
        kind = response.headers.get("Content-Type", "").partition(";")[0]
        if response.status_code == 206 or kind not in TEXTS or response.has_header("Content-Encoding"):
            return response
        if response.has_header("Last-Modified"):
            # gzip would make the ETag a weak one, which whitenoise never matches. The date is enough.
            del response.headers["ETag"]
        return super().process_response(request, response)


class AdminLookupMiddleware:
    """Refuses addresses that filter a list of admin by a regular expression: on SQLite it runs in Python, where one can
    take hours, and nothing else is answered meanwhile."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        lookups = {name.rpartition("__")[2] for name in request.GET} if request.path.startswith("/admin/") else set()
        if lookups & {"regex", "iregex"}:
            return refused(request, Refused("Lists cannot be filtered by a regular expression here.", status=400))
        return self.get_response(request)


class RefusedMiddleware:
    """Answers a `Refused` that a view raised: NotFound with the site's 404 page, every other with its sentence."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, NotFound):
            return page_not_found(request, error)
        return refused(request, error) if isinstance(error, Refused) else None


def refused(request: HttpRequest, error: Refused) -> HttpResponse:
    """The sentence on a page of its own; for htmx in the line for problems, so that what was typed stays."""
    context = {"sentence": error.sentence}
    if request.htmx:  # type: ignore[attr-defined]
        response = retarget(render(request, "_problem.html", context, status=error.status), "#problem")
        return with_retry_after(reswap(response, "outerHTML"), error)
    return with_retry_after(render(request, "refused.html", context, status=error.status), error)


def with_retry_after(response: HttpResponse, error: Refused) -> HttpResponse:
    """The response, with Retry-After where the refusal says when to try again."""
    if error.retry_after is not None:
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def signed_in_as(request: HttpRequest | None, credentials: Any = None) -> str:
    """The name or e-mail address with which somebody tries to sign in. Called by django-axes."""
    given = credentials or {}
    return str(given.get("username") or given.get("email") or "").lower()[:255]


def locked_out(request: HttpRequest, response: HttpResponse | None = None, credentials: Any = None) -> HttpResponse:
    """The answer after too many wrong passwords. Called by django-axes."""
    minutes = settings.LOGIN_LOCK_MINUTES
    sentence = f"There were too many wrong passwords. Signing in under this name is locked for {minutes} minutes."
    return refused(request, TooMany(sentence, minutes * 60))
