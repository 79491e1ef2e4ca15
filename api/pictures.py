"""Deciding about pictures, and asking for other versions of them."""

from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Field, Router, Schema
from pydantic import BaseModel, BeforeValidator
from pydantic_core import PydanticCustomError

from api.errors import ERRORS
from api.parameters import StoryToDecide, StoryToReview
from api.security import REVIEWERS
from core.errors import Invalid
from core.web import quotas
from core.web.visitors import display_name
from images import queries, rejection_reasons, services, statuses
from images.models import Illustration, Version
from stories.models import SCENES

router = Router(tags=["pictures"])


def _no_boolean(value: Any) -> Any:
    if isinstance(value, bool):
        raise PydanticCustomError("bool", "It must be a number from 1 to {most}", {"most": SCENES})
    return value


class PictureDecision(BaseModel):
    """Approve or reject a picture. `selected_url` is that of an earlier version, which is approved instead."""

    action: Literal["approve", "reject"]
    selected_url: str | None = None
    note: str | None = Field(None, json_schema_extra={"maxLength": services.NOTE_LIMIT})
    reasons: list[str] | None = Field(None, examples=[list(rejection_reasons.REASONS)])


class PictureDecided(Schema):
    """What was decided, and how many pictures of the story are approved."""

    success: bool
    action: str
    scene_number: int
    approved_count: int
    total_images: int
    selected_url: str


class PictureEdit(BaseModel):
    """A wish for a picture: "edit" changes it, "newimage" (or "new") draws another from these words."""

    scene_number: Annotated[int, BeforeValidator(_no_boolean)] = Field(ge=1, le=SCENES)
    user_input: str = Field(json_schema_extra={"minLength": 1, "maxLength": services.PROMPT_LIMIT})
    edit_mode: Literal["edit", "newimage", "new"]
    base_image_url: str | None = None


class PictureEdited(Schema):
    """What is being drawn. `edit_mode` is as it was sent."""

    success: bool
    message: str
    story_id: str
    scene_number: int
    edit_mode: str


@router.post(
    "approve_image/{story_id}/{scene_number}",
    auth=REVIEWERS,
    response={200: PictureDecided, **ERRORS},
    summary="Approve or reject a picture",
)
def approve_image(
    request: HttpRequest, story: StoryToDecide, scene_number: int, decision: PictureDecision
) -> PictureDecided:
    """Approve the picture, or reject it and have it drawn again."""
    picture = queries.picture_of(story, scene_number)
    chosen = _version(picture, "selected_url", decision.selected_url)
    by = display_name(request)
    if decision.action == "approve":
        services.approve(picture, by=by, version=chosen)
    else:
        quotas.count(request, quotas.REDRAWS, story=story.pk)
        services.reject(picture, note=decision.note or "", by=by, reasons=decision.reasons or ())
    return PictureDecided(
        success=True,
        action=decision.action,
        scene_number=picture.number,
        approved_count=story.illustrations.filter(status=statuses.APPROVED).count(),
        total_images=SCENES,
        selected_url=picture.url,
    )


@router.post(
    "edit_image/{story_id}",
    auth=REVIEWERS,
    response={200: PictureEdited, **ERRORS},
    summary="Draw another version of a picture",
)
def edit_image(request: HttpRequest, story: StoryToReview, edit: PictureEdit) -> PictureEdited:
    """Edit the picture as `user_input` says, or draw a new one of it."""
    picture = queries.picture_of(story, edit.scene_number)
    base = _version(picture, "base_image_url", edit.base_image_url)
    quotas.count(request, quotas.REDRAWS, story=story.pk)
    mode = Illustration.EDIT if edit.edit_mode == "edit" else Illustration.NEW
    services.edit(picture, mode=mode, wish=edit.user_input, by=display_name(request), base=base)
    return PictureEdited(
        success=True,
        message=f"Picture {picture.number} is being drawn again.",
        story_id=str(story.pk),
        scene_number=picture.number,
        edit_mode=edit.edit_mode,
    )


def _version(picture: Illustration, field: str, url: str | None) -> Version | None:
    """The picture's own version with that URL. A URL is only compared, never fetched. Raises Invalid."""
    if not url:
        return None
    version = queries.version_of(picture, url)
    if version is None:
        raise Invalid(field, f"{field} is not the URL of a version of picture {picture.number}.")
    return version
