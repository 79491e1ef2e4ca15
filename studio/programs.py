"""Tokens for programs, which a visitor or a member of staff makes on the page of what is theirs."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from core.status import Conflict
from core.web.visitors import known_visitor, visitor_of
from studio.yours import may_have_tokens, yours_context
from visitors import tokens


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def make(request: HttpRequest) -> HttpResponse:
    """Make a token, and show it once. Whoever comes back to the address sees it no more."""
    if request.method != "POST":
        return redirect(reverse("yours:yours") + "#programs")
    if not may_have_tokens(known_visitor(request), request.user):
        raise Conflict("You have nothing here yet. Answer the quiz first; then programs can work with your stories.")
    name, scopes = request.POST.get("name", ""), request.POST.getlist("scope")
    token = tokens.make_token(visitor_of(request), request.user, name=name, scopes=scopes)
    return render(request, "studio/yours/yours.html", yours_context(request) | {"token": token})


@require_POST
def revoke(request: HttpRequest) -> HttpResponse:
    """Make a token useless."""
    tokens.revoke(known_visitor(request), request.user, request.POST.get("token", ""))
    return redirect(reverse("yours:yours") + "#programs")
