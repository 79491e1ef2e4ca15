"""`POST /approve_scenes`: twenty texts are approved and their pictures drawn, once however often it is sent."""

import hashlib
import json
from collections.abc import Collection, Mapping
from typing import Annotated, Any
from uuid import NAMESPACE_OID, uuid5

from django.db import IntegrityError
from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import BaseModel, BeforeValidator, Field, PlainValidator, ValidationInfo, field_validator

from api.errors import ERRORS
from api.security import MAKERS
from api.submit import Answers, Scenes
from core.errors import Invalid
from core.text import clean_text
from core.web import quotas
from core.web.visitors import display_name, known_visitor, visitor_of
from images import services as picture_services
from quiz.services import clean_answers, story_template
from stories import access, queries, services, statuses
from stories.models import SCENE_LIMIT, SCENES, Story
from stories.queries import owned_story

router = Router(tags=["stories"])


def scene_texts(given: Any) -> dict[int, str]:
    """Scene number to text, from `{"Scene1": "...", ...}`. Raises Invalid naming the scene."""
    if not isinstance(given, Mapping):
        raise Invalid("scenes", f"scenes must be an object with Scene1 to Scene{SCENES}.")
    return {number: _text(f"Scene{number}", given) for number in range(1, SCENES + 1)}


def _text(key: str, given: Mapping[str, Any]) -> str:
    value = given.get(key)
    if not isinstance(value, str):
        raise Invalid(key, f"{key} is missing. All {SCENES} scenes must be there, each as text.")
    text = clean_text(value)
    if not 1 <= len(text) <= SCENE_LIMIT:
        raise Invalid(key, f"{key} has {len(text):,} characters; 1 to {SCENE_LIMIT:,} are allowed.")
    return text


class ApproveScenes(BaseModel):
    """All twenty scenes as they shall be drawn, and the story that they belong to: by its id, or by its answers."""

    scenes: Annotated[dict[int, str], PlainValidator(scene_texts, json_schema_input_type=Scenes)]
    story_id: Annotated[str, BeforeValidator(lambda given: str(given or ""))] = ""
    answers: Answers | None = Field(None, validate_default=True, description="Not read where there is a story_id.")

    @field_validator("answers", mode="wrap")
    @classmethod
    def check_answers(cls, given: Any, check: Any, info: ValidationInfo) -> Answers | None:
        """Answers are needed where no id names the story."""
        return None if info.data["story_id"] else Answers.model_validate(given)


class DrawingStarted(Schema):
    """The story that is being drawn."""

    status: str
    story_id: str
    message: str


@router.post(
    "approve_scenes",
    auth=MAKERS,
    response={200: DrawingStarted, **ERRORS},
    summary="Approve the scenes and start drawing",
)
def approve_scenes(request: HttpRequest, approval: ApproveScenes) -> DrawingStarted:
    """Take over the texts and start drawing twenty pictures."""
    story = story_of(request, approval)
    picture_services.approve_scenes(story, approval.scenes, by=display_name(request))
    return DrawingStarted(status="ok", story_id=str(story.pk), message=f"{SCENES} pictures are being drawn.")


def story_of(request: HttpRequest, approval: ApproveScenes) -> Story:
    """The story that the body names; else the visitor's own of the same answers; else a new one made of them. Raises
    Invalid, NotFound or TooMany."""
    if approval.answers is None:
        return owned_story(request, approval.story_id, access.EDIT)
    answers, details = clean_answers(approval.answers.model_dump())
    if story := _same_story(answers, approval.scenes, known_visitor(request), request.user):
        return story
    quotas.count(request, quotas.STORIES)
    return _new_story(answers, approval.scenes, visitor_of(request), request.user, details)


def _same_story(answers: Mapping[str, str], texts: Mapping[int, str], owner: str, user: Any) -> Story | None:
    """A story whose drawing began from these very texts, so that a repeated request is refused as a repetition instead
    of being paid for twice; else the one in editing that has most of these texts."""
    stories = list(queries.stories_of(owner, user).filter(answers=answers).select_related("template")[:20])
    drawn = (story for story in stories if story.status not in (statuses.EDITING, statuses.WRITING, statuses.FAILED))
    repeated = next((story for story in drawn if queries.texts_of(story) == texts), None)
    editing = [story for story in stories if story.status == statuses.EDITING]
    return repeated or max(
        editing, key=lambda story: len(queries.texts_of(story).items() & texts.items()), default=None
    )


def _new_story(
    answers: Mapping[str, str], texts: Mapping[int, str], owner: str, user: Any, details: Collection[str] = ()
) -> Story:
    """A story of these texts. Its id is made from them and from the visitor's secret name: of two requests at the same
    moment the second finds the first one's story instead of paying for another."""
    made_of = json.dumps([owner, answers, texts], sort_keys=True)
    pk = uuid5(NAMESPACE_OID, hashlib.sha256(made_of.encode()).hexdigest())
    template = story_template(answers["story_type"])
    told: dict[str, Any] = {"template": template, "answers": answers, "details": details}
    try:
        return services.create_story(owner=owner, user=user, status=statuses.EDITING, pk=pk, **told)
    except IntegrityError:
        return queries.story_for(pk, owner, user)
