"""The character sheet on the page, which calls it "your fox"."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from core.errors import NotFound
from core.text import number_in
from core.web import quotas
from core.web.visitors import display_name
from images import character_sheet, policy
from images.models import Illustration
from stories.models import Story
from stories.queries import owned_story
from studio.story import cards
from studio.story.views import act


@require_safe
def fox(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """The card of the character sheet."""
    story = owned_story(request, story_id)
    return render(request, "studio/story/_character_sheet.html", {"fox": cards.fox_of(_sheet(story)), "story": story})


def _sheet(story: Story) -> Illustration:
    sheet = character_sheet.sheet_of(story)
    if sheet is None:
        raise NotFound("This story has no character sheet.")
    return sheet


@require_POST
def keep(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """Approve the character sheet and have the twenty pictures drawn."""
    return _act(request, story_id, character_sheet.keep)


@require_POST
def change(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """Change the description and have the character sheet drawn again."""
    wish, character = request.POST.get("wish", ""), request.POST.get("character", "")
    change_it = partial(character_sheet.change, wish=wish, character=character)
    return _act(request, story_id, change_it, quota=quotas.REDRAWS)


@require_POST
def redraw(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """Have the character sheet drawn again from the same description."""
    return _act(request, story_id, character_sheet.redraw, quota=quotas.REDRAWS)


@require_POST
def choose(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """Show an earlier drawing again, with the description that it was made of."""
    chosen = number_in(request.POST.get("chosen", ""))
    return _act(request, story_id, partial(character_sheet.choose, number=chosen))


def _act(
    request: HttpRequest, story_id: UUID, action: Callable[..., object], *, quota: quotas.Quota | None = None
) -> HttpResponse:
    story = owned_story(request, story_id)
    sheet = _sheet(story)

    def check_and_do() -> None:
        policy.check_shown(sheet, request.POST.get("version"))
        if quota:
            quotas.count(request, quota, story=story_id)
        action(story, by=display_name(request))

    return act(request, story_id, check_and_do)
