"""What visitors may open before they have signed in, where ACCOUNTS is "required"."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse

from stories import guests
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


class SignInRequiredMiddleware:
    """Sends whoever is not signed in to the page to sign in, and answers programs without a token with 401."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

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
