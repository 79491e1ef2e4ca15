"""The character sheet on the page, which calls it "your fox"."""

from collections.abc import Callable
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
from stories import access
from stories.models import Story
from stories.queries import owned_story
from studio.story import cards
from studio.story.views import act, choose_illustrator


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
def act_on_sheet(request: HttpRequest, story_id: UUID, action: Callable[[HttpRequest, Story], None]) -> HttpResponse:
    """Do one of the following to the character sheet, if the form names the drawing that is shown."""
    story = owned_story(request, story_id, access.REVIEW)
    sheet = _sheet(story)

    def check_and_do() -> None:
        policy.check_shown(sheet, request.POST.get("version"))
        action(request, story)

    answer = act(request, story_id, check_and_do)
    if action is keep and answer.status_code == 200:
        answer["HX-Reswap"] = "morph show:window:top"  # the pictures take his place, and begin far above this button
    return answer


def keep(request: HttpRequest, story: Story) -> None:
    """Approve the character sheet and have the twenty pictures drawn."""
    choose_illustrator(request, story)
    character_sheet.keep(story, by=display_name(request))


def change(request: HttpRequest, story: Story) -> None:
    """Change the description and have the character sheet drawn again."""
    quotas.count(request, quotas.REDRAWS, story=story.pk)
    wish, character = request.POST.get("wish", ""), request.POST.get("character", "")
    character_sheet.change(story, wish=wish, character=character, by=display_name(request))


def redraw(request: HttpRequest, story: Story) -> None:
    """Have the character sheet drawn again from the same description."""
    quotas.count(request, quotas.REDRAWS, story=story.pk)
    character_sheet.redraw(story, by=display_name(request))


def choose(request: HttpRequest, story: Story) -> None:
    """Show an earlier drawing again, with the description that it was made of."""
    character_sheet.choose(story, number_in(request.POST.get("chosen", "")), by=display_name(request))
