"""`POST /submit`: the quiz answers become twenty scenes."""

import asyncio
import time
from typing import Annotated, Literal

from asgiref.sync import sync_to_async
from django.conf import settings
from django.http import HttpRequest, JsonResponse
from ninja import Field, Router, Schema

from api.errors import ERRORS, body_of
from core import quotas
from core.middleware import ApiError, json_object
from core.visitors import visitor_of
from quiz import services
from stories import queries, statuses
from stories.answers import ANSWER_LIMIT
from stories.models import SCENES, Story

router = Router(tags=["story"])
LOOK_SECONDS = 0.2
FreeText = Annotated[str, Field(max_length=ANSWER_LIMIT)]
NeededText = Annotated[str, Field(min_length=1, max_length=ANSWER_LIMIT)]


class Answers(Schema):
    """The eight answers of the quiz."""

    story_type: str = "Power Fantasy"
    humiliation_type: Literal["A", "B"]
    offering_who: FreeText
    offering_what: FreeText
    humiliation: FreeText
    find: NeededText
    do_with_find: Literal["A", "B"]
    villain_crime: NeededText


@router.post(
    "submit",
    response={200: dict[str, str], **ERRORS, 502: ERRORS[400], 504: ERRORS[400]},
    openapi_extra=body_of(Answers),
    summary="Write a story from the quiz answers",
)
async def submit(request: HttpRequest) -> JsonResponse:
    """Write a story and answer with its twenty scenes; the header X-Story-Id names the story."""
    story = await sync_to_async(_start)(request)
    story = await _written(story)
    headers = {"X-Story-Id": str(story.pk)}
    if story.status == statuses.FAILED:
        raise ApiError(502, story.error, headers)
    scenes = await sync_to_async(queries.texts_of)(story)
    if len(scenes) < SCENES:
        raise ApiError(502, _gaps(scenes), headers)
    return JsonResponse({f"Scene{number}": scenes[number] for number in range(1, SCENES + 1)}, headers=headers)


def _start(request: HttpRequest) -> Story:
    raw = json_object(request)
    services.checked(raw)  # what is refused for its answers does not count
    quotas.count(request, quotas.STORIES)
    return services.start_story(owner=visitor_of(request), user=request.user, raw=raw)


async def _written(story: Story) -> Story:
    """The story once its writer is done. Raises ApiError 504 past WRITE_TIMEOUT."""
    deadline = time.monotonic() + settings.WRITE_TIMEOUT
    while story.status == statuses.WRITING:
        if time.monotonic() > deadline:
            sentence = f"The story is not written after {settings.WRITE_TIMEOUT:g} s. It may still be; look again soon."
            raise ApiError(504, sentence, {"X-Story-Id": str(story.pk)})
        await asyncio.sleep(LOOK_SECONDS)
        story = await Story.objects.select_related("template").aget(pk=story.pk)
    return story


def _gaps(scenes: dict[int, str]) -> str:
    missing = ", ".join(str(number) for number in range(1, SCENES + 1) if number not in scenes)
    return f"The writer left out scene {missing}. Open the story on the site to write it yourself, or try again."
