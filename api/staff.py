"""Calls for staff who look for a mistake: a whole story as JSON, and an event to see whether pages hear anything."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from api.errors import some_errors
from api.parameters import StaffStory
from api.stories import StoryState, story_state
from core import live
from images.models import Illustration, Version
from stories.models import SCENES

router = Router(tags=["staff"])


class VersionState(Schema):
    """One attempt at a picture, with the prompt that was sent."""

    illustration__number: int
    number: int
    outcome: str
    error: str
    provider: str
    model: str
    softening: int
    prompt: str
    url: str
    started_at: datetime
    finished_at: datetime | None


class WholeStory(StoryState):
    """A story with its answers, texts and every attempt at its pictures."""

    template: str
    answers: dict[str, str]
    scenes: dict[int, str]
    versions: list[VersionState]


class Sent(Schema):
    """That the event was sent."""

    sent: bool
    story_id: str


@router.get(
    "debug_story/{story_id}",
    response={200: WholeStory, **some_errors(404)},
    exclude_unset=True,
    summary="The whole story (staff)",
)
def debug_story(request: HttpRequest, story: StaffStory) -> dict[str, Any]:
    """Everything about a story."""
    versions = Version.objects.filter(illustration__story=story).order_by("illustration__number", "number")
    return story_state(story) | {
        "template": story.template.name,
        "answers": story.answers,
        "scenes": {scene.number: scene.text for scene in story.scenes.all()},
        "versions": list(versions.values(*VersionState.model_fields)),
    }


@router.get("test_emit/{story_id}", response={200: Sent, **some_errors(404)}, summary="Send a test event (staff)")
def test_emit(request: HttpRequest, story: StaffStory) -> dict[str, Any]:
    """Send one `image_ready` with status "test" to the pages of the story."""
    data = {"scene_number": 0, "image_url": "/static/img/test.svg", "status": "test"}
    counts = {"completed_scenes": Illustration.objects.drawn_count(story.pk), "total_scenes": SCENES}
    return {"sent": live.announce(story.channel, "image_ready", data | counts), "story_id": story.channel}
