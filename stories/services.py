"""Writes of stories and scenes: create, write, edit, approve."""

import logging
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from core import leases
from core.errors import Invalid
from core.status import Conflict, move
from core.text import clean_line, clean_text
from providers import registry
from providers.base import ProviderError, StoryDraft
from stories import announcements, queries, statuses
from stories.models import SCENE_LIMIT, SCENES, Scene, Story, StoryTemplate

log = logging.getLogger(__name__)

MAX_TRIES = 3
RETRY_SECONDS = 5.0
APPROVED_ALREADY = "The scenes of this story are approved already; nothing was changed and nothing started again."
NOT_EDITING = {
    statuses.WRITING: "The story is still being written. Its scenes can be edited when they are there.",
    statuses.FAILED: "The story could not be written, so there are no scenes yet. Try writing it again.",
    statuses.ILLUSTRATING: APPROVED_ALREADY,
    statuses.REVIEWING: APPROVED_ALREADY,
    statuses.APPROVED: APPROVED_ALREADY,
}


def create_story(
    *,
    owner: str,
    user: Any,
    template: StoryTemplate,
    answers: Mapping[str, str],
    status: str = statuses.WRITING,
    pk: UUID | None = None,
) -> Story:
    """Make a story with an empty scene for every beat; `status` EDITING for one that needs no writer of ours.

    The answers must be clean already. Raises Invalid when the template has not one beat for every scene.
    """
    beats = list(template.beats.all())
    if len(beats) != SCENES:
        raise Invalid(
            "story_type", f"The story template {template} has {len(beats)} beats, and a story needs {SCENES}."
        )
    with transaction.atomic():
        story = Story.objects.create(
            pk=pk or uuid4(),
            owner=owner,
            user=user if user and user.is_authenticated else None,
            template=template,
            answers=dict(answers),
            status=status,
            art_style=template.art_style,
            character=template.character,
        )
        Scene.objects.bulk_create(
            Scene(story=story, number=beat.number, kind=beat.kind, mood=beat.mood, shows=beat.shows) for beat in beats
        )
    return story


def write(story_id: UUID | str) -> float | None:
    """Write the story's scenes. Gives back the seconds to wait before trying again, or None when there is no need.

    Does nothing for a story that is not waiting for its writer, or that another worker is writing.
    """
    story = Story.objects.select_related("template").filter(pk=story_id, status=statuses.WRITING).first()
    if story is None or not _claim(story):
        return None
    with leases.holding(Story.objects.filter(pk=story.pk, status=statuses.WRITING)):
        try:
            draft = _draft(story)
        except ProviderError as error:
            return _writing_failed(story, error)
    _keep_draft(story, draft)
    return None


def _claim(story: Story) -> bool:
    """Take the story for this worker, unless another one holds it."""
    free = Q(lease_until=None) | Q(lease_until__lt=timezone.now())
    rows = Story.objects.filter(free, pk=story.pk, status=statuses.WRITING)
    story.tries += 1
    return bool(rows.update(lease_until=leases.lease(), tries=story.tries))


def _draft(story: Story) -> StoryDraft:
    """Ask the writer; ask once more for the scenes that it left out. What is still missing stays a gap."""
    writer, brief = registry.writer(), queries.brief_of(story)
    try:
        draft = writer.write(brief, already={})
        scenes = _usable(draft.scenes)
        if len(scenes) < SCENES:
            scenes = _usable(writer.write(brief, already=scenes).scenes) | scenes
    except ProviderError:
        raise
    except Exception as bug:
        log.exception("The writer %s failed on story %s", writer.name, story.pk)
        raise ProviderError("The writer stopped with an unexpected error.") from bug
    return StoryDraft(draft.title, scenes, draft.provider, draft.model, draft.usage)


def _usable(scenes: Mapping[int, str]) -> dict[int, str]:
    """The scenes with a number in range and a text, cleaned and cut to the limit."""
    cleaned = {number: clean_text(text)[:SCENE_LIMIT] for number, text in scenes.items() if 1 <= number <= SCENES}
    return {number: text for number, text in cleaned.items() if text}


def _keep_draft(story: Story, draft: StoryDraft) -> None:
    scenes = list(story.scenes.all())
    for scene in scenes:
        scene.text = scene.original_text = draft.scenes.get(scene.number, "")
    try:
        with transaction.atomic():
            Scene.objects.bulk_update(scenes, ["text", "original_text"])
            writer = f"{draft.provider} {draft.model}"
            title = clean_line(draft.title)[:200]
            move(story, statuses.EDITING, title=title, writer=writer, lease_until=None, tries=0, error="")
    except Conflict:
        log.warning("Story %s was written twice; the first writing stays.", story.pk)


def _writing_failed(story: Story, error: ProviderError) -> float | None:
    if error.permanent or error.policy or story.tries >= MAX_TRIES:
        give_up(story, error.message)
        return None
    wait = error.retry_after or RETRY_SECONDS * story.tries
    # Nobody else takes it up while it waits; it is free again at the moment when its task comes back.
    until = timezone.now() + timedelta(seconds=wait)
    Story.objects.filter(pk=story.pk, status=statuses.WRITING).update(lease_until=until)
    return wait


