"""Writes of stories and scenes: create, edit, approve. What the writer does to them is in `stories.writing`."""

import logging
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from core.connections import retry_db
from core.errors import Invalid
from core.status import Conflict, move
from core.text import clean_text
from providers import registry
from providers.base import ProviderError
from stories import budget, events, ledger, moderation, queries, statuses
from stories.models import SCENE_LIMIT, SCENES, Scene, Story, StoryTemplate

log = logging.getLogger(__name__)

APPROVED_ALREADY = "The scenes of this story are approved already; nothing was changed and nothing started again."
NOT_EDITING = {
    statuses.WRITING: "The story is still being written. Its scenes can be edited when they are there.",
    statuses.FAILED: "The story could not be written, so there are no scenes yet. Try writing it again.",
    statuses.SKETCHING: APPROVED_ALREADY,
    statuses.ILLUSTRATING: APPROVED_ALREADY,
    statuses.REVIEWING: APPROVED_ALREADY,
    **dict.fromkeys(statuses.SETTLED, APPROVED_ALREADY),
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

    The answers must be clean already. Raises Invalid when the template has not one beat for every scene, OverBudget
    when the writer may not be paid any more today.
    """
    if status == statuses.WRITING:
        budget.check("", budget.writing_cost())
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


def locked(story_id: UUID) -> Story:
    """The story, locked. Whoever changes its pictures or clips locks it first, so that no two wait for each other.
    Raises Conflict when it is gone."""
    story = Story.objects.select_for_update().filter(pk=story_id).first()
    if story is None:
        raise Conflict("The story is gone.", None)
    return story


def save_scene(scene: Scene, text: str) -> Scene:
    """Keep an edited text. An empty one makes the scene a gap. Raises Invalid, or Conflict once drawing began."""
    scene.text = _checked(f"Scene{scene.number}", text, allow_empty=True)
    rows = Scene.objects.filter(pk=scene.pk, story__status=statuses.EDITING)
    if not rows.update(text=scene.text, rewrite_error=""):
        status = Story.objects.values_list("status", flat=True).get(pk=scene.story_id)
        raise Conflict(NOT_EDITING.get(status, APPROVED_ALREADY), status)
    events.scene_changed(scene)
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


def revise_scene(scene: Scene, text: str) -> Scene:
    """Change a scene's text after it was approved; what was drawn from the old one stays. Raises Invalid, or Conflict
    while the scenes are still to be approved."""
    scene.text = _checked(f"Scene{scene.number}", text)
    rows = Scene.objects.filter(pk=scene.pk, story__status__in=[statuses.SKETCHING, *statuses.DRAWING])
    if not rows.update(text=scene.text):
        raise Conflict("The scenes of this story are not approved yet; change the text in its box.", None)
    events.scene_changed(scene)
    return scene


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
    """Mark the scene as being written again. Raises Conflict when it is already, when drawing began, or when it would
    cost too much."""
    budget.check(str(scene.story_id), budget.writing_cost())
    now = timezone.now()
    free = Q(rewriting_until=None) | Q(rewriting_until__lt=now)
    scene.rewriting_until = now + timedelta(seconds=settings.WRITE_TIMEOUT)
    rows = Scene.objects.filter(free, pk=scene.pk, story__status=statuses.EDITING)
    if not rows.update(rewriting_until=scene.rewriting_until, rewrite_error=""):
        raise Conflict(NOT_EDITING.get(scene.story.status, "This scene is being written again already."), None)
    events.scene_changed(scene)


def rewrite_scene(story_id: UUID | str, number: int) -> None:
    """Write one scene again; on failure the text stays, the button comes back, and the box says why."""
    scene = Scene.objects.select_related("story__template").filter(story__pk=story_id, number=number).first()
    if scene is None or not queries.being_rewritten(scene):
        return  # done already, or so late that nobody waits for it any more
    try:
        text, error = _rewritten(scene), ""
    except ProviderError as failure:
        log.warning("Scene %s of story %s was not written again: %s", number, story_id, failure.operator)
        text, error = "", failure.message
    rows = Scene.objects.filter(pk=scene.pk, story__status=statuses.EDITING, rewrites=scene.rewrites)
    done = {"text": text, "rewrites": scene.rewrites + 1, "rewriting_until": None}
    # What the visitor typed meanwhile stays: only the text that was read is replaced.
    if not (text and retry_db(lambda: rows.filter(text=scene.text).update(**done))):
        rows.update(rewriting_until=None, rewrite_error=error[:500])
    events.scene_changed(scene)


def _rewritten(scene: Scene) -> str:
    """The scene's new text. Raises ProviderError, also when it may not be paid for and for a bug of ours."""
    story, writer = scene.story, registry.writer()
    moderation.check_story(story)
    brief, scenes, attempt = queries.brief_of(story), queries.texts_of(story), scene.rewrites + 1
    with ledger.call(story.channel, "rewrite", writer, cure="Please try again.") as receipt:
        rewriting = writer.rewrite(brief, scenes=scenes, number=scene.number, attempt=attempt)
        receipt.usage = rewriting.usage
    if not (text := clean_text(rewriting.text)[:SCENE_LIMIT]):
        raise ProviderError("The writer gave no text. Please try again.")
    return text


def approve_scenes(story: Story, texts: Mapping[int, str], *, by: str, phase: str = statuses.ILLUSTRATING) -> None:
    """Take over the given texts, check that all twenty scenes have one, and move the story on to `phase`, ILLUSTRATING
    or SKETCHING.

    Raises Invalid (naming the scene) and keeps nothing, or Conflict when the scenes are approved already.
    """
    with transaction.atomic():
        scenes = list(story.scenes.all())
        for scene in scenes:
            scene.text = _checked(f"Scene{scene.number}", texts.get(scene.number, scene.text))
        _still_editing(story)
        Scene.objects.bulk_update(scenes, ["text"])
        move(story, phase, by=by, error="")


def _still_editing(story: Story) -> None:
    if story.status != statuses.EDITING:
        raise Conflict(NOT_EDITING[story.status], story.status)
