"""Writes: make a story, edit and approve its scenes. Calls of the writer are in `stories.writing` and `.rewriting`."""

from collections.abc import Collection, Mapping
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


class ChangedElsewhere(Conflict):
    """The scene has another text than the page had read from which a new one came."""

    def __init__(self, number: int) -> None:
        sentence = f"Scene {number} was changed elsewhere since you read it, so nothing was overwritten."
        super().__init__(sentence, field=f"Scene{number}")


def not_editing(status: str) -> Conflict:
    """Why the scenes of a story in this status cannot be edited."""
    return Conflict(_NOT_EDITING.get(status, _APPROVED))


def start_story(
    *,
    owner: str,
    user: Any,
    template: StoryTemplate,
    answers: Mapping[str, str],
    details: Collection[str] = (),
    pk: UUID | None = None,
) -> Story:
    """Make a story and send it to the writer. Raises as `create_story`."""
    with transaction.atomic():
        story = create_story(owner=owner, user=user, template=template, answers=answers, details=details, pk=pk)
        enqueue("stories.write", story_id=str(story.pk))
    return story


def create_story(
    *,
    owner: str,
    user: Any,
    template: StoryTemplate,
    answers: Mapping[str, str],
    details: Collection[str] = (),
    status: str = statuses.WRITING,
    pk: UUID | None = None,
) -> Story:
    """Make a story with an empty scene for every beat. It is not sent to the writer; `status` is EDITING for a story
    that needs no writer. `details` are what the writer is told besides the eight answers.

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
            details=list(details),
            status=status,
            art_style=template.art_style,
            character=template.character,
            queued_at=timezone.now(),
        )
        Scene.objects.bulk_create(
            Scene(story=story, number=beat.number, kind=beat.kind, mood=beat.mood, shows=beat.shows) for beat in beats
        )
    return story


def save_scene(scene: Scene, text: str, *, by: str = "", read: Collection[str] | None = None) -> None:
    """Save an edited text; an empty one is a gap. `read` are the texts that the page had read or sent before: a scene
    with another one was changed elsewhere and stays. Raises Invalid, ChangedElsewhere, or Conflict once the scenes are
    approved."""
    text = _checked(f"Scene{scene.number}", text, allow_empty=True)
    rows = Scene.objects.filter(pk=scene.pk, story__status=statuses.EDITING)
    known = rows if read is None else rows.filter(text__in=[text, *map(clean_text, read)])
    if not known.update(text=text, rewrite_error=""):
        if rows.exists():
            raise ChangedElsewhere(scene.number)
        raise not_editing(Story.everything.values_list("status", flat=True).get(pk=scene.story_id))
    scene.text = text
    Story.objects.filter(pk=scene.story_id).update(updated_at=timezone.now())  # somebody is at work on it
    audit.record(EDITED, scene, by=by)
    events.scene_changed(scene)


def check_read(story: Story, texts: Mapping[int, str], read: Mapping[int, Collection[str]]) -> None:
    """Raise ChangedElsewhere when a scene has neither its text of `texts` nor one that the page had `read`."""
    for scene in story.scenes.filter(number__in=read.keys() & texts.keys()):
        if scene.text not in map(clean_text, [texts[scene.number], *read[scene.number]]):
            raise ChangedElsewhere(scene.number)


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
        changed = []
        for scene in story.scenes.all():
            text = _checked(f"Scene{scene.number}", texts.get(scene.number, scene.text))
            if text != scene.text:
                scene.text = text
                changed.append(scene)
        if story.status != statuses.EDITING:
            raise not_editing(story.status)
        Scene.objects.bulk_update(changed, ["text"])
        move(story, phase, by=by, error="")


def revise_scene(scene: Scene, text: str, *, by: str = "") -> None:
    """Change the text of an approved scene; its picture stays. Raises Invalid, or Conflict before the approval."""
    scene.text = _checked(f"Scene{scene.number}", text)
    rows = Scene.objects.filter(pk=scene.pk, story__status__in=[statuses.SKETCHING, *statuses.HAS_PICTURES])
    if not rows.update(text=scene.text):
        raise Conflict("The scenes of this story are not approved yet; change the text in its box.")
    audit.record(EDITED, scene, by=by)
    events.scene_changed(scene)


def revise_scenes(story: Story, texts: Mapping[int, str], read: Mapping[int, str], *, by: str = "") -> list[int]:
    """Change the texts of approved scenes, all or nothing; their pictures stay. `read` are the texts that the page had
    read: only what differs from them is changed. Returns the numbers of those scenes. Raises as `revise_scene`, and
    ChangedElsewhere."""
    wanted = changed_texts(texts, read)
    with transaction.atomic():
        check_read(story, wanted, {number: [read[number]] for number in wanted})
        for scene in story.scenes.filter(number__in=wanted):
            revise_scene(scene, wanted[scene.number], by=by)
    return list(wanted)


def changed_texts(texts: Mapping[int, str], read: Mapping[int, str]) -> dict[int, str]:
    """Those of `texts` that differ from what the page had `read`."""
    return {n: text for n, text in texts.items() if n in read and clean_text(text) != clean_text(read[n])}


def _checked(field: str, text: str, *, allow_empty: bool = False) -> str:
    name = field.replace("Scene", "Scene ")
    cleaned = clean_text(text)
    if len(cleaned) > SCENE_LIMIT:
        raise Invalid(field, f"{name} has {len(cleaned):,} characters; a scene can have {SCENE_LIMIT:,}.")
    if not cleaned and not allow_empty:
        raise Invalid(field, f"{name} is empty. Every scene needs a text before it can be drawn.")
    return cleaned
