"""The JSON API of pictures and their approval. The contract fixes paths, keys and statuses; clients exist."""

from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from api.errors import ERRORS, body_of
from api.scenes import scene_texts, story_to_approve
from core import live, quotas
from core.errors import Invalid, NotFound
from core.health import health
from core.middleware import ApiError, json_object
from core.visitors import display_name, is_staff, known_visitor, visitor_of
from images import pipeline, queries, services, statuses
from images.models import Illustration, Version
from stories.models import SCENE_LIMIT, SCENES, Story
from stories.queries import story_for

router = Router(tags=["pictures"])
SceneKey = Annotated[str, Field(pattern="^Scene([1-9]|1[0-9]|20)$")]
SceneText = Annotated[str, Field(min_length=1, max_length=SCENE_LIMIT)]


class ApproveScenes(Schema):
    """All twenty scenes as they shall be drawn."""

    scenes: dict[SceneKey, SceneText] = Field(min_length=SCENES, max_length=SCENES)
    answers: dict[str, str] = {}
    story_id: str | None = None


class Decide(Schema):
    """Approve or reject a picture."""

    action: Literal["approve", "reject"]
    selected_url: str | None = None
    note: str | None = Field(None, max_length=services.NOTE_LIMIT)
    reasons: list[str] | None = None


class EditImage(Schema):
    """Ask for another version of a picture."""

    scene_number: int = Field(ge=1, le=SCENES)
    user_input: str = Field(min_length=1, max_length=services.PROMPT_LIMIT)
    edit_mode: Literal["edit", "newimage"]
    base_image_url: str | None = None


def _story(request: HttpRequest, story_id: str) -> Story:
    return story_for(story_id, known_visitor(request), request.user)


def _picture(story: Story, number: int) -> Illustration:
    try:
        return queries.picture_of(story, number)
    except NotFound:
        raise ApiError(404, f"This story has no picture {number}.") from None


@router.post(
    "approve_scenes",
    response={200: dict[str, Any], **ERRORS},
    openapi_extra=body_of(ApproveScenes),
    summary="Approve the scenes and start drawing",
)
def approve_scenes(request: HttpRequest) -> dict[str, str]:
    """Take over the texts and start drawing twenty pictures."""
    body = json_object(request)
    texts = scene_texts(body.get("scenes"))
    story = story_to_approve(
        body,
        texts,
        owner=visitor_of(request),
        user=request.user,
        may_begin=lambda: quotas.count(request, quotas.STORIES),
    )
    pipeline.approve_scenes(story, texts, by=display_name(request))
    return {"status": "ok", "story_id": str(story.pk), "message": f"{SCENES} pictures are being drawn."}


@router.get("story/{story_id}", response={200: dict[str, Any], 404: ERRORS[404]}, summary="A story and its pictures")
def story(request: HttpRequest, story_id: str) -> dict[str, Any]:
    """The story's state, and every picture's."""
    return queries.story_json(_story(request, story_id))


@router.post(
    "approve_image/{story_id}/{scene_number}",
    response={200: dict[str, Any], **ERRORS},
    openapi_extra=body_of(Decide),
    summary="Approve or reject a picture",
)
def approve_image(request: HttpRequest, story_id: str, scene_number: int) -> dict[str, Any]:
    """Approve the picture, or reject it and have it drawn again."""
    body = json_object(request)
    picture = _picture(_story(request, story_id), scene_number)
    action, note = _optional(body, "action"), _optional(body, "note")
    chosen = _chosen(picture, "selected_url", _optional(body, "selected_url"))
    if action == "approve":
        services.approve(picture, by=display_name(request), version=chosen)
    elif action == "reject":
        quotas.count(request, quotas.REDRAWS, story=picture.story_id)
        pipeline.reject(picture, note=note, by=display_name(request), reasons=_reasons(body))
    else:
        raise Invalid("action", 'action must be "approve" or "reject".')
    return _decided(picture, action)


def _decided(picture: Illustration, action: str) -> dict[str, Any]:
    return {
        "success": True,
        "action": action,
        "scene_number": picture.number,
        "approved_count": picture.story.illustrations.filter(status=statuses.APPROVED).count(),
        "total_images": SCENES,
        "selected_url": queries.image_url(picture),
    }


