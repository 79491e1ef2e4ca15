"""The page of one's account: what it is, what can be changed, and how it is deleted."""

from allauth.account.decorators import reauthentication_required
from allauth.account.models import EmailAddress
from django.contrib import auth
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from core.errors import Refused
from core.web.visitors import display_name, known_visitor, leave_account
from stories.queries import stories_of
from visitors import accounts


@require_safe
@login_required
def account_page(request: HttpRequest) -> HttpResponse:
    """What one's account is, with links to what can be changed."""
    context = {"address": EmailAddress.objects.get_primary(request.user)}
    return render(request, "account/home.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required
def delete(request: HttpRequest) -> HttpResponse:
    """Ask, then delete the account, with its stories where that was chosen; else they stay with this browser. Those who
    run the site are deleted in admin."""
    user = request.user
    if user.is_staff:
        raise Refused("You are one of the people who run this site. Your account is deleted in the admin.", status=403)
    if request.method != "POST":
        return render(request, "account/delete.html", {"stories": stories_of(known_visitor(request), user).count()})
    accounts.delete(user, with_stories=request.POST.get("stories") == "delete", by=display_name(request))
    leave_account(request)
    auth.logout(request)
    return redirect(reverse("quiz:home") + "#deleted")
