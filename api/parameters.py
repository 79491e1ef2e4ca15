"""Parts of addresses that the API turns into objects before it looks at the body."""

from typing import Annotated, Any

from ninja import Path
from pydantic import PlainValidator, ValidationInfo

from core.errors import NotFound
from core.web.visitors import is_staff
from stories.models import Story
from stories.queries import owned_story


def _owned(story_id: Any, info: ValidationInfo[Any]) -> Story:
    return owned_story(info.context["request"], story_id)


def _for_staff(story_id: Any, info: ValidationInfo[Any]) -> Story:
    if not is_staff(info.context["request"].user):
        raise NotFound("Story not found")
    return _owned(story_id, info)


# Each raises NotFound for a story that does not exist and for one that the caller may not use.
OwnedStory = Annotated[Story, PlainValidator(_owned, json_schema_input_type=str), Path(..., alias="story_id")]
StaffStory = Annotated[Story, PlainValidator(_for_staff, json_schema_input_type=str), Path(..., alias="story_id")]
