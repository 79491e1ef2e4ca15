"""The steps of writing that go to a worker: change the rows, then enqueue once they are committed."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from core.queue import enqueue
from stories import services, tasks, writing
from stories.models import Scene, Story, StoryTemplate


def start_story(*, owner: str, user: Any, template: StoryTemplate, answers: Mapping[str, str]) -> Story:
    """Make a story and send it to the writer."""
    with transaction.atomic():
        story = services.create_story(owner=owner, user=user, template=template, answers=answers)
        enqueue_writing(story)
    return story


def enqueue_writing(story: Story) -> None:
    """Send a story that waits for its writer to a worker."""
    enqueue(tasks.write.si(story_id=str(story.pk)))


def write_again(story: Story, *, by: str) -> None:
    """Give a failed story back to its writer. Raises Conflict or Forbidden when it is not failed."""
    with transaction.atomic():
        writing.write_again(story, by=by)
        enqueue_writing(story)


def rewrite_scene(scene: Scene) -> None:
    """Have one scene written again. Raises Conflict when it is already, or when drawing began."""
    with transaction.atomic():
        services.request_rewrite(scene)
        enqueue(tasks.rewrite_scene.si(story_id=str(scene.story_id), scene=scene.number))
