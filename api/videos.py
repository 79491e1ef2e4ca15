"""The JSON API of clips. The contract fixes paths, keys and statuses; clients exist."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from api.errors import ERRORS, body_of
from core import quotas
from core.middleware import ApiError, json_object
from core.visitors import display_name, known_visitor
from stories import statuses as story_statuses
from stories.queries import story_for
from videos import pipeline, services

router = Router(tags=["videos"])


@router.post(
    "approve_videos/{story_id}",
    response={200: dict[str, Any], **ERRORS},
    openapi_extra=body_of(Schema),
    summary="Make clips of the approved pictures",
)
def approve_videos(request: HttpRequest, story_id: str) -> dict[str, str]:
    """Start one clip a scene; refused until every picture is approved, and while they are being made."""
    json_object(request)
    story = story_for(story_id, known_visitor(request), request.user)
    try:
        services.check_may_make(story)
        quotas.count(request, quotas.CLIPS, services.missing(story), story=story.pk)
        count = pipeline.make_videos(story, by=display_name(request))
    except services.NotAllApproved as error:
        raise ApiError(400, str(error)) from None
    status = story_statuses.IN_API[story_statuses.FILMING]
    videos = "video is" if count == 1 else "videos are"
    return {"message": f"{count} {videos} being made.", "story_id": str(story.pk), "status": status}
