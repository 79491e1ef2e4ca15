"""Changing one's mind about a picture: undo a decision, show an earlier version."""

from typing import Any

from django.utils import timezone

from core.status import Conflict, move
from images import services, statuses
from images.models import Decision, Illustration, Version
from images.policy import check_may_redraw
from images.settling import changing, lock
from stories import statuses as story_statuses
from stories.models import Story

# The last decision about a picture can be undone while the picture is in one of these: an approval until something
# else is asked for, a rejection until its redraw is there.
UNDOABLE = {
    Decision.APPROVE: frozenset({statuses.APPROVED}),
    Decision.REJECT: frozenset({statuses.QUEUED, statuses.GENERATING, statuses.FAILED}),
}
# Nothing is being drawn any more.
IDLE: dict[str, Any] = {"error": "", "starts_at": None, "lease_until": None, "variations": 0}


def may_undo(picture: Illustration, last: str) -> bool:
    """Whether the picture is still as its `last` decision ("" for none) left it, and no clips are being made."""
    phase = picture.story.status
    may = phase in story_statuses.HAS_PICTURES and phase != story_statuses.FILMING
    return may and picture.status in UNDOABLE.get(last, ())


def undo(picture: Illustration, *, by: str) -> None:
    """Undo the last approval or rejection: its version waits for approval again. If its redraw is under way, that
    becomes a version that is not shown. Raises Conflict when something else has happened since."""
    with changing(picture):
        lock(picture)
        last = picture.decisions.select_related("version").order_by("pk").last()
        if last is None or not may_undo(picture, last.action):
            raise Conflict(f"There is nothing to undo on picture {picture.number} any more.")
        # With another `queued_at`, a redraw that is under way does not take this version's place.
        back = IDLE | {"current_id": last.version_id, "queued_at": timezone.now()} | last.before
        Decision.objects.filter(pk=last.pk).update(undone=True)
        picture.decisions.create(action=Decision.UNDO, by=by, version=last.version)
        move(picture, statuses.PENDING, by=by, note=f"undone: {last.action}", **back)


def check_may_choose(picture: Illustration, version: Version) -> None:
    """Raise Conflict unless `version` is a drawn one of this picture, is not shown, and nothing is being drawn."""
    check_may_redraw(picture)
    if version.illustration_id != picture.pk or version.outcome != statuses.DRAWN:
        raise Conflict(f"Version {version.number} of picture {picture.number} was not drawn.")
    if version.pk == picture.current_id:
        raise Conflict(f"Version {version.number} of picture {picture.number} is the one that is shown.")


def choose(picture: Illustration, version: Version, *, by: str) -> None:
    """Show an earlier version; it waits for approval, and the next one is drawn from its prompt. Raises Conflict as
    `check_may_choose`."""
    check_may_choose(picture, version)
    with changing(picture):
        picture.decisions.create(action=Decision.CHOOSE, by=by, version=version)
        if picture.is_sheet:
            take_character(picture.story, version)
        shown = IDLE | {"current": version} | services.prompt_fields_of(picture, version)
        move(picture, statuses.PENDING, by=by, note=f"version {version.number}", **shown)


def take_character(story: Story, version: Version) -> None:
    """Describe the fox of `story` as this version of its character sheet did."""
    if version.depiction:
        story.character = version.depiction
        story.save(update_fields=["character"])
