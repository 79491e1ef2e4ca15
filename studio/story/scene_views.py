"""The text boxes of the scenes: save, rewrite, restore, approve."""

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from core.errors import Invalid, Refused
from core.status import Conflict, Forbidden
from core.web import quotas
from core.web.visitors import display_name
from images import services
from providers.base import ProviderError
from stories import access, rewriting, writing
from stories import services as story_services
from stories.ledger import OverBudget
from stories.models import Scene
from stories.queries import owned_story, scene_of
from stories.services import ChangedElsewhere
from studio import refusals
from studio.refusals import NO_REFUSAL, Refusal
from studio.story import page_data
from studio.story.views import act, choose_illustrator


@require_http_methods(["GET", "HEAD", "POST"])
def scene(request: HttpRequest, story_id: UUID, number: int) -> HttpResponse:
    """Show a scene's text box, or save its text; saving returns only the line below it, which says so."""
    action = access.EDIT if request.method == "POST" else access.SEE
    row = scene_of(owned_story(request, story_id, action), number)
    if request.method != "POST":
        return _box(request, row)
    try:
        text = _text(request, f"Scene{number}")
        story_services.save_scene(row, text, by=display_name(request), read=_read(request, number))
    except ChangedElsewhere:
        return _tools(request, row, status=409, mine=text)
    except (Invalid, Conflict) as error:
        return _tools(request, row, status=422, scene_error=error.sentence)
    if "keep" in request.GET and not request.htmx:  # type: ignore[attr-defined]
        return redirect(reverse("story:story", args=[story_id]) + f"#scene-{number}")
    return _tools(request, row, saved=True)


def _tools(request: HttpRequest, row: Scene, *, status: int = 200, **shown: Any) -> HttpResponse:
    """What stands below the text box, with `shown` beside the scene as it is now."""
    row.refresh_from_db(fields=["text"])
    context = page_data.scene_context(row) | shown
    return render(request, "studio/scenes/_tools.html", context, status=status)


def _text(request: HttpRequest, field: str) -> str:
    """The text that was sent. Raises Invalid when the field is missing; an empty box sends an empty text."""
    if field not in request.POST:
        raise Invalid(field, "The text did not arrive, so nothing was changed. Please try again.")
    return request.POST[field]


def _read(request: HttpRequest, number: int) -> list[str] | None:
    """The texts of the scene that the page says it had read; None where it does not say."""
    return request.POST.getlist(f"Read{number}") or None


@require_POST
def act_on_scene(
    request: HttpRequest, story_id: UUID, number: int, action: Callable[[HttpRequest, Scene], None]
) -> HttpResponse:
    """Do one of the following to the scene, and show its text box."""
    row = scene_of(owned_story(request, story_id, access.EDIT), number)
    url = reverse("story:story", args=[story_id]) + f"#scene-{number}"
    return refusals.act(request, partial(action, request, row), partial(_box, request, row), url=url)


def rewrite(request: HttpRequest, scene: Scene) -> None:
    """Have the writer rewrite the scene."""
    quotas.count(request, quotas.REWRITES, story=scene.story_id)
    rewriting.request(scene, by=display_name(request))


def restore(request: HttpRequest, scene: Scene) -> None:
    """Restore the text that the writer first wrote."""
    story_services.restore_scene(scene, by=display_name(request))


def reread(request: HttpRequest, scene: Scene) -> None:
    """Change nothing: the box shows the text that the scene has."""


def _box(request: HttpRequest, row: Scene, refusal: Refusal = NO_REFUSAL) -> HttpResponse:
    return render(request, "studio/scenes/_scene.html", page_data.scene_context(row, refusal.sentence))


@require_POST
def look(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """Save the art style and the description of the fox of this story."""
    story = owned_story(request, story_id, access.EDIT)
    try:
        wishes = {name: _text(request, name) for name in ("art_style", "character")}
        story_services.save_look(story, **wishes, by=display_name(request))
    except (Invalid, Conflict) as error:
        return render(request, "studio/scenes/_look_saved.html", {"error": error.sentence}, status=422)
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect("story:story", story_id)
    return render(request, "studio/scenes/_look_saved.html", {"saved": True})


@require_POST
def approve_scenes(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """Approve the scenes as they are on the page, and start drawing. If that is refused the texts are saved anyway."""
    story = owned_story(request, story_id, access.EDIT)
    numbers = list(story.scenes.values_list("number", flat=True))
    texts = {number: request.POST[f"Scene{number}"] for number in numbers if f"Scene{number}" in request.POST}
    read = {number: known for number in numbers if (known := _read(request, number))}

    def approve() -> None:
        try:
            story_services.check_read(story, texts, read)
            choose_illustrator(request, story)
            review = settings.REVIEW_CHARACTER
            services.approve_scenes(story, texts, by=display_name(request), review=review)
        except (Refused, ProviderError):
            for row in story.scenes.filter(number__in=texts):
                with suppress(Invalid, Conflict):
                    known = read.get(row.number)
                    story_services.save_scene(row, texts[row.number], by=display_name(request), read=known)
            raise

    return _act_once(request, story_id, approve)


@require_POST
def try_again(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """Give a failed story back to its writer."""
    story = owned_story(request, story_id, access.REVIEW)
    quotas.count(request, quotas.REWRITES, story=story_id)
    write = partial(writing.write_again, story, by=display_name(request))
    return _act_once(request, story_id, write)


@require_POST
def stop_writing(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """Ask the writer for nothing more."""
    story = owned_story(request, story_id, access.REVIEW)
    return act(request, story_id, partial(writing.stop, story, by=display_name(request)))


def _act_once(request: HttpRequest, story_id: UUID, action: Callable[[], object]) -> HttpResponse:
    """After a second click, which is a Conflict, the page shows what the first one started."""

    def act_once() -> None:
        try:
            action()
        except (OverBudget, ChangedElsewhere):
            raise
        except (Conflict, Forbidden):
            return

    return act(request, story_id, act_once)
