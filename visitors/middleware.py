"""What is open before one has signed in, where ACCOUNTS is "required", and to staff before their second factor, where
STAFF_MFA is on."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse

from core.web.visitors import is_staff
from stories import guests
from visitors import second_factor
from visitors.tokens import bearer_of

_SENTENCE = "Sign in first, or send a token in the header Authorization. The page /yours/ makes tokens."
# By the app's or the view's name. Whoever has the link of a public page or of a review needs no account.
OPEN = frozenset(
    {
        *("favicon", "security_txt", "csp_report", "metrics", "privacy"),
        *("api-1:get_health", "api-1:openapi-json", "api-1:openapi-view"),
        *("publishing", "review:ask", "review:open", "admin", "front_page", "doctor", "hours"),
    }
)


class _BeforeViews:
    """What both have in common: they act only once the view is known."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)


class SignInRequiredMiddleware(_BeforeViews):
    """Sends whoever is not signed in to the page to sign in, and answers programs without a token with 401."""

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> HttpResponse | None:
        """The answer to who is not signed in; None for everybody else."""
        match = request.resolver_match
        if match is None or _is_open(match.namespaces, match.view_name) or request.user.is_authenticated:
            return None
        if str(kwargs.get("story_id", "")) in guests.passes_of(request):
            return None
        if match.app_name == "ninja" or match.view_name == "story:media":
            if bearer_of(request.headers.get("Authorization", "")) is not None:
                return None  # the view looks at it
            return JsonResponse({"error": _SENTENCE}, status=401)
        return redirect(f"{reverse('account_login')}?{urlencode({'next': request.get_full_path()})}")


def _is_open(namespaces: list[str], name: str) -> bool:
    return name in OPEN or bool(OPEN.intersection(namespaces)) or name.startswith(("account_", "mfa_"))


# Nothing in these depends on who asks.
OF_NOBODY = frozenset(
    {"favicon", "security_txt", "csp_report", "privacy", "admin:login", "admin:logout", "admin:jsi18n"}
    | {"api-1:get_health", "api-1:openapi-json", "api-1:openapi-view"}
)


class SecondFactorMiddleware(_BeforeViews):
    """Leads staff who have no second factor to where they set one up, and those who did not use theirs in this browser
    to where they do; every other page is closed to them until then."""

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> HttpResponse | None:
        """The answer to members of staff without a second factor; None for everybody else."""
        match = request.resolver_match
        if match is None or match.view_name in OF_NOBODY or match.view_name.startswith(("account_", "mfa_")):
            return None
        # Who sends no cookie is not signed in; looking would make the answer differ by cookie.
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or not is_staff(request.user):
            return None
        page = second_factor.missing(request.user, request.session)
        if not page:
            return None
        if match.app_name == "ninja":
            return JsonResponse({"error": second_factor.SENTENCE}, status=403)
        return redirect(f"{reverse(page)}?{urlencode({'next': request.get_full_path()})}")
