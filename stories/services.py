"""Writes: make a story, edit and approve its scenes. Calls of the writer are in `stories.writing` and `.rewriting`."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from core import audit
from core.errors import Invalid
from core.queue import enqueue
from core.status import Conflict, move
from core.text import clean_text
from stories import events, ledger, statuses
from stories.models import SCENE_LIMIT, SCENES, Scene, Story, StoryTemplate

_NOT_EDITING = {
    statuses.WRITING: "The story is still being written. Its scenes can be edited when they are there.",
    statuses.FAILED: "The story could not be written, so there are no scenes yet. Try writing it again.",
}
EDITED = "edited"  # in the audit log
_APPROVED = "The scenes of this story are approved already; nothing was changed and nothing started again."


def not_editing(status: str) -> Conflict:
    """Why the scenes of a story in this status cannot be edited."""
    return Conflict(_NOT_EDITING.get(status, _APPROVED))


def start_story(*, owner: str, user: Any, template: StoryTemplate, answers: Mapping[str, str]) -> Story:
    """Make a story and send it to the writer. Raises as `create_story`."""
    with transaction.atomic():
        story = create_story(owner=owner, user=user, template=template, answers=answers)
        enqueue("stories.write", story_id=str(story.pk))
    return story


def create_story(
    *,
    owner: str,
    user: Any,
    template: StoryTemplate,
    answers: Mapping[str, str],
    status: str = statuses.WRITING,
    pk: UUID | None = None,
) -> Story:
    """Make a story with an empty scene for every beat. It is not sent to the writer; `status` is EDITING for a story
    that needs no writer.

    The answers must be clean already. Raises Invalid when the template has not one beat for every scene, OverBudget
    when the writer may not be paid.
    """
    if status == statuses.WRITING:
        ledger.check_budget("", ledger.writing_cost())
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
            queued_at=timezone.now(),
        )
        Scene.objects.bulk_create(
            Scene(story=story, number=beat.number, kind=beat.kind, mood=beat.mood, shows=beat.shows) for beat in beats
        )
    return story


def save_scene(scene: Scene, text: str, *, by: str = "") -> None:
    """Save an edited text; an empty one is a gap. Raises Invalid, or Conflict once the scenes are approved."""
    scene.text = _checked(f"Scene{scene.number}", text, allow_empty=True)
    rows = Scene.objects.filter(pk=scene.pk, story__status=statuses.EDITING)
    if not rows.update(text=scene.text, rewrite_error=""):
        raise not_editing(Story.everything.values_list("status", flat=True).get(pk=scene.story_id))
    Story.objects.filter(pk=scene.story_id).update(updated_at=timezone.now())  # somebody is at work on it
    audit.record(EDITED, scene, by=by)
    events.scene_changed(scene)


def restore_scene(scene: Scene, *, by: str = "") -> None:
    """Put back the text that the writer first wrote."""
    save_scene(scene, scene.original_text, by=by)


def save_look(story: Story, *, art_style: str, character: str, by: str = "") -> None:
    """Save the visitor's own art style and description of the fox for this story.

    Raises Invalid naming the field, or Conflict once the scenes are approved.
    """
    look = {"art_style": checked_look("art_style", art_style), "character": checked_look("character", character)}
    if not Story.objects.filter(pk=story.pk, status=statuses.EDITING).update(**look):
        raise not_editing(story.status)
    audit.record(EDITED, story, by=by, note="how the pictures look")


def checked_look(field: str, text: str) -> str:
    """The text, cleaned. Raises Invalid when it is empty or too long."""
    cleaned = clean_text(text)
    if not 1 <= len(cleaned) <= SCENE_LIMIT:
        what = "The art style" if field == "art_style" else "The description of the fox"
        raise Invalid(field, f"{what} has {len(cleaned):,} characters; 1 to {SCENE_LIMIT:,} are allowed.")
    return cleaned


def approve_scenes(story: Story, texts: Mapping[int, str], *, by: str, phase: str = statuses.ILLUSTRATING) -> None:
    """Save the given texts, check that all twenty scenes have one, and move the story to `phase`, ILLUSTRATING or
    SKETCHING.

    Raises Invalid (naming the scene) and saves nothing, or Conflict when the scenes are approved already.
    """
    with transaction.atomic():
        scenes = list(story.scenes.all())
        for scene in scenes:
            scene.text = _checked(f"Scene{scene.number}", texts.get(scene.number, scene.text))
        if story.status != statuses.EDITING:
            raise not_editing(story.status)
        Scene.objects.bulk_update(scenes, ["text"])
        move(story, phase, by=by, error="")


def revise_scene(scene: Scene, text: str, *, by: str = "") -> None:
    """Change the text of an approved scene; its picture stays. Raises Invalid, or Conflict before the approval."""
    scene.text = _checked(f"Scene{scene.number}", text)
    rows = Scene.objects.filter(pk=scene.pk, story__status__in=[statuses.SKETCHING, *statuses.HAS_PICTURES])
    if not rows.update(text=scene.text):
        raise Conflict("The scenes of this story are not approved yet; change the text in its box.")
    audit.record(EDITED, scene, by=by)
    events.scene_changed(scene)


def _checked(field: str, text: str, *, allow_empty: bool = False) -> str:
    cleaned = clean_text(text)
    if len(cleaned) > SCENE_LIMIT:
        raise Invalid(field, f"{field} has {len(cleaned):,} characters; a scene can have {SCENE_LIMIT:,}.")
    if not cleaned and not allow_empty:
        raise Invalid(field, f"{field} is empty. Every scene needs a text before it can be drawn.")
    return cleaned
