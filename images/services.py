"""What people do with pictures: approve the scenes, then approve, reject, redraw, vary and edit the pictures.

Every function changes the rows and sends the messages that follow. Undo and earlier versions are in `images.revisions`,
the character sheet is in `images.character_sheet`, uploads are in `images.uploads`.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from core.errors import Invalid
from core.jobs import lease
from core.status import Conflict, Forbidden, move
from core.text import clean_line, clean_text
from images import costs, rejection_reasons, statuses
from images.drawing import preflight, prompts, references
from images.illustrators import illustrator_of
from images.jobs import picture_jobs, request_version, send_story
from images.models import Decision, Illustration, Version
from images.policy import check_may_approve, check_may_decide, check_may_redraw
from images.settling import changing, settling
from stories import copying, moderation
from stories import services as story_services
from stories import statuses as story_statuses
from stories.models import SCENES, Story

NOTE_LIMIT = 500  # characters
PROMPT_LIMIT = 2000  # characters
# What the next version is drawn from: a rejection changes it, and an undo puts it back.
PROMPT_FIELDS = ("change", "reasons", "mode", "depiction", "depicts", "own_words")


def approve_scenes(story: Story, texts: Mapping[int, str], *, by: str, review: bool = False) -> None:
    """Approve the scenes, with `texts` by number as their last texts, and have the pictures drawn; with `review` only
    the character sheet, which somebody looks at before the pictures are paid for.

    Raises Invalid naming a scene that cannot be drawn, and Conflict when they are approved already or would cost too
    much.
    """
    preflight.refuse_unfit_scenes(story, texts)
    _approve_and_draw(story, texts, by, review)


def draw_anew(story: Story, *, owner: str, user: Any, by: str, review: bool = False, pk: UUID | None = None) -> Story:
    """Make a story of the same scenes and have its pictures drawn. Raises as `copying.copy_scenes` and
    `approve_scenes`, and then makes none."""
    copying.check_may_copy_scenes(story)
    preflight.refuse_unfit_scenes(story, {})  # before the transaction: a moderator may be slow
    with transaction.atomic():
        copy = copying.copy_scenes(story, owner=owner, user=user, pk=pk)
        _approve_and_draw(copy, {}, by, review)
    return copy


def _approve_and_draw(story: Story, texts: Mapping[int, str], by: str, review: bool) -> None:
    with transaction.atomic():
        create_pictures(story, texts, by=by, review=review)
        if review:
            picture_jobs.send(Illustration.everything.get(story=story, number=Illustration.SHEET))
        else:
            send_story(story)


def create_pictures(story: Story, texts: Mapping[int, str], *, by: str, review: bool = False) -> None:
    """Approve the scenes and create their pictures, all or nothing, as `approve_scenes` does; but send no message."""
    count = costs.pictures_to_draw(story, review=review)
    with transaction.atomic():
        costs.check_budget({story: count})
        phase = story_statuses.SKETCHING if review else story_statuses.ILLUSTRATING
        story_services.approve_scenes(story, texts, by=by, phase=phase)
        asked = {"queued_at": timezone.now(), "lease_until": lease()}
        # The pictures that wait for the sheet's approval have no lease, so that no sweep takes them for lost.
        waiting = {} if review else asked
        Illustration.objects.bulk_create(
            Illustration(story=story, scene=scene, number=scene.number, **waiting) for scene in story.scenes.all()
        )
        if count > SCENES:
            Illustration.everything.create(
                story=story,
                number=Illustration.SHEET,
                depiction=prompts.SHEET_SHOWS,
                urgent=review,
                **asked,
            )


def approve(picture: Illustration, *, by: str, version: Version | None = None) -> None:
    """Approve the version that is shown, or an earlier `version`, from whose prompt the next one is then drawn. Raises
    Conflict when the picture does not wait for approval."""
    with settling(picture.story_id):
        _approve(picture, by, version)


def approve_all(pictures: Iterable[Illustration], *, by: str) -> list[Illustration]:
    """Approve every picture that waits for approval. Returns those that it approved."""
    return _each(pictures, lambda picture: _approve(picture, by))


def _approve(picture: Illustration, by: str, version: Version | None = None) -> None:
    check_may_approve(picture)
    chosen = version or picture.current
    fields = prompt_fields_of(picture, version) if version and version.pk != picture.current_id else {}
    before = {name: getattr(picture, name) for name in ("current_id", *fields)} if fields else {}
    picture.decisions.create(action=Decision.APPROVE, by=by, version=chosen, before=before)
    move(picture, statuses.APPROVED, by=by, current=chosen, error="", **fields)


def prompt_fields_of(picture: Illustration, version: Version) -> dict[str, Any]:
    """The fields with which `picture` is drawn from the prompt of an earlier `version`: without what was asked to
    change after that version. None for an upload, which has no prompt."""
    if version.mode == Version.UPLOAD:
        return {}
    fields: dict[str, Any] = {"change": version.note, "reasons": []}
    if version.depiction and not picture.is_sheet and version.depiction != picture.depiction:
        # Who wrote that depiction is not on record, so it is moderated again before anything is drawn from it.
        fields |= {"depiction": version.depiction, "depicts": version.scene_text, "own_words": True}
    return fields


def reject(picture: Illustration, *, note: str, by: str, reasons: Iterable[str] = ()) -> None:
    """Reject the version that is shown and have another drawn, with `reasons` (keys of images.rejection_reasons) and
    `note` in its prompt.

    Raises Conflict when the picture does not wait for approval or another would cost too much, and Invalid for a note
    that is too long or not allowed.
    """
    check_may_decide(picture)
    note, keys = _checked_rejection(note, reasons)
    costs.check_budget({picture.story: 1})
    with changing(picture):
        _reject(picture, note, keys, by)


def reject_all(
    pictures: Iterable[Illustration], *, note: str, by: str, reasons: Iterable[str] = ()
) -> list[Illustration]:
    """Reject every picture that waits for approval and have it drawn again. Returns those that it rejected. Raises
    Invalid as `reject`, and OverBudget when all together would cost too much; then it rejects none."""
    note, keys = _checked_rejection(note, reasons)
    return _each(_affordable(pictures, {statuses.PENDING}), lambda picture: _reject(picture, note, keys, by))


def _checked_rejection(note: str, reasons: Iterable[str]) -> tuple[str, list[str]]:
    cleaned, keys = checked_note("note", note), rejection_reasons.checked(reasons)
    moderation.check_input([cleaned], "Your note", "note")
    return cleaned, keys


def _reject(picture: Illustration, note: str, reasons: Sequence[str], by: str) -> None:
    check_may_decide(picture)
    before = {name: getattr(picture, name) for name in PROMPT_FIELDS}
    picture.decisions.create(
        action=Decision.REJECT, by=by, version=picture.current, note=note, reasons=reasons, before=before
    )
    said = "; ".join(filter(None, [rejection_reasons.labels(reasons), note]))
    move(picture, statuses.REJECTED, by=by, note=said)
    demanded = rejection_reasons.checked([*picture.reasons, *reasons])
    change = prompts.add_note(picture.change, note)
    request_version(picture, by, {"change": change, "reasons": demanded, **_from_scene(picture)})


def redraw(picture: Illustration, *, by: str) -> None:
    """Have a new version drawn from the same prompt; from the scene's new text if that has changed. Raises Conflict
    when the picture is being drawn already or another would cost too much."""
    check_may_redraw(picture)
    costs.check_budget({picture.story: 1})
    with changing(picture):
        _redraw(picture, by, urgent=True)


def redraw_all(pictures: Iterable[Illustration], *, by: str) -> list[Illustration]:
    """Have every picture drawn again that is not being drawn, after what single people wait for. Returns those that
    it queued. Raises OverBudget when all together would cost too much; then it queues none."""
    rows = _affordable(pictures, statuses.REDRAWABLE)
    for story in {picture.story for picture in rows if picture.status == statuses.FAILED}:
        _redraw_failed_sheet(story, by)
    return _each(rows, lambda picture: _redraw(picture, by, urgent=False))


def _redraw(picture: Illustration, by: str, *, urgent: bool) -> None:
    check_may_redraw(picture)
    picture.decisions.create(action=Decision.REDRAW, by=by, version=picture.current)
    request_version(picture, by, _from_scene(picture), urgent=urgent)


def _redraw_failed_sheet(story: Story, by: str) -> None:
    """Have the character sheet drawn again that failed before any picture of its story was drawn: the pictures will
    wait for it. Only for an illustrator that looks at it."""
    with settling(story.pk):
        sheets = Illustration.everything.filter(story=story, number=Illustration.SHEET, current=None)
        sheet = sheets.filter(status=statuses.FAILED).first()
        if sheet is None or story.illustrations.filter(current__isnull=False).exists():
            return
        if references.takes_references(illustrator_of(story)):
            request_version(sheet, by, {"mode": Illustration.DRAW}, urgent=False)


def vary(picture: Illustration, *, by: str) -> None:
    """Have VARIATIONS new versions drawn from the same prompt, one after another; the last one is shown in the end.
    Raises Conflict as `redraw`."""
    check_may_redraw(picture)
    costs.check_budget({picture.story: Illustration.VARIATIONS})
    with changing(picture):
        picture.decisions.create(action=Decision.VARY, by=by, version=picture.current)
        request_version(picture, by, _from_scene(picture) | {"variations": Illustration.VARIATIONS - 1})


def _from_scene(picture: Illustration) -> dict[str, Any]:
    """The fields with which the picture is drawn as it is described; it is described anew if its scene's text has
    changed."""
    again = {"depiction": "", "own_words": False} if picture.depicts not in ("", picture.scene_text) else {}
    return {"mode": Illustration.DRAW} | again


def edit(picture: Illustration, *, mode: str, wish: str, by: str, base: Version | None = None) -> None:
    """Have a new version drawn: with `mode` EDIT the picture `base` (default: the one shown), changed as `wish` says;
    with NEW a picture of what `wish` describes. Raises Conflict as `redraw`, and Invalid naming the field."""
    check_may_redraw(picture)
    wish = checked_prompt("user_input", wish)
    if mode == Illustration.EDIT:
        start = base or picture.current
        if start is None:
            raise Invalid("edit_mode", "There is no picture to edit yet. Ask for a new picture instead.")
        changes = {"mode": mode, "base": start, "change": prompts.add_note(picture.change, wish)}
    elif mode == Illustration.NEW:
        own = {"depiction": wish, "depicts": picture.scene_text, "own_words": True}
        changes = {"mode": mode, "base": None, "change": "", "reasons": [], **own}
    else:
        raise Invalid("edit_mode", 'edit_mode must be "edit" or "newimage".')
    moderation.check_input([wish], "What you wrote", "user_input")
    costs.check_budget({picture.story: 1})
    with changing(picture):
        picture.decisions.create(action=Decision.EDIT, by=by, version=picture.current, note=wish[:NOTE_LIMIT])
        request_version(picture, by, changes)


def checked_note(field: str, note: str) -> str:
    """The note on one line. Raises Invalid when it is too long."""
    cleaned = clean_line(note)
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


def _affordable(pictures: Iterable[Illustration], allowed: Container[str]) -> list[Illustration]:
    """The pictures in an `allowed` status. Raises OverBudget when drawing all of them would cost too much."""
    rows = [picture for picture in pictures if picture.status in allowed]
    costs.check_budget(Counter(picture.story for picture in rows))
    return rows


def _each(pictures: Iterable[Illustration], act: Callable[[Illustration], None]) -> list[Illustration]:
    """Do `act` to each picture, one transaction a story. Returns the pictures that took it; the others have been
    changed by somebody else meanwhile."""
    by_story: dict[UUID, list[Illustration]] = defaultdict(list)
    for picture in pictures:
        by_story[picture.story_id].append(picture)
    done: list[Illustration] = []
    for story_id, rows in by_story.items():
        with suppress(Conflict), settling(story_id) as story:
            for picture in rows:
                picture.story = story
                with suppress(Conflict, Forbidden), transaction.atomic():
                    act(picture)
                    done.append(picture)
    return done
