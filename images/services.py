"""Writes of illustrations that people ask for: open the drawing, approve, reject, draw again; and settle the story.

What is taken back or chosen anew is in `images.revisions`, the character sheet in `images.character_sheet`.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from core import leases
from core.errors import Invalid
from core.status import Conflict, move
from core.text import clean_text
from images import rejection_reasons as rejection
from images import statuses
from images.drawing import preflight, prompts, references
from images.models import Decision, Illustration, Version
from providers import registry
from stories import services as story_services
from stories import statuses as story_statuses
from stories.models import SCENES, Story

NOTE_LIMIT = 500  # characters
PROMPT_LIMIT = 2000  # characters
VARIATIONS = 4
# What a rejection changes, and what its undoing puts back.
PROMPT_FIELDS = ("change", "reasons", "mode", "depiction", "depicts", "own_words")


def approve_scenes(story: Story, texts: Mapping[int, str], *, by: str, review: bool = False) -> None:
    """Approve the scenes and queue a picture for each of them, all or nothing. With `review` only the character sheet
    is drawn at first, and somebody looks at it; without, it is drawn first where the illustrator would look at it.

    Raises Invalid naming a scene that cannot be drawn, and Conflict when that happened already or would cost too much.
    """
    count = pictures_to_draw(review=review)
    sheet = count > SCENES
    with transaction.atomic():
        preflight.check_pictures(story, count)
        phase = story_statuses.SKETCHING if review else story_statuses.ILLUSTRATING
        story_services.approve_scenes(story, texts, by=by, phase=phase)
        now, lease_until = timezone.now(), leases.lease()
        # Those that nobody has asked for yet have no lease: no sweep takes them for lost.
        asked = {"queued_at": None if review else now, "lease_until": None if review else lease_until}
        Illustration.objects.bulk_create(
            Illustration(story=story, scene=scene, number=scene.number, **asked) for scene in story.scenes.all()
        )
        if sheet:
            Illustration.everything.create(
                story=story,
                number=Illustration.SHEET,
                depiction=prompts.SHEET_SHOWS,
                queued_at=now,
                lease_until=lease_until,
                urgent=review,
            )


def pictures_to_draw(*, review: bool) -> int:
    """How many pictures a story needs: twenty, and the character sheet where there is one (see `approve_scenes`)."""
    return SCENES + (review or references.takes_references(registry.illustrator()))


def check_may_decide(picture: Illustration) -> None:
    """Raise Conflict, in words, unless the picture waits for approval."""
    if picture.status != statuses.PENDING:
        label = statuses.LABELS[picture.status].lower()
        raise Conflict(f"Picture {picture.number} is not waiting for approval; it is: {label}.", picture.status)


def check_may_approve(picture: Illustration) -> None:
    """Raise Conflict, in words, unless the picture waits for approval, or could not be drawn again and shows an earlier
    version that can be approved instead."""
    if picture.status != statuses.FAILED or picture.current_id is None:
        check_may_decide(picture)


def check_may_redraw(picture: Illustration) -> None:
    """Raise Conflict, in words, when the picture is being drawn already, or a clip is being made of it."""
    check_not_filming(picture)
    if picture.status in statuses.REDRAWABLE:
        return
    if not picture.is_sheet and picture.story.status == story_statuses.SKETCHING:
        raise Conflict("The pictures are drawn once the fox is kept. Keep him on the story's page.", picture.status)
    raise Conflict(f"{picture} is being drawn already.", picture.status)


def check_not_filming(picture: Illustration) -> None:
    """Raise Conflict, in words, while the clips of the story are being made: they show the pictures as they are."""
    if picture.story.status == story_statuses.FILMING:
        raise Conflict("The videos are being made of these pictures. Change them when that is done.", picture.status)


def approve(picture: Illustration, *, by: str, version: Version | None = None, alone: bool = True) -> None:
    """Approve the version that is shown, or an earlier one, from whose words is then drawn what is drawn next. Raises
    Conflict when the picture does not wait for it. One that is not `alone` is one of many of its story, which the
    caller settles once for all of them."""
    check_may_approve(picture)
    chosen = version or picture.current
    words = prompt_fields_of(picture, version) if version and version.pk != picture.current_id else {}
    before = {name: getattr(picture, name) for name in ("current_id", *words)} if words else {}
    with transaction.atomic():
        record_decision(picture, Decision.APPROVE, by, chosen, before=before)
        move(picture, statuses.APPROVED, by=by, current=chosen, error="", **words)
    if alone:
        settle(picture.story_id)


def prompt_fields_of(picture: Illustration, version: Version) -> dict[str, Any]:
    """What `picture` is to be drawn from where an earlier `version` of it is shown again: that version's own words.
    What was asked to change after it was drawn does not hold for it."""
    if version.mode == Version.UPLOAD:
        return {}
    words: dict[str, Any] = {"change": version.note, "reasons": []}
    if version.depiction and not picture.is_sheet and version.depiction != picture.depiction:
        # Whose words these were is not on record; they are looked at again before anything is drawn from them.
        words |= {"depiction": version.depiction, "depicts": version.scene_text, "own_words": True}
    return words


def reject(picture: Illustration, *, note: str, by: str, reasons: Iterable[str] = (), alone: bool = True) -> None:
    """Reject the version that is shown and queue a new one. `reasons` (keys of images.rejection_reasons) and `note` go
    into its prompt. Where it is not `alone`, the caller has asked for the price of all and settles their story.

    Raises Conflict when the picture does not wait for approval or another would cost too much, Invalid for a note that
    is too long.
    """
    check_may_decide(picture)
    note, why = checked_note("note", note), rejection.checked(reasons)
    if alone:
        preflight.check_pictures(picture.story, 1)
    with transaction.atomic():
        _unstop(picture)
        before = {name: getattr(picture, name) for name in PROMPT_FIELDS}
        record_decision(picture, Decision.REJECT, by, picture.current, note=note, reasons=why, before=before)
        move(picture, statuses.REJECTED, by=by, note="; ".join(filter(None, [rejection.labels(why), note])))
        so_far = rejection.checked([*picture.reasons, *why])
        change = prompts.add_note(picture.change, note)
        queue_again(picture, by, {"change": change, "reasons": so_far, **_as_written(picture)})
    if alone:
        settle(picture.story_id)


def redraw(picture: Illustration, *, by: str, urgent: bool = True, alone: bool = True) -> None:
    """Queue a new version from the same prompt; from the scene's new text, where that was changed since. `alone` as in
    `reject`. Raises Conflict when the picture is being drawn already."""
    check_may_redraw(picture)
    if alone:
        preflight.check_pictures(picture.story, 1)
    with transaction.atomic():
        record_decision(picture, Decision.REDRAW, by, picture.current)
        queue_again(picture, by, _as_written(picture), urgent=urgent)
    if alone:
        settle(picture.story_id)


def vary(picture: Illustration, *, by: str) -> None:
    """Queue VARIATIONS new versions from the same prompt, one after another; the last one is shown in the end. Raises
    Conflict when the picture is being drawn already."""
    check_may_redraw(picture)
    preflight.check_pictures(picture.story, VARIATIONS)
    with transaction.atomic():
        record_decision(picture, Decision.VARY, by, picture.current)
        queue_again(picture, by, _as_written(picture) | {"variations": VARIATIONS - 1})
    settle(picture.story_id)


def _as_written(picture: Illustration) -> dict[str, Any]:
    """To be drawn as it is described; to be described anew where the scene has another text by now."""
    again = {"depiction": "", "own_words": False} if picture.depicts not in ("", picture.scene_text) else {}
    return {"mode": Illustration.DRAW} | again


def edit(picture: Illustration, *, mode: str, wish: str, by: str, base: Version | None = None) -> None:
    """Queue a new version: with `mode` EDIT the picture `base` (default: the one shown) changed as `wish` says, with
    NEW a picture of what `wish` describes. Raises Conflict when it is being drawn already, Invalid naming the field.
    """
    check_may_redraw(picture)
    wish = checked_prompt("user_input", wish)
    changes = _edit_changes(picture, mode, wish, base)
    preflight.check_pictures(picture.story, 1)
    with transaction.atomic():
        record_decision(picture, Decision.EDIT, by, picture.current, note=wish[:NOTE_LIMIT])
        queue_again(picture, by, changes)
    settle(picture.story_id)


def _edit_changes(picture: Illustration, mode: str, wish: str, base: Version | None) -> dict[str, Any]:
    if mode == Illustration.EDIT:
        start = base or picture.current
        if start is None:
            raise Invalid("edit_mode", "There is no picture to edit yet. Ask for a new picture instead.")
        return {"mode": mode, "base": start, "change": prompts.add_note(picture.change, wish)}
    if mode == Illustration.NEW:
        own = {"depiction": wish, "depicts": picture.scene_text, "own_words": True}
        return {"mode": mode, "base": None, "change": "", "reasons": [], **own}
    raise Invalid("edit_mode", 'edit_mode must be "edit" or "newimage".')


def queue_again(picture: Illustration, by: str, changes: Mapping[str, Any], *, urgent: bool = True) -> None:
    """Queue the picture for a new version, with the `changes` to its fields. In a transaction."""
    fresh: dict[str, Any] = {"tries": 0, "softening": 0, "error": "", "starts_at": None, "base": None, "variations": 0}
    times = {"queued_at": timezone.now(), "lease_until": leases.lease()}
    _unstop(picture)
    move(picture, statuses.QUEUED, by=by, **(fresh | times | {"urgent": urgent} | dict(changes)))


def lock_story(picture: Illustration) -> None:
    """Lock the story, to be done before the picture is changed: the story comes first, as in outcomes, so that no two
    wait for each other. Raises Conflict when its clips are being made by now."""
    story = Story.objects.select_for_update().filter(pk=picture.story_id).first()
    if story is not None:
        picture.story.status = story.status
    check_not_filming(picture)


def _unstop(picture: Illustration) -> None:
    """Whoever asks again has had the reason for the stop of the story seen to, or will hear of it again."""
    lock_story(picture)
    Story.objects.filter(pk=picture.story_id).exclude(stopped="").update(stopped="", error="")


def record_decision(
    picture: Illustration,
    action: str,
    by: str,
    version: Version | None,
    *,
    note: str = "",
    reasons: Sequence[str] = (),
    before: Mapping[str, Any] | None = None,
) -> None:
    """Write down who did what to which version. `before` is what an undo puts back."""
    Decision.objects.create(
        illustration=picture,
        version=version,
        action=action,
        reasons=list(reasons),
        note=note,
        before=dict(before or {}),
        by=by,
    )


def checked_note(field: str, note: str) -> str:
    """The note on one line. Raises Invalid when it is too long."""
    cleaned = " ".join(clean_text(note).split())
    if len(cleaned) > NOTE_LIMIT:
        raise Invalid(field, f"The note has {len(cleaned)} characters; {NOTE_LIMIT} are allowed. Shorten it a little.")
    return cleaned


def checked_prompt(field: str, text: str) -> str:
    """The text, cleaned. Raises Invalid when it is empty or too long."""
    cleaned = clean_text(text)
    if not cleaned:
        raise Invalid(field, f"{field} is empty. Say what should change, or what the new picture should show.")
    if len(cleaned) > PROMPT_LIMIT:
        raise Invalid(field, f"{field} has {len(cleaned):,} characters; {PROMPT_LIMIT:,} are allowed.")
    return cleaned


def settle(story_id: UUID | str) -> None:
    """Bring the story's status in line with its pictures. Counts rows, may run at any time, any number of times."""
    with transaction.atomic():
        # The lock puts settlings in a row, so that the last one sees what every earlier one was called for.
        story = Story.objects.select_for_update().filter(pk=story_id).first()
        if story is not None:
            _settle_sheet(story)
            _settle(story, list(story.illustrations.values_list("status", flat=True)))


def _settle_sheet(story: Story) -> None:
    """Nobody looks at the character sheet of a story whose pictures are being drawn: it is taken as it came."""
    if story.status not in story_statuses.DRAWING:
        return
    for sheet in Illustration.everything.filter(story=story, number=Illustration.SHEET, status=statuses.PENDING):
        move(sheet, statuses.APPROVED)


def _settle(story: Story, found: list[str]) -> None:
    approved = len(found) == SCENES and all(status == statuses.APPROVED for status in found)
    drawing = len(found) < SCENES or any(status in statuses.ACTIVE for status in found)
    if story.status == story_statuses.ILLUSTRATING and not drawing:
        move(story, story_statuses.REVIEWING)
    if story.status == story_statuses.REVIEWING and approved:
        move(story, story_statuses.APPROVED)
    if story.status in story_statuses.SETTLED and story.status != story_statuses.FILMING and not approved:
        move(story, story_statuses.REVIEWING)
