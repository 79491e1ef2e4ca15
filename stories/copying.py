"""Copies of a story: one that is written anew from the same answers, or one with the same scenes."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from core.status import Conflict
from stories import services, statuses
from stories.models import Scene, Story

# What a copy with the same scenes has of the story besides those.
_SAME: tuple[str, ...] = (
    "template",
    "answers",
    "details",
    "title",
    "author",
    "art_style",
    "character",
    "described",
    "writer",
)
_SAME += ("image_provider", "image_quality")
_NOT_YET = "Only approved scenes are copied, and those of this story are not approved yet."


def check_may_copy_scenes(story: Story) -> None:
    """Raise Conflict, in words, unless the scenes of the story are approved."""
    if story.status != statuses.SKETCHING and story.status not in statuses.HAS_PICTURES:
        raise Conflict(_NOT_YET)


def write_anew(story: Story, *, owner: str, user: Any, pk: UUID | None = None) -> Story:
    """Have another story written from the same answers. Raises as `services.create_story`."""
    same = {"template": story.template, "answers": story.answers, "details": story.details}
    return services.start_story(owner=owner, user=user, pk=pk, **same)


def copy_scenes(story: Story, *, owner: str, user: Any, pk: UUID | None = None) -> Story:
    """Make a story with the same scenes, which are not approved yet. Raises Conflict as `check_may_copy_scenes`."""
    check_may_copy_scenes(story)
    with transaction.atomic():
        copy = Story.objects.create(
            **({"pk": pk} if pk else {}),
            owner=owner,
            user=user if user and user.is_authenticated else None,
            status=statuses.EDITING,
            queued_at=timezone.now(),
            **{name: getattr(story, name) for name in _SAME},
        )
        Scene.objects.bulk_create(
            Scene(
                story=copy,
                number=scene.number,
                kind=scene.kind,
                mood=scene.mood,
                shows=scene.shows,
                text=scene.text,
                original_text=scene.original_text,
            )
            for scene in story.scenes.all()
        )
    return copy
