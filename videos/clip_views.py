"""What people do to the clips on the film's page."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from core import limits
from core.visitors import display_name
from stories.models import SCENES
from videos import contexts, pipeline, queries
from videos.models import Clip
from videos.views import act

_ONE = (limits.CLIPS, 1)


@require_POST
def make(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """Make a clip of every approved picture that has none of it."""
    by = display_name(request)
    return act(
        request, story_id, contexts.PAGE, lambda story: pipeline.make_videos(story, by=by), asks=(limits.CLIPS, SCENES)
    )


@require_POST
def redo(request: HttpRequest, story_id: UUID, number: int) -> HttpResponse:
    """Make the clip again with the `motion` that was written."""
    motion, by = request.POST.get("motion", ""), display_name(request)
    return _to(request, story_id, number, lambda clip: pipeline.redo(clip, motion, by=by), asks=_ONE)


@require_POST
def again(request: HttpRequest, story_id: UUID, number: int) -> HttpResponse:
    """Make the clip again as it was asked for."""
    by = display_name(request)
    return _to(request, story_id, number, lambda clip: pipeline.try_again(clip, by=by), asks=_ONE)


@require_POST
def local(request: HttpRequest, story_id: UUID, number: int) -> HttpResponse:
    """Make the clip on this machine instead."""
    by = display_name(request)
    return _to(request, story_id, number, lambda clip: pipeline.use_local(clip, by=by), asks=_ONE)


@require_POST
def wait(request: HttpRequest, story_id: UUID, number: int) -> HttpResponse:
    """Go on waiting for a clip that takes very long."""
    by = display_name(request)
    return _to(request, story_id, number, lambda clip: pipeline.go_on_waiting(clip, by=by))


@require_POST
def choose(request: HttpRequest, story_id: UUID, number: int) -> HttpResponse:
    """Show the `take` of that number."""
    written, by = request.POST.get("take", ""), display_name(request)
    take = int(written) if written.isdecimal() and len(written) < 6 else 0
    return _to(request, story_id, number, lambda clip: pipeline.choose(clip, queries.take_of(clip, take), by=by))


def _to(
    request: HttpRequest,
    story_id: UUID,
    number: int,
    action: Callable[[Clip], object],
    *,
    asks: tuple[limits.Kind, int] | None = None,
) -> HttpResponse:
    return act(request, story_id, number, lambda story: action(queries.clip_of(story, number)), asks=asks)
