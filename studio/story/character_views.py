"""The character sheet on the page, which calls it "your fox"."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from core.errors import NotFound
from core.status import Conflict
from core.web import quotas
from core.web.visitors import display_name
from images import character_sheet
from images.models import Illustration
from stories.models import Story
from stories.queries import owned_story
from studio import refusals
from studio.refusals import Refusal
from studio.story import cards, page_data


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
    return _act(request, story_id, character_sheet.change, asks=quotas.REDRAWS, wish=wish, character=character)


@require_POST
def redraw(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """Have the character sheet drawn again from the same description."""
    return _act(request, story_id, character_sheet.redraw, asks=quotas.REDRAWS)


@require_POST
def choose(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """Show an earlier drawing again, with the description that it was made of."""
    number = request.POST.get("chosen", "")
    chosen = int(number) if number.isdecimal() and len(number) < 6 else 0
    return _act(request, story_id, character_sheet.choose, number=chosen)


def _act(
    request: HttpRequest, story_id: UUID, action: Callable[..., Any], *, asks: quotas.Quota | None = None, **how: Any
) -> HttpResponse:
    story = owned_story(request, story_id)
    sheet = _sheet(story)

    def check_and_do() -> None:
        _check_version(sheet, request.POST.get("version"))
        if asks:
            quotas.count(request, asks, story=story_id)
        action(story, by=display_name(request), **how)

    def show(refusal: Refusal) -> HttpResponse:
        context = page_data.story_context(owned_story(request, story_id), refusal)
        template = "studio/story/_body.html" if request.htmx else "studio/story/story.html"  # type: ignore[attr-defined]
        return render(request, template, context)

    return refusals.act(request, check_and_do, show, url=reverse("story:story", args=[story_id]))


def _check_version(sheet: Illustration, version: str | None) -> None:
    """Raise Conflict unless `version` is the number of the drawing that is shown ("" for none, None: not said)."""
    if version is not None and version != (str(sheet.current.number) if sheet.current else ""):
        raise Conflict("There is a newer drawing of the fox by now. Have a look at it first.", None)
