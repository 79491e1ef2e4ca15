"""The character sheet of a story: the fox, drawn alone before the twenty pictures, to be kept or changed."""

from django.db import transaction
from django.utils import timezone

from core import leases
from core.errors import Invalid, NotFound
from core.status import Conflict, move
from images import queries, revisions, services, statuses
from images.drawing import preflight, references
from images.models import Decision, Illustration
from providers import registry
from stories import services as story_services
from stories import statuses as story_statuses
from stories.models import SCENES, Story

BEGUN = "The pictures of this story have been begun with this fox already."


def sheet_of(story: Story) -> Illustration | None:
    """The story's character sheet, None where none was asked for."""
    rows = Illustration.everything.select_related("current").filter(story=story, number=Illustration.SHEET)
    sheet = rows.first()
    if sheet is not None:
        sheet.story = story
    return sheet


def check_may_keep(sheet: Illustration) -> None:
    """Raise Conflict, in words, while the fox is being drawn, and once the pictures have been begun with him."""
    if sheet.story.status != story_statuses.SKETCHING:
        raise Conflict(BEGUN, sheet.status)
    services.check_may_redraw(sheet)


def keep(story: Story, *, by: str) -> None:
    """Take the fox as he is drawn (or go on without a drawing of him, where there is none) and ask for the twenty
    pictures. Raises Conflict when he is being drawn, when the pictures are begun already, or would cost too much."""
    sheet = _known(story)
    check_may_keep(sheet)
    with transaction.atomic():
        _hold(story)
        preflight.check_pictures(story, SCENES)
        _describe_as_kept(story, sheet)
        if sheet.current is not None:
            services.record_decision(sheet, Decision.APPROVE, by, sheet.current)
            move(sheet, statuses.APPROVED, by=by, error="")
        story.illustrations.update(queued_at=timezone.now(), lease_until=leases.lease())
        # Whoever goes on has had the reason for a stop seen to, or will hear of it again.
        move(story, story_statuses.ILLUSTRATING, by=by, stopped="", error="")


def _describe_as_kept(story: Story, sheet: Illustration) -> None:
    """What was asked to change and could not be drawn is not to be in the twenty pictures either: their fox is the one
    of the drawing that is kept, or without one the first."""
    if sheet.current is not None:
        return revisions.as_he_was_described(story, sheet.current)
    if first := sheet.decisions.filter(action=Decision.EDIT).order_by("pk").first():
        _set_character(story, first.before.get("character") or story.character)


def change(story: Story, *, wish: str, character: str, by: str) -> Illustration:
    """Have the fox drawn again: as the description `character` says by now, and with `wish` obeyed. Both then hold for
    every picture of the story.

    Raises Invalid naming the field, Conflict as `keep`.
    """
    sheet = _known(story)
    check_may_keep(sheet)
    described = story_services.checked_look("character", character)
    wish = services.checked_note("wish", wish)
    if not wish and described == story.character and sheet.current is not None:
        raise Invalid("wish", "Say what should be different about him, or change his description.")
    preflight.check_pictures(story, 1)
    looks = story_services.checked_look("character", _with_wish(described, wish))
    with transaction.atomic():
        _hold(story)
        before = {"character": story.character}
        _set_character(story, looks)
        services.record_decision(sheet, Decision.EDIT, by, sheet.current, note=wish, before=before)
        # A wish alone changes the fox that is there; another description asks for another fox.
        kept = sheet.current if described == sheet.drawn_from else None
        mode = Illustration.EDIT if kept else Illustration.DRAW
        services.queue_again(sheet, by, {"mode": mode, "base": kept, "change": wish})
    return sheet


def redraw(story: Story, *, by: str) -> Illustration:
    """Have the fox drawn once more from the same words. Raises Conflict as `keep`."""
    sheet = _known(story)
    check_may_keep(sheet)
    with transaction.atomic():
        _hold(story)
        services.redraw(sheet, by=by)
    return sheet


def ask_again(story: Story, *, by: str) -> Illustration | None:
    """Queue the fox again who could not be drawn before the pictures of a story that went straight through, where none
    of them is drawn yet: they wait for him. None where that is not so."""
    sheet = sheet_of(story)
    if sheet is None or sheet.status != statuses.FAILED or sheet.current is not None:
        return None
    if story.illustrations.filter(current__isnull=False).exists() or not _is_looked_at():
        return None
    services.queue_again(sheet, by, {"mode": Illustration.DRAW}, urgent=False)
    return sheet


def _is_looked_at() -> bool:
    return references.takes_references(registry.illustrator())


def choose(story: Story, number: int, *, by: str) -> None:
    """Take an earlier drawing of the fox, and the description that it was made of. Raises NotFound where version
    `number` was not drawn, Conflict as `keep`."""
    sheet = _known(story)
    check_may_keep(sheet)
    with transaction.atomic():
        _hold(story)
        revisions.choose(sheet, queries.drawn_version(sheet, number), by=by)


def _hold(story: Story) -> None:
    """Lock the story, before its pictures as in outcomes. Raises Conflict when its pictures were begun since it was
    read."""
    rows = Story.objects.select_for_update().filter(pk=story.pk, status=story_statuses.SKETCHING)
    if rows.first() is None:
        raise Conflict(BEGUN, None)


def _with_wish(character: str, wish: str) -> str:
    if not wish:
        return character
    start = character.rstrip()
    return f"{start}{'' if start.endswith(('.', '!', '?')) else '.'} {wish[0].upper()}{wish[1:]}"


def _set_character(story: Story, character: str) -> None:
    Story.objects.filter(pk=story.pk).update(character=character)
    story.character = character


def _known(story: Story) -> Illustration:
    sheet = sheet_of(story)
    if sheet is None:
        raise NotFound("This story has no character sheet.")
    return sheet
