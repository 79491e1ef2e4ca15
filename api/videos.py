"""`POST /approve_videos/<id>`: one clip a scene."""

from django.http import HttpRequest
from ninja import Router, Schema

from api.errors import ERRORS
from api.parameters import EmptyBody, StoryToFilm
from api.security import MAKERS
from core.errors import Refused
from core.web import quotas
from core.web.visitors import display_name
from stories import statuses as story_statuses
from videos import policy, queries, services

router = Router(tags=["videos"])


class VideosStarted(Schema):
    """How many videos are being made, in words."""

    message: str
    story_id: str
    status: str


@router.post(
    "approve_videos/{story_id}",
    auth=MAKERS,
    response={200: VideosStarted, **ERRORS},
    summary="Make clips of the approved pictures",
)
def approve_videos(request: HttpRequest, story: StoryToFilm, body: EmptyBody) -> VideosStarted:
    """Start one clip a scene; refused until every picture is approved, and while they are being made."""
    try:
        policy.check_may_make(story)
        quotas.count(request, quotas.CLIPS, len(queries.pictures_without_clip(story)), story=story.pk)
        count = len(services.make_videos(story, by=display_name(request)))
    except policy.NotAllApproved as error:
        raise Refused(error.sentence, status=400) from None
    message = f"{count} {'video is' if count == 1 else 'videos are'} being made."
    status = story_statuses.IN_API[story_statuses.FILMING]
    return VideosStarted(message=message, story_id=str(story.pk), status=status)