def give_up(story: Story, reason: str) -> None:
    """Close a story that cannot be written, saying why."""
    try:
        move(story, statuses.FAILED, error=reason, note=reason, lease_until=None)
    except Conflict:
        log.info("Story %s was settled by somebody else.", story.pk)


def write_again(story: Story, *, by: str) -> None:
    """Put a failed story back to its writer. Raises Conflict or Forbidden when it is not failed."""
    move(story, statuses.WRITING, by=by, error="", tries=0, lease_until=None)


def save_scene(scene: Scene, text: str) -> Scene:
    """Keep an edited text. An empty one makes the scene a gap. Raises Invalid, or Conflict once drawing began."""
    scene.text = _checked(f"Scene{scene.number}", text, allow_empty=True)
    rows = Scene.objects.filter(pk=scene.pk, story__status=statuses.EDITING)
    if not rows.update(text=scene.text):
        status = Story.objects.values_list("status", flat=True).get(pk=scene.story_id)
        raise Conflict(NOT_EDITING.get(status, APPROVED_ALREADY), status)
    announcements.scene_changed(scene)
    return scene


def save_look(story: Story, *, art_style: str, character: str) -> None:
    """Keep the owner's own art style and character description for the pictures of this story.

    Raises Invalid naming the field, or Conflict once drawing began.
    """
    look = {"art_style": checked_look("art_style", art_style), "character": checked_look("character", character)}
    if not Story.objects.filter(pk=story.pk, status=statuses.EDITING).update(**look):
        raise Conflict(NOT_EDITING.get(story.status, APPROVED_ALREADY), story.status)


def checked_look(field: str, text: str) -> str:
    """The text, cleaned. Raises Invalid when it is empty or too long."""
    cleaned = clean_text(text)
    if not 1 <= len(cleaned) <= SCENE_LIMIT:
        what = "The art style" if field == "art_style" else "The description of the fox"
        raise Invalid(field, f"{what} has {len(cleaned):,} characters; 1 to {SCENE_LIMIT:,} are allowed.")
    return cleaned


def restore_scene(scene: Scene) -> Scene:
    """Put back the text that the writer first wrote."""
    return save_scene(scene, scene.original_text)


def _checked(field: str, text: str, *, allow_empty: bool = False) -> str:
    cleaned = clean_text(text)
    if len(cleaned) > SCENE_LIMIT:
        raise Invalid(field, f"{field} has {len(cleaned):,} characters; a scene can have {SCENE_LIMIT:,}.")
    if not cleaned and not allow_empty:
        raise Invalid(field, f"{field} is empty. Every scene needs a text before it can be drawn.")
    return cleaned


def request_rewrite(scene: Scene) -> None:
    """Mark the scene as being written again. Raises Conflict when it is already, or when drawing began."""
    now = timezone.now()
    free = Q(rewriting_until=None) | Q(rewriting_until__lt=now)
    scene.rewriting_until = now + timedelta(seconds=settings.WRITE_TIMEOUT)
    rows = Scene.objects.filter(free, pk=scene.pk, story__status=statuses.EDITING)
    if not rows.update(rewriting_until=scene.rewriting_until):
        raise Conflict(NOT_EDITING.get(scene.story.status, "This scene is being written again already."), None)
    announcements.scene_changed(scene)


def rewrite_scene(story_id: UUID | str, number: int) -> None:
    """Write one scene again; on failure the text stays and the button comes back."""
    scene = Scene.objects.select_related("story__template").filter(story__pk=story_id, number=number).first()
    if scene is None or not queries.being_rewritten(scene):
        return  # done already, or so late that nobody waits for it any more
    text = _rewritten(scene)
    rows = Scene.objects.filter(pk=scene.pk, story__status=statuses.EDITING, rewrites=scene.rewrites)
    # What the visitor typed meanwhile stays: only the text that was read is replaced.
    if not (text and rows.filter(text=scene.text).update(text=text, rewrites=scene.rewrites + 1, rewriting_until=None)):
        rows.update(rewriting_until=None)
    announcements.scene_changed(scene)


def _rewritten(scene: Scene) -> str:
    brief, scenes = queries.brief_of(scene.story), queries.texts_of(scene.story)
    try:
        text = registry.writer().rewrite(brief, scenes=scenes, number=scene.number, attempt=scene.rewrites + 1).text
    except ProviderError as error:
        log.warning("Scene %s of story %s was not written again: %s", scene.number, scene.story_id, error)
        return ""
    except Exception:
        log.exception("The writer failed on scene %s of story %s", scene.number, scene.story_id)
        return ""
    return clean_text(text)[:SCENE_LIMIT]


def approve_scenes(story: Story, texts: Mapping[int, str], *, by: str) -> None:
    """Take over the given texts, check that all twenty scenes have one, and move the story on to drawing.

    Raises Invalid (naming the scene) and keeps nothing, or Conflict when the scenes are approved already.
    """
    with transaction.atomic():
        scenes = list(story.scenes.all())
        for scene in scenes:
            scene.text = _checked(f"Scene{scene.number}", texts.get(scene.number, scene.text))
        _still_editing(story)
        Scene.objects.bulk_update(scenes, ["text"])
        move(story, statuses.ILLUSTRATING, by=by)


def _still_editing(story: Story) -> None:
    if story.status != statuses.EDITING:
        raise Conflict(NOT_EDITING[story.status], story.status)
