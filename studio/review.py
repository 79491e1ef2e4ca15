"""Letting others look at a story, comment on it and decide about its pictures, by a link.

As in `studio.elsewhere` the link's secret stands after the #, which browsers send to no server.
"""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.text import number_in
from core.web import quotas
from core.web.visitors import display_name
from stories import access, guests, moderation
from stories.models import ReviewLink, Story
from stories.queries import owned_story
from studio.elsewhere import secret_in


@require_safe
def guests_page(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """The links of a story, for whoever may share it."""
    return _guests_page(request, owned_story(request, story_id, access.SHARE))


@never_cache
@require_POST
def make(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """Make a link, and show it once."""
    story = owned_story(request, story_id, access.SHARE)
    token = guests.make_link(story, may_decide=request.POST.get("may") == "decide")
    return _guests_page(request, story, request.build_absolute_uri(reverse("review:ask")) + f"#{token}")


@require_POST
def take_back(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """Make a link useless, and end what it let anybody do."""
    guests.take_back(owned_story(request, story_id, access.SHARE), request.POST.get("link", ""))
    return redirect("review:guests", story_id)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("token")
def ask(request: HttpRequest) -> HttpResponse:
    """Where a link leads: ask for its secret, then for the guest's name, which this browser keeps. With `again`, the id
    of a story that this browser has entered, ask for another name."""
    again = request.GET.get("again", "")
    if request.method != "POST" and not again:
        return render(request, "studio/review/ask.html")
    link = _link(request, again)
    if not again and guests.has_entered(request, link):
        return redirect("story:story", link.story_id)
    context = {"token": secret_in(request), "again": again, "story": link.story, "may_decide": link.may_decide}
    context |= {"limit": guests.NAME_LIMIT, "name": guests.known_name(request)}
    return render(request, "studio/review/ask.html", context)


@never_cache
@require_POST
@sensitive_post_parameters("token")
def enter(request: HttpRequest) -> HttpResponse:
    """Let this browser in as a guest, or under another name."""
    link = _link(request, request.POST.get("again", ""))
    story = guests.enter(request, link, request.POST.get("name", ""))
    return redirect("story:story", story.pk)


def _link(request: HttpRequest, again: str) -> ReviewLink:
    """The link by which this browser entered the story `again`, else the one whose secret was sent."""
    if again:
        return guests.link_of_pass(request, again)
    quotas.count(request, quotas.JOINS)
    return guests.link_for(secret_in(request))


@require_http_methods(["GET", "HEAD", "POST"])
def comments(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """The comments so far; or add one on a scene or on the whole story."""
    if request.method != "POST":
        story = owned_story(request, story_id)
        context = {"story": story, "comments": list(story.comments.all())}
        return render(request, "studio/review/_comment_list.html", context)
    story = owned_story(request, story_id, access.COMMENT)
    text = request.POST.get("text", "")
    moderation.check_input([text], "Your comment", "text")
    guests.comment(story, number=number_in(request.POST.get("number", "")), text=text, by=display_name(request))
    return redirect(reverse("story:story", args=[story_id]) + "#comments")


@require_POST
def delete_comment(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """Delete a comment."""
    guests.delete_comment(owned_story(request, story_id, access.SHARE), request.POST.get("comment", ""))
    return redirect(reverse("story:story", args=[story_id]) + "#comments")


def _guests_page(request: HttpRequest, story: Story, link: str = "") -> HttpResponse:
    context = {"story": story, "link": link, "links": guests.links_of(story), "days": guests.LASTS.days}
    return render(request, "studio/review/guests.html", context)
