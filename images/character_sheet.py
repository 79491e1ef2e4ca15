"""The character sheet of a story: the fox, drawn alone before the twenty pictures, to be kept or changed."""

from django.utils import timezone

from core.errors import Invalid, NotFound
from core.jobs import lease
from core.status import Conflict, move
from images import costs, queries, revisions, services, statuses
from images.jobs import request_version, send_story
from images.models import Decision, Illustration
from images.policy import check_may_redraw
from images.settling import settling
from stories import moderation
from stories import services as story_services
from stories import statuses as story_statuses
from stories.models import SCENES, Story

BEGUN = "The pictures of this story have been begun with this fox already."


def sheet_of(story: Story) -> Illustration | None:
    """The story's character sheet; None without one."""
    rows = Illustration.everything.select_related("current").filter(story=story, number=Illustration.SHEET)
    sheet = rows.first()
    if sheet is not None:
        sheet.story = story
    return sheet


def check_may_keep(sheet: Illustration) -> None:
    """Raise Conflict while the sheet is being drawn, and once the pictures have been begun with it."""
    if sheet.story.status != story_statuses.SKETCHING:
        raise Conflict(BEGUN)
    check_may_redraw(sheet)


def keep(story: Story, *, by: str) -> None:
    """Approve the sheet as it is (or go on without one that could not be drawn) and have the twenty pictures drawn.
    Raises Conflict when it is being drawn, when the pictures are begun already, or would cost too much."""
    with settling(story.pk) as row:
        sheet = _checked(row)
        costs.check_budget({row: SCENES})
        _describe_as_kept(row, sheet)
        if sheet.current is not None:
            sheet.decisions.create(action=Decision.APPROVE, by=by, version=sheet.current)
            move(sheet, statuses.APPROVED, by=by, error="")
        row.illustrations.update(queued_at=timezone.now(), lease_until=lease())
        # If the reason for which the story stopped still holds, its first picture finds out.
        move(row, story_statuses.ILLUSTRATING, by=by, stopped="", error="")
        send_story(row)


def _describe_as_kept(story: Story, sheet: Illustration) -> None:
    """Drop changes that were asked for and not drawn: the pictures show the fox of the drawing that is kept, or without
    one the fox as he was described at first."""
    if sheet.current is not None:
        return revisions.take_character(story, sheet.current)
    if first := sheet.decisions.filter(action=Decision.EDIT).order_by("pk").first():
        story.character = first.before.get("character") or story.character
        story.save(update_fields=["character"])


def change(story: Story, *, wish: str, character: str, by: str) -> None:
    """Have the fox drawn again, as `character` describes him and with `wish` obeyed. Both then hold for every picture
    of the story. Raises Invalid naming the field, and Conflict as `keep`."""
    sheet = _checked(story)
    moderation.check_input([wish, character], "What you wrote", "wish")
    described = story_services.checked_look("character", character)
    wish = services.checked_note("wish", wish)
    if not wish and described == story.character and sheet.current is not None:
        raise Invalid("wish", "Say what should be different about him, or change his description.")
    costs.check_budget({story: 1})
    looks = story_services.checked_look("character", _with_wish(described, wish))
    with settling(story.pk) as row:
        sheet = _checked(row)
        before = {"character": row.character}
        row.character = looks
        row.save(update_fields=["character"])
        sheet.decisions.create(action=Decision.EDIT, by=by, version=sheet.current, note=wish, before=before)
        # A wish alone changes the fox that is there; another description asks for another fox.
        base = sheet.current if described == sheet.drawn_from else None
        mode = Illustration.EDIT if base else Illustration.DRAW
        request_version(sheet, by, {"mode": mode, "base": base, "change": wish})


def redraw(story: Story, *, by: str) -> None:
    """Have the fox drawn once more from the same prompt. Raises Conflict as `keep`."""
    with settling(story.pk) as row:
        services.redraw(_checked(row), by=by)


def choose(story: Story, number: int, *, by: str) -> None:
    """Show version `number` of the sheet, and describe the fox as it did. Raises NotFound if that version was not
    drawn, and Conflict as `keep`."""
    with settling(story.pk) as row:
        sheet = _checked(row)
        revisions.choose(sheet, queries.drawn_version(sheet, number), by=by)


def _with_wish(character: str, wish: str) -> str:
    if not wish:
        return character
    start = character.rstrip()
    return f"{start}{'' if start.endswith(('.', '!', '?')) else '.'} {wish[0].upper()}{wish[1:]}"


def _checked(story: Story) -> Illustration:
    """The sheet. Raises NotFound without one, and Conflict as `check_may_keep`."""
    sheet = sheet_of(story)
    if sheet is None:
        raise NotFound("This story has no character sheet.")
    check_may_keep(sheet)
    return sheet
