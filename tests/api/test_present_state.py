"""The present state of a story as events, which a page gets first."""

import json

import pytest

from api.present_state import PresentState
from core.live import PREFIX
from stories.models import Story
from tests.factories import edited_story, illustrated_story, make_story

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]


@pytest.mark.parametrize(
    ("make", "names"),
    [
        (make_story, ["story_status"]),
        (edited_story, ["story_status"]),
        (illustrated_story, ["story_status"]),
        (lambda: illustrated_story("pending_approval"), ["story_status", *["image_ready"] * 20, "story_complete"]),
        (
            lambda: illustrated_story("approved"),
            ["story_status", *["image_ready"] * 20, "story_complete", "all_approved"],
        ),
        (lambda: illustrated_story("failed"), ["story_status", *["image_update"] * 20, "story_complete"]),
    ],
)
def test_a_new_connection_gets_the_present_state(make, names):
    story: Story = make()
    events = PresentState().get_events(f"story-{story.pk}", last_id=99)
    assert [event.type for event in events] == names
    assert all(json.loads(event.data).get("image_url", "/") for event in events)


def test_a_story_that_is_gone_has_no_state():
    assert PresentState().get_events("story-00000000-0000-4000-8000-000000000000", last_id=0) == []


def test_the_present_state_has_pictures_and_clips(filming):
    events = PresentState().get_events(f"{PREFIX}{filming.channel}", 0)
    names = {event.type for event in events}
    assert {"image_ready", "all_approved", "story_complete", "video_generation_started", "clip_update"} <= names
