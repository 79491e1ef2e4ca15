"""The actions on clips on the film's page."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from core.web import quotas
from core.web.visitors import display_name
from stories.models import Story
from studio.film import page_data
from studio.film.views import act
from videos import policy, queries, services
from videos.models import Clip


@require_POST
def make(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """Make a clip of every approved picture that has none."""

    def make_missing(story: Story) -> None:
        policy.check_may_make(story)
        quotas.count(request, quotas.CLIPS, len(queries.pictures_without_clip(story)), story=story_id)
        services.make_videos(story, by=display_name(request))

    return act(request, story_id, page_data.PAGE, make_missing)


@require_POST
def stop(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """Stop: the clips that wait are not made."""
    by = display_name(request)
    return act(request, story_id, page_data.PAGE, lambda story: services.stop(story, by=by))


@require_POST
def redo(request: HttpRequest, story_id: UUID, number: int) -> HttpResponse:
    """Make the clip again with the `motion` that was written."""
    motion, by = request.POST.get("motion", ""), display_name(request)

    def check(clip: Clip) -> None:
        services.checked_motion(motion)
        policy.check_may_redo(clip)

    return _act(request, story_id, number, lambda clip: services.redo(clip, motion, by=by), first=check)


@require_POST
def again(request: HttpRequest, story_id: UUID, number: int) -> HttpResponse:
    """Make the clip again with the same motion."""
    by = display_name(request)
    return _act(request, story_id, number, lambda clip: services.try_again(clip, by=by), first=policy.check_may_redo)


@require_POST
def local(request: HttpRequest, story_id: UUID, number: int) -> HttpResponse:
    """Make the clip on this machine instead."""
    by = display_name(request)
    first = policy.check_may_use_local
    return _act(request, story_id, number, lambda clip: services.use_local(clip, by=by), first=first)


@require_POST
def wait(request: HttpRequest, story_id: UUID, number: int) -> HttpResponse:
    """Wait longer for an overdue clip."""
    by = display_name(request)
    return _act(request, story_id, number, lambda clip: services.go_on_waiting(clip, by=by))


@require_POST
def choose(request: HttpRequest, story_id: UUID, number: int) -> HttpResponse:
    """Show the take with the number `take`."""
    written, by = request.POST.get("take", ""), display_name(request)
    take = int(written) if written.isdecimal() and len(written) < 6 else 0
    return _act(request, story_id, number, lambda clip: services.choose(clip, queries.take_of(clip, take), by=by))


def _act(
    request: HttpRequest,
    story_id: UUID,
    number: int,
    action: Callable[[Clip], object],
    *,
    first: Callable[[Clip], object] | None = None,
) -> HttpResponse:
    """Act on the clip. With `first`, a check that must pass, it counts for the quota of clips."""

    def act_on_clip(story: Story) -> None:
        clip = queries.clip_of(story, number)
        if first:
            first(clip)
            quotas.count(request, quotas.CLIPS, story=story_id)
        action(clip)

    return act(request, story_id, number, act_on_clip)
