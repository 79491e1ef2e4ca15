"""The page of all texts of a story whose scenes are approved: the way back from its pictures to its scenes."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from core.web.visitors import display_name
from images import events, queries
from stories import access, moderation, services, statuses
from stories.models import Story
from stories.queries import owned_story
from studio import refusals
from studio.refusals import NO_REFUSAL, Refusal
from studio.story import page_data


@require_http_methods(["GET", "HEAD", "POST"])
def texts(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """Show the texts, or save those that were changed. No picture and no approval is lost by that."""
    story = owned_story(request, story_id, access.EDIT)
    if story.status != statuses.SKETCHING and story.status not in statuses.HAS_PICTURES:
        return redirect("story:story", story_id)  # its text boxes are there

    def show(refusal: Refusal = NO_REFUSAL) -> HttpResponse:
        context = page_data.texts_context(story, refusal) | {"saved": "saved" in request.GET}
        return render(request, "studio/story/texts.html", context)

    if request.method != "POST":
        return show()
    url = reverse("story:texts", args=[story_id]) + "?saved"
    return refusals.act(request, lambda: _save(request, story), show, url=url)


def _save(request: HttpRequest, story: Story) -> None:
    numbers = list(story.scenes.values_list("number", flat=True))
    typed, read = (
        {number: request.POST[f"{field}{number}"] for number in numbers if f"{field}{number}" in request.POST}
        for field in ("Scene", "Read")
    )
    new = services.changed_texts(typed, read)
    moderation.check_input(list(new.values()), "What you wrote", "text", into=story)
    changed = services.revise_scenes(story, typed, read, by=display_name(request))
    for picture in queries.pictures_of(story).filter(number__in=changed):
        picture.story = story
        events.picture_changed(picture)
