"""The character sheet on the page: "This is your fox"."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from core.errors import Invalid, NotFound
from core.status import Conflict, Forbidden
from core.web import quotas
from core.web.middleware import later
from core.web.quotas import TooMany
from core.web.visitors import display_name
from images import character_sheet
from images.models import Illustration
from stories import statuses as story_statuses
from stories.access import owned_story
from stories.budget import OverBudget
from stories.models import Story
from studio.story import cards, page_data
from studio.story.cards import NO_TROUBLE, Trouble

_TYPED = ("wish", "character")


@require_safe
def fox(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """The card of the character sheet."""
    return _card(request, _sheet(owned_story(request, story_id)))


def _sheet(story: Story) -> Illustration:
    sheet = character_sheet.sheet_of(story)
    if sheet is None:
        raise NotFound("This story has no character sheet.")
    return sheet


@require_POST
def keep(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """Keep him, and have the twenty pictures drawn."""
    return _act(request, story_id, character_sheet.keep)


@require_POST
def change(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """Have him drawn again, changed."""
    wish, character = request.POST.get("wish", ""), request.POST.get("character", "")
    return _act(request, story_id, character_sheet.change, asks=quotas.REDRAWS, wish=wish, character=character)


@require_POST
def redraw(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """Have him drawn once more."""
    return _act(request, story_id, character_sheet.redraw, asks=quotas.REDRAWS)


@require_POST
def choose(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """Take an earlier drawing of him, and the description that it was made of."""
    number = request.POST.get("chosen", "")
    chosen = int(number) if number.isdecimal() and len(number) < 6 else 0
    return _act(request, story_id, character_sheet.choose, number=chosen)


def _act(
    request: HttpRequest, story_id: UUID, action: Callable[..., Any], *, asks: quotas.Kind | None = None, **how: Any
) -> HttpResponse:
    story = owned_story(request, story_id)
    _sheet(story)
    try:
        _check_seen(story, request.POST.get("version"))
        if asks:
            quotas.count(request, asks, story=story_id)
        action(story, by=display_name(request), **how)
    except Invalid as error:
        return _again(request, story_id, Trouble(error.sentence, "", _typed(request)), 422)
    except OverBudget as over:
        return _again(request, story_id, Trouble(str(over), over.operator, _typed(request)), 409)
    except TooMany as error:
        return later(_again(request, story_id, Trouble(str(error), "", _typed(request)), 429), error)
    except (Conflict, Forbidden) as error:
        return _again(request, story_id, Trouble(str(error), "", _typed(request)), 409)
    return _again(request, story_id)


def _check_seen(story: Story, seen: str | None) -> None:
    """Nobody decides about a fox that their page did not show ("" where it showed none; None: it does not say)."""
    current = _sheet(story).current
    if seen is not None and seen != (str(current.number) if current else ""):
        raise Conflict("There is a newer drawing of the fox by now. Have a look at it first.", None)


def _typed(request: HttpRequest) -> dict[str, str]:
    return {name: request.POST[name] for name in _TYPED if name in request.POST}


def _again(request: HttpRequest, story_id: UUID, trouble: Trouble = NO_TROUBLE, status: int = 200) -> HttpResponse:
    """The page after something was done, or could not be: the fox while he can be changed, then the pictures."""
    story = owned_story(request, story_id)
    if not request.htmx and not trouble.error:  # type: ignore[attr-defined]
        return redirect("story:story", story_id)
    if story.status == story_statuses.SKETCHING and request.htmx:  # type: ignore[attr-defined]
        context = {"story": story, "phase": story.status, "fox": cards.fox_of(_sheet(story), trouble)}
        return render(request, "studio/story/_body.html", context, status=status)
    template = "studio/story/_body.html" if request.htmx else "studio/story/story.html"  # type: ignore[attr-defined]
    context = page_data.story_context(story, error=trouble.error, operator=trouble.operator)
    if story.status == story_statuses.SKETCHING:
        context["fox"] = cards.fox_of(_sheet(story), trouble)
    return render(request, template, context, status=status)


def _card(request: HttpRequest, sheet: Illustration) -> HttpResponse:
    return render(request, "studio/story/_fox.html", {"fox": cards.fox_of(sheet), "story": sheet.story})
