"""Reads of stories and scenes."""

import zlib
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from core.errors import NotFound
from core.web.visitors import known_visitor
from providers.base import Beat as BeatBrief
from providers.base import StoryBrief
from stories import access, guests, statuses
from stories.answers import IDEA, KEYS
from stories.models import Scene, Story, StoryTemplate

_REMEMBERED = 40  # earlier stories of the same visitor, whose wording the writer avoids
_REMEMBERED_OF_OTHERS = 40  # and of everybody else, so that two visitors do not get the same sentences


def stories_of(visitor: str, user: Any) -> QuerySet[Story]:
    """The stories of a visitor in this browser, and of a signed-in user in all browsers, newest first."""
    return _owned(Story.objects.all(), visitor, user)


def deleted_stories_of(visitor: str, user: Any) -> QuerySet[Story]:
    """The deleted stories that this visitor or user can have back, the last deleted first."""
    return _owned(Story.everything.exclude(deleted_at=None), visitor, user).order_by("-deleted_at")


def _owned(stories: QuerySet[Story], visitor: str, user: Any) -> QuerySet[Story]:
    mine = Q(owner=visitor) if visitor else Q(pk=None)
    signed_in = bool(user and user.is_authenticated)
    return stories.filter(mine | Q(user=user) if signed_in else mine)


def story_for(
    story_id: UUID | str,
    visitor: str,
    user: Any,
    action: str = access.SEE,
    *,
    deleted: bool = False,
    passes: guests.Passes | None = None,
) -> Story:
    """The story, if this visitor or user may do the action with it: its owner, staff with the permission that
    `stories.access` names, or a guest with such a pass. Of those that are `deleted`, or of all others. Raises as
    `access.check_may`."""
    rows = Story.everything.exclude(deleted_at=None) if deleted else Story.objects.all()
    try:
        story = rows.select_related("template").get(pk=story_id)
    except (Story.DoesNotExist, ValidationError) as error:
        raise NotFound("Story not found") from error
    story.may = access.actions(story, visitor, user)
    if passes and not deleted:
        guests.let_in(story, passes)
    access.check_may(story, action)
    return story


def owned_story(
    request: HttpRequest, story_id: UUID | str, action: str = access.SEE, *, deleted: bool = False
) -> Story:
    """The story, if the visitor or user of the request may do the action with it. Raises as `access.check_may`."""
    passes = guests.passes_of(request)
    story = story_for(story_id, known_visitor(request), request.user, action, deleted=deleted, passes=passes)
    request.guest_name = story.guest  # type: ignore[attr-defined]  # what it does is recorded under this name
    return story


def may_listen(channel: str, visitor: str, user: Any, passes: guests.Passes | None = None) -> bool:
    """Whether this visitor or user may listen to the story with the id `channel`."""
    try:
        story_for(channel, visitor, user, passes=passes)
    except NotFound:
        return False
    return True


def scene_of(story: Story, number: int) -> Scene:
    """One scene of a story. Raises NotFound."""
    scene = story.scenes.filter(number=number).first()
    if scene is None:
        raise NotFound("Scene not found")
    scene.story = story
    return scene


def texts_of(story: Story) -> dict[int, str]:
    """Scene number to text, of all scenes that have one."""
    return {scene.number: scene.text for scene in story.scenes.all() if not scene.is_gap}


def gaps_of(story: Story) -> list[int]:
    """The numbers of the scenes without a text."""
    return [scene.number for scene in story.scenes.all() if scene.is_gap]


def edited_scenes(story: Story) -> list[int]:
    """The numbers of the scenes whose text is another than the writer's first."""
    return [scene.number for scene in story.scenes.all() if scene.is_edited]


def brief_of(story: Story) -> StoryBrief:
    """What the writer is told about the story."""
    return StoryBrief(
        seed=str(story.pk),
        template=story.template.name,
        beats=[BeatBrief(s.number, s.kind, s.mood, s.shows) for s in story.scenes.all()],
        answers={key: text for key, text in story.answers.items() if key in (*KEYS, IDEA)},
        details=story.details,
        character=story.character,
        art_style=story.art_style,
        earlier=_read_before(story),
    )


def _read_before(story: Story) -> list[str]:
    """The newest of the stories before this one, each as one text: the same visitor's, then everybody else's."""
    before = Story.objects.filter(created_at__lt=story.created_at).prefetch_related("scenes")
    own = stories_of(story.owner, story.user).values("pk")
    remembered = [*before.filter(pk__in=own)[:_REMEMBERED], *before.exclude(pk__in=own)[:_REMEMBERED_OF_OTHERS]]
    return [" ".join([other.title, *texts_of(other).values()]) for other in remembered]


def template_named(name: str) -> StoryTemplate | None:
    """The active story template of that name."""
    return StoryTemplate.objects.filter(name=name, active=True).first()


def being_rewritten(scene: Scene) -> bool:
    """Whether the writer is writing this scene again."""
    return scene.rewriting_until is not None and scene.rewriting_until > timezone.now()


def scene_stamp(scene: Scene) -> str:
    """A short digest of what the page shows of the scene while it is edited."""
    flags = "w" * being_rewritten(scene) + "e" * bool(scene.rewrite_error)
    return f"{zlib.crc32(scene.text.encode()):x}{flags}"


def scene_stamps(story: Story) -> dict[str, str]:
    """Scene number to stamp, while the scenes can be edited."""
    if story.status != statuses.EDITING:
        return {}
    return {str(scene.number): scene_stamp(scene) for scene in story.scenes.all()}
