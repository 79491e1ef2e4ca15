"""The page "My stories", and the page of one story's title, cover and copies."""

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from uuid import UUID, uuid4

from django.conf import settings
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from core.errors import Refused
from core.text import number_in
from core.web import quotas
from core.web.visitors import display_name, known_visitor, visitor_of
from images import covers, services
from stories import access, copying, deletion, presentation
from stories.models import Story
from stories.queries import deleted_stories_of, owned_story, stories_of
from studio import refusals
from studio.my_stories import page_data
from studio.my_stories.listing import Asked
from studio.refusals import NO_REFUSAL, Refusal


@require_safe
def stories(request: HttpRequest, *, archived: bool = False) -> HttpResponse:
    """The stories of this visitor, or those that are archived, as the address asks for them."""
    visitor, user = known_visitor(request), request.user
    context = page_data.list_context(stories_of(visitor, user), Asked.of(request.GET), archived=archived)
    context["deleted"] = deletion.with_undo_until(deleted_stories_of(visitor, user))
    return render(request, "studio/my_stories/list.html", context)


@require_safe
def details(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """The title, the cover and the copies of a story."""
    return _details(request, owned_story(request, story_id, access.EDIT))


@require_POST
def act(request: HttpRequest, story_id: UUID, action: Callable[[HttpRequest, Story], object]) -> HttpResponse:
    """Do one of the following and show the page again."""
    story = owned_story(request, story_id, access.EDIT)
    url = reverse("mine:details", args=[story_id]) + "?saved"
    return refusals.act(request, partial(action, request, story), partial(_details, request, story), url=url)


def rename(request: HttpRequest, story: Story) -> None:
    """Give the story a title and say who it is by."""
    title, author = request.POST.get("title", ""), request.POST.get("author", "")
    presentation.rename(story, title=title, author=author, by=display_name(request))


def choose_cover(request: HttpRequest, story: Story) -> None:
    """Make a picture the cover."""
    number = number_in(request.POST.get("cover", ""))
    if not number:
        raise Refused("No picture was chosen, so the cover stays as it is.")
    covers.choose(story, number, by=display_name(request))


@require_POST
def copy(request: HttpRequest, story_id: UUID, make: Callable[[HttpRequest, Story, UUID], object]) -> HttpResponse:
    """Make one of the following copies and go to it. After a second click that is the copy of the first."""
    story, copy_id = owned_story(request, story_id, access.EDIT), _copy_id(request)

    def make_once() -> None:
        if Story.everything.filter(pk=copy_id).exists():
            return
        quotas.count(request, quotas.STORIES)
        with suppress(IntegrityError):  # both clicks came at the same moment
            make(request, story, copy_id)

    show, url = partial(_details, request, story), reverse("story:story", args=[copy_id])
    return refusals.act(request, make_once, show, url=url, unchanged="No copy was made.")


def same_answers(request: HttpRequest, story: Story, copy_id: UUID) -> None:
    """Have another story written from the same answers."""
    copying.write_anew(story, owner=visitor_of(request), user=request.user, pk=copy_id)


def same_scenes(request: HttpRequest, story: Story, copy_id: UUID) -> None:
    """Have other pictures drawn for the same scenes, as another story."""
    by, review = display_name(request), settings.REVIEW_CHARACTER
    services.draw_anew(story, owner=visitor_of(request), user=request.user, by=by, review=review, pk=copy_id)


def _copy_id(request: HttpRequest) -> UUID:
    """The id that the page gave to the copy, else a new one."""
    try:
        return UUID(request.POST.get("copy_id", ""))
    except ValueError:
        return uuid4()


@require_POST
def archive(request: HttpRequest, story_id: UUID, action: Callable[..., None]) -> HttpResponse:
    """Archive a story, or undo that, and go back to the list as it was."""
    action(owned_story(request, story_id, access.EDIT), by=display_name(request))
    asked = Asked.of(QueryDict(request.POST.get("asked", "").removeprefix("?")))
    return redirect(
        reverse("mine:archived" if action is presentation.unarchive else "mine:list") + asked.address(page=asked.page)
    )


def _details(request: HttpRequest, story: Story, refusal: Refusal = NO_REFUSAL) -> HttpResponse:
    context = page_data.details_context(story, refusal) | {"saved": "saved" in request.GET}
    return render(request, "studio/my_stories/details.html", context)
