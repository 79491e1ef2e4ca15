"""Changing one's mind about a picture: undo, show another version, bring an own picture along."""

from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from core.status import Conflict, move
from images import services, statuses
from images.drawing.hosting import Hosted
from images.models import Decision, Illustration, Version
from providers.base import Picture
from stories import statuses as story_statuses
from stories.models import Story

# The last decision about a picture can be undone while the picture is in one of these: an approval until something
# else is asked for, a rejection until its redraw is there.
UNDOABLE = {
    Decision.APPROVE: frozenset({statuses.APPROVED}),
    Decision.REJECT: frozenset({statuses.QUEUED, statuses.GENERATING, statuses.FAILED}),
}
_SETTLED: dict[str, Any] = {"error": "", "starts_at": None, "lease_until": None, "variations": 0}


def may_undo(picture: Illustration, last: str) -> bool:
    """Whether the picture is still as its `last` decision ("" for none) has left it, and its clip is not being made."""
    phase = picture.story.status
    may = phase in story_statuses.DRAWING and phase != story_statuses.FILMING
    return may and picture.status in UNDOABLE.get(last, ())


def undo(picture: Illustration, *, by: str) -> None:
    """Take the last approval or rejection back: the version it was about waits for approval again. A redraw that has
    been begun already is kept as a version when it comes.

    Raises Conflict when something else happened since.
    """
    with transaction.atomic():
        services.lock_story(picture)
        # Locked, so that a worker who begins the redraw at this moment does not stand in the way.
        Illustration.everything.select_for_update().get(pk=picture.pk)
        picture.refresh_from_db(fields=["status"])
        last = picture.decisions.select_related("version").order_by("pk").last()
        if last is None or not may_undo(picture, last.action):
            raise Conflict(f"There is nothing to undo on picture {picture.number} any more.", picture.status)
        # Another moment of asking: what was asked for before does not take this version's place.
        back = _SETTLED | {"current_id": last.version_id, "queued_at": timezone.now()} | last.before
        Decision.objects.filter(pk=last.pk).update(undone=True)
        services.record_decision(picture, Decision.UNDO, by, last.version)
        move(picture, statuses.PENDING, by=by, note=f"undone: {last.action}", **back)
    services.settle(picture.story_id)


def check_may_choose(picture: Illustration, version: Version) -> None:
    """Raise Conflict, in words, unless `version` is a drawn one of this picture that is not shown, and nothing is being
    drawn."""
    services.check_may_redraw(picture)
    if version.illustration_id != picture.pk or version.outcome != statuses.DRAWN:
        raise Conflict(f"Version {version.number} of picture {picture.number} was not drawn.", picture.status)
    if version.pk == picture.current_id:
        raise Conflict(
            f"Version {version.number} of picture {picture.number} is the one that is shown.", picture.status
        )


def choose(picture: Illustration, version: Version, *, by: str) -> None:
    """Show an earlier version; it then waits for approval, and what is drawn next starts from its words. Raises
    Conflict as `check_may_choose`."""
    check_may_choose(picture, version)
    with transaction.atomic():
        services.lock_story(picture)
        services.record_decision(picture, Decision.CHOOSE, by, version)
        if picture.is_sheet:
            as_he_was_described(picture.story, version)
        shown = _SETTLED | {"current": version} | services.prompt_fields_of(picture, version)
        move(picture, statuses.PENDING, by=by, note=f"version {version.number}", **shown)
    services.settle(picture.story_id)


def as_he_was_described(story: Story, version: Version) -> None:
    """Describe the fox of `story` as this drawing of him was described."""
    if version.depiction:
        Story.objects.filter(pk=story.pk).update(character=version.depiction)
        story.character = version.depiction


def add_own(picture: Illustration, drawn: Picture, hosted: Hosted, *, by: str) -> Version:
    """Add somebody's own picture, which is kept already, as the version that is shown; it waits for approval. Raises
    Conflict when something is being drawn."""
    with transaction.atomic():
        services.lock_story(picture)
        # The lock puts two who bring their pictures at the same moment in a row.
        Illustration.everything.select_for_update().get(pk=picture.pk)
        picture.refresh_from_db(fields=["status"])
        services.check_may_redraw(picture)
        version = _own_version(picture, drawn, hosted)
        services.record_decision(picture, Decision.UPLOAD, by, version)
        move(picture, statuses.PENDING, by=by, note="own picture", **(_SETTLED | {"current": version}))
    services.settle(picture.story_id)
    return version


def _own_version(picture: Illustration, drawn: Picture, hosted: Hosted) -> Version:
    return Version.objects.create(
        illustration=picture,
        number=(picture.versions.aggregate(last=Max("number"))["last"] or 0) + 1,
        prompt="",
        scene_text=picture.scene_text,
        mode=Version.UPLOAD,
        provider=Version.UPLOAD,
        outcome=statuses.DRAWN,
        finished_at=timezone.now(),
        host=hosted.host,
        wanted_host=hosted.wanted,
        key=hosted.stored.key,
        url=hosted.stored.url,
        thumbnail_url=hosted.stored.thumbnail_url,
        width=drawn.width,
        height=drawn.height,
        size=len(drawn.data),
    )
