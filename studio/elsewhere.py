"""Going on with one's stories in another browser, by a link.

The link's secret stands after the #, which browsers send to no server: it is in no log, not of a proxy either, and in
no Referer. A script puts it into the form of the page that the link opens; without scripts one pastes the link there.
"""

from typing import Any

import segno
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from core.status import Conflict
from core.web import quotas
from core.web.visitors import join as become
from core.web.visitors import known_visitor
from stories.queries import stories_of
from studio.yours import has_anything, yours_context
from visitors import joining


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def make(request: HttpRequest) -> HttpResponse:
    """Make a link, and show it once, as text and as a QR code. Whoever comes back to the address sees it no more."""
    if request.method != "POST":
        return redirect(reverse("yours:yours") + "#elsewhere")
    if not has_anything(known_visitor(request)):
        raise Conflict("There is nothing yet that you could go on with elsewhere.")
    token = joining.make_link(known_visitor(request))
    link = request.build_absolute_uri(reverse("yours:continue")) + f"#{token}"
    return render(request, "studio/yours/yours.html", yours_context(request) | {"link": link, "qr": qr_code(link)})


@require_POST
def take_back(request: HttpRequest) -> HttpResponse:
    """Make a link useless."""
    joining.take_back(known_visitor(request), request.POST.get("link", ""))
    return redirect(reverse("yours:yours") + "#elsewhere")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("token")
def ask(request: HttpRequest) -> HttpResponse:
    """Where a link leads: ask for its secret, then whether to open it here. Takes nothing, whoever looks."""
    if request.method != "POST":
        return render(request, "studio/yours/continue.html")
    token = _token(request)
    link = joining.link_for(token)
    return render(request, "studio/yours/continue.html", _question(request, link.owner) | {"token": token})


@never_cache
@require_POST
@sensitive_post_parameters("token")
def join(request: HttpRequest) -> HttpResponse:
    """Make this browser the visitor of the link."""
    come_from = known_visitor(request)
    owner = joining.open_link(_token(request), come_from)
    if owner != come_from:
        become(request, owner)
    return redirect("mine:list" if stories_of(owner, None).exists() else "quiz:home")


def qr_code(text: str) -> SafeString:
    """The text as a picture that cameras read, dark on light at night too."""
    picture = segno.make(text, error="m", micro=False)
    svg = picture.svg_inline(border=4, dark="#000", light="#fff", svgclass="qr", lineclass="", omitsize=True)
    return SafeString(svg.replace("<svg ", '<svg role="img" aria-label="The link as a QR code" ', 1))


def _token(request: HttpRequest) -> str:
    """The secret that was sent. Raises TooMany."""
    quotas.count(request, quotas.JOINS)
    return secret_in(request)


def secret_in(request: HttpRequest) -> str:
    """The secret of a link that was sent, alone or as the whole link."""
    return request.POST.get("token", "").rpartition("#")[2].strip()


def _question(request: HttpRequest, owner: str) -> dict[str, Any]:
    mine = known_visitor(request)
    return {
        "stories": list(stories_of(owner, None)[:3]),
        "count": stories_of(owner, None).count(),
        "own": stories_of(mine, None).count(),
        "is_here": owner == mine,
    }
