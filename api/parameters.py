"""Parts of addresses that the API turns into objects before it looks at the body, and the body of what needs none."""

from collections.abc import Callable
from typing import Annotated, Any

from ninja import Path
from pydantic import BaseModel, PlainValidator, ValidationInfo

from core.errors import NotFound
from core.web.visitors import is_staff
from stories import access
from stories.models import Story
from stories.queries import owned_story


class EmptyBody(BaseModel):
    """An empty JSON object."""


def _story_to(action: str) -> Callable[[Any, ValidationInfo[Any]], Story]:
    return lambda story_id, info: owned_story(info.context["request"], story_id, action)


def _deleted(story_id: Any, info: ValidationInfo[Any]) -> Story:
    return owned_story(info.context["request"], story_id, access.DELETE, deleted=True)


def _for_staff(story_id: Any, info: ValidationInfo[Any]) -> Story:
    if not is_staff(info.context["request"].user):
        raise NotFound("Story not found")
    return owned_story(info.context["request"], story_id)


_id = Path(..., alias="story_id")
# Each raises NotFound for a story that does not exist and for one that the caller may not see, and Refused for staff
# who lack the permission for what they ask.
StoryToSee = Annotated[Story, PlainValidator(_story_to(access.SEE), json_schema_input_type=str), _id]
StoryToReview = Annotated[Story, PlainValidator(_story_to(access.REVIEW), json_schema_input_type=str), _id]
StoryToDecide = Annotated[Story, PlainValidator(_story_to(access.DECIDE), json_schema_input_type=str), _id]
StoryToFilm = Annotated[Story, PlainValidator(_story_to(access.FILM), json_schema_input_type=str), _id]
StoryToDelete = Annotated[Story, PlainValidator(_story_to(access.DELETE), json_schema_input_type=str), _id]
DeletedStory = Annotated[Story, PlainValidator(_deleted, json_schema_input_type=str), _id]
StaffStory = Annotated[Story, PlainValidator(_for_staff, json_schema_input_type=str), _id]
