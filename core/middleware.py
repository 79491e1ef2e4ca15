"""What every page answers with: the policy for browsers, and the words of refusals."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
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
