"""Copies of a story: one that is written anew from the same answers, or one with the same scenes."""

import re
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from core.status import Conflict
from stories import services, statuses
from stories.models import TITLE_LIMIT, Scene, Story
from stories.queries import stories_of

# What a copy with the same scenes has of the story besides those.
_SAME: tuple[str, ...] = ("template", "answers", "details", "author", "art_style", "character", "described", "writer")
_SAME += ("image_provider", "image_quality")
_COPY = re.compile(r" \(copy(?: \d+)?\)\Z")
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
            title=_title_of_copy(story, owner, user),
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


def _title_of_copy(story: Story, owner: str, user: Any) -> str:
    """The title with "(copy)", or "(copy 2)" and so on where the visitor has such a story; a copy of a copy is one of
    the first story. "" for a story without a title."""
    base = _COPY.sub("", story.title)
    if not base:
        return ""
    alike = stories_of(owner, user).filter(title__startswith=base[: TITLE_LIMIT // 2])
    taken = set(alike.values_list("title", flat=True))
    number, title = 1, ""
    while not title or title in taken:
        ending = f" (copy {number})" if number > 1 else " (copy)"
        title, number = base[: TITLE_LIMIT - len(ending)] + ending, number + 1
    return title