@router.post(
    "edit_image/{story_id}",
    response={200: dict[str, Any], **ERRORS},
    openapi_extra=body_of(EditImage),
    summary="Draw another version of a picture",
)
def edit_image(request: HttpRequest, story_id: str) -> dict[str, Any]:
    """Edit the picture as `user_input` says, or draw a new one of it."""
    body = json_object(request)
    story = _story(request, story_id)
    number, mode = _scene_number(body), _optional(body, "edit_mode")
    if mode not in (Illustration.EDIT, Illustration.NEW):
        raise Invalid("edit_mode", 'edit_mode must be "edit" or "newimage".')
    picture = _picture(story, number)
    base = _chosen(picture, "base_image_url", _optional(body, "base_image_url"))
    quotas.count(request, quotas.REDRAWS, story=story.pk)
    pipeline.edit(picture, mode=mode, wish=_optional(body, "user_input"), by=display_name(request), base=base)
    answer = {"story_id": str(story.pk), "scene_number": number, "edit_mode": mode}
    return {"message": f"Picture {number} is being drawn again."} | answer


@router.get("health", response={200: dict[str, Any], 503: dict[str, Any]}, summary="Whether the site can work")
def get_health(request: HttpRequest) -> Status[dict[str, Any]]:
    """Database, Redis and workers."""
    found = health()
    parts: dict[str, Any] = {"database": found.database, "redis": found.redis}
    parts |= {"workers": found.workers, "renderers": found.renderers}
    if found.ok:
        return Status(200, {"status": "ok"} | parts)
    failing = " and ".join(name for name in ("database", "redis") if parts[name] != "ok")
    return Status(503, {"status": "failing", "error": f"The {failing} does not answer."} | parts)


@router.get("debug_story/{story_id}", response={200: dict[str, Any], **ERRORS}, summary="The whole story (staff)")
def debug_story(request: HttpRequest, story_id: str) -> Any:
    """Everything about a story, for staff."""
    return dict(queries.debug_json(_staff_story(request, story_id)))


@router.get("test_emit/{story_id}", response={200: dict[str, Any], **ERRORS}, summary="Send a test event (staff)")
def test_emit(request: HttpRequest, story_id: str) -> dict[str, Any]:
    """Send one `image_ready` with status "test" to the pages of the story."""
    story = _staff_story(request, story_id)
    drawn = queries.drawn_count(story.pk)
    data = {"scene_number": 0, "image_url": "/static/img/test.svg", "status": "test"}
    live.announce(story.channel, "image_ready", data | {"completed_scenes": drawn, "total_scenes": SCENES})
    return {"sent": True, "story_id": str(story.pk)}


def _staff_story(request: HttpRequest, story_id: str) -> Story:
    if not is_staff(request.user):
        raise NotFound("Story not found")
    return _story(request, story_id)


def _optional(body: dict[str, Any], key: str) -> str:
    value = body.get(key)
    if value is not None and not isinstance(value, str):
        raise Invalid(key, f"{key} must be text.")
    return value or ""


def _reasons(body: dict[str, Any]) -> list[str]:
    value = body.get("reasons") or []
    if not isinstance(value, list) or not all(isinstance(key, str) for key in value):
        raise Invalid("reasons", "reasons must be a list of texts.")
    return value


def _scene_number(body: dict[str, Any]) -> int:
    number = body.get("scene_number")
    if isinstance(number, str) and number.isdecimal() and len(number) <= 3:
        number = int(number)
    if not isinstance(number, int) or isinstance(number, bool) or not 1 <= number <= SCENES:
        raise Invalid("scene_number", f"scene_number must be a number from 1 to {SCENES}.")
    return number


def _chosen(picture: Illustration, field: str, url: str) -> Version | None:
    """The picture's own version with that URL. A URL is only compared, never fetched. Raises Invalid."""
    if not url:
        return None
    version = queries.version_of(picture, url)
    if version is None:
        raise Invalid(field, f"{field} is not the URL of a version of picture {picture.number}.")
    return version
