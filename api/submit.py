"""`POST /submit`: the quiz answers become twenty scenes."""

import asyncio
import time
from typing import Any, Literal

from asgiref.sync import sync_to_async
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Field, Router, Status
from pydantic import BaseModel, ConfigDict, create_model, model_validator

from api.errors import ERRORS, ErrorAnswer
from api.security import MAKERS
from core.web import quotas
from core.web.visitors import visitor_of
from quiz import services as quiz_services
from quiz.services import story_template
from stories import queries, services, statuses
from stories.answers import ANSWER_LIMIT, DEFAULT_TYPE, clean_answers
from stories.models import SCENE_LIMIT, SCENES, Story

router = Router(tags=["stories"])
LOOK_SECONDS = 0.2


class Answers(BaseModel):
    """The eight answers of the quiz, cleaned. An answer that its branch does not ask may be "". Answers to questions
    that the site has added may stand beside them."""

    model_config = ConfigDict(extra="allow")

    story_type: str = DEFAULT_TYPE
    humiliation_type: Literal["A", "B"]
    offering_who: str = Field(max_length=ANSWER_LIMIT)
    offering_what: str = Field(max_length=ANSWER_LIMIT)
    humiliation: str = Field(max_length=ANSWER_LIMIT)
    find: str = Field(min_length=1, max_length=ANSWER_LIMIT)
    do_with_find: Literal["A", "B"]
    villain_crime: str = Field(min_length=1, max_length=ANSWER_LIMIT)

    @model_validator(mode="before")
    @classmethod
    def clean(cls, given: Any) -> dict[str, str]:
        """Ask the quiz's own rules, which raise Invalid naming the field."""
        cleaned = clean_answers(given)
        return {key: text for key, text in given.items() if isinstance(text, str)} | cleaned


_text: Any = (str, Field(min_length=1, max_length=SCENE_LIMIT))
Scenes = create_model("Scenes", **{f"Scene{number}": _text for number in range(1, SCENES + 1)})


@router.post(
    "submit",
    auth=MAKERS,
    response={200: Scenes, **ERRORS, 502: ErrorAnswer, 504: ErrorAnswer},
    openapi_extra={
        "responses": {
            status: {"headers": {"X-Story-Id": {"description": "The story's id.", "schema": {"type": "string"}}}}
            for status in (200, 502, 504)
        }
    },
    summary="Write a story from the quiz answers",
)
async def submit(request: HttpRequest, response: HttpResponse, answers: Answers) -> Any:
    """Write a story and answer with its twenty scenes; the header X-Story-Id names the story."""
    story = await sync_to_async(_start)(request, answers)
    response["X-Story-Id"] = str(story.pk)
    story = await _written(story)
    if story.status == statuses.WRITING:
        limit = f"{settings.WRITE_TIMEOUT:g} s"
        return _refused(504, f"The story is not written after {limit}. It may still be; look again soon.")
    if story.status == statuses.FAILED:
        return _refused(502, story.error)
    scenes = await sync_to_async(queries.texts_of)(story)
    if len(scenes) < SCENES:
        missing = ", ".join(str(number) for number in range(1, SCENES + 1) if number not in scenes)
        cure = "Open the story on the site to write it yourself, or try again."
        return _refused(502, f"The writer left out scene {missing}. {cure}")
    return {f"Scene{number}": text for number, text in sorted(scenes.items())}


def _start(request: HttpRequest, answers: Answers) -> Story:
    template = story_template(answers.story_type)
    clean, details = quiz_services.clean_answers(answers.model_dump())
    quotas.count(request, quotas.STORIES)
    return services.start_story(
        owner=visitor_of(request), user=request.user, template=template, answers=clean, details=details
    )


async def _written(story: Story) -> Story:
    """The story once its writer is done, or as it is when WRITE_TIMEOUT has passed."""
    deadline = time.monotonic() + settings.WRITE_TIMEOUT
    while story.status == statuses.WRITING and time.monotonic() <= deadline:
        await asyncio.sleep(LOOK_SECONDS)
        story = await Story.everything.select_related("template").aget(pk=story.pk)
    return story


def _refused(status: int, sentence: str) -> Status[dict[str, str]]:
    return Status(status, {"error": sentence})
