"""The steps of drawing that go to a worker: change the rows, then enqueue once they are committed."""

from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Mapping
from uuid import UUID

from celery import chain, chord
from django.db import transaction

from core.queue import enqueue
from core.status import Conflict, Forbidden
from images import character_sheet, services, statuses, tasks
from images import rejection_reasons as rejection
from images.drawing import preflight
from images.models import Illustration, Version
from stories import moderation
from stories.models import Story


def approve_scenes(story: Story, texts: Mapping[int, str], *, by: str, review: bool = False) -> None:
    """Approve the scenes and start drawing; with `review` only the fox, whom somebody looks at before the pictures are
    paid for. Raises Invalid naming a scene, or Conflict when that happened already."""
    preflight.refuse_unfit_scenes(story, texts)
    with transaction.atomic():
        services.approve_scenes(story, texts, by=by, review=review)
        if review:
            _enqueue_sheet(story)
        else:
            enqueue_drawing(story)


def enqueue_drawing(story: Story) -> None:
    """Draw the fox, where he is asked for; compose the prompts; then draw all pictures as a chord whose body closes the
    drawing phase."""
    numbers = story.illustrations.values_list("number", flat=True)
    story_id = str(story.pk)
    drawings = [tasks.draw.si(story_id=story_id, scene=number) for number in numbers]
    first = [tasks.draw.si(story_id=story_id, scene=Illustration.SHEET)] if _sheet_is_queued(story) else []
    then = chord(drawings, tasks.finish.si(story_id=story_id))
    enqueue(chain(*first, tasks.compose.si(story_id=story_id), then))


def _sheet_is_queued(story: Story) -> bool:
    sheet = character_sheet.sheet_of(story)
    return sheet is not None and sheet.status == statuses.QUEUED


def _enqueue_sheet(story: Story) -> None:
    if sheet := character_sheet.sheet_of(story):
        enqueue_picture(sheet)


def keep_character(story: Story, *, by: str) -> None:
    """Take the fox as he is drawn and start drawing the pictures. Raises Conflict as `sheets.keep`."""
    with transaction.atomic():
        character_sheet.keep(story, by=by)
        enqueue_drawing(story)


def change_character(story: Story, *, wish: str, character: str, by: str) -> None:
    """Draw the fox again, changed. Raises Invalid naming the field, or Conflict, as `sheets.change`."""
    moderation.check_input([wish, character], "What you wrote", "wish")
    with transaction.atomic():
        enqueue_picture(character_sheet.change(story, wish=wish, character=character, by=by))


def redraw_character(story: Story, *, by: str) -> None:
    """Draw the fox again from the same words. Raises Conflict as `sheets.keep`."""
    with transaction.atomic():
        enqueue_picture(character_sheet.redraw(story, by=by))


def enqueue_picture(picture: Illustration) -> None:
    """Send one queued picture to a worker; first to the writer, where nobody has said yet what it shows."""
    story_id = str(picture.story_id)
    draw = tasks.draw.si(story_id=story_id, scene=picture.number).set(ignore_result=True)
    enqueue(draw if picture.depiction else chain(tasks.compose.si(story_id=story_id), draw))


def reject(picture: Illustration, *, note: str, by: str, reasons: Iterable[str] = ()) -> None:
    """Reject the picture and draw a new version. Raises Conflict or Invalid as `services.reject`."""
    moderation.check_input([note], "Your note", "note")
    with transaction.atomic():
        services.reject(picture, note=note, by=by, reasons=reasons)
        enqueue_picture(picture)


def redraw(picture: Illustration, *, by: str, urgent: bool = True) -> None:
    """Draw a new version from the same prompt. Raises Conflict when it is being drawn already."""
    with transaction.atomic():
        services.redraw(picture, by=by, urgent=urgent)
        enqueue_picture(picture)


def vary(picture: Illustration, *, by: str) -> None:
    """Draw several new versions from the same prompt. Raises Conflict when it is being drawn already."""
    with transaction.atomic():
        services.vary(picture, by=by)
        enqueue_picture(picture)


def edit(picture: Illustration, *, mode: str, wish: str, by: str, base: Version | None = None) -> None:
    """Draw a new version as asked for. Raises Conflict or Invalid as `services.edit`."""
    moderation.check_input([wish], "What you wrote", "user_input")
    with transaction.atomic():
        services.edit(picture, mode=mode, wish=wish, by=by, base=base)
        enqueue_picture(picture)


def approve_all(pictures: Iterable[Illustration], *, by: str) -> list[Illustration]:
    """Approve every picture that waits for it; those that another person was faster with are left alone. Gives back
    those that were approved."""
    return _story_by_story(pictures, lambda picture: services.approve(picture, by=by, alone=False))


def reject_all(
    pictures: Iterable[Illustration], *, note: str, by: str, reasons: Iterable[str] = ()
) -> list[Illustration]:
    """Reject every picture that waits for approval and draw it again. Gives back those that were rejected. Raises, and
    rejects none, Invalid as `services.reject` and OverBudget when all together would cost too much."""
    note, why = services.checked_note("note", note), rejection.checked(reasons)
    moderation.check_input([note], "Your note", "note")

    def one(picture: Illustration) -> None:
        services.reject(picture, note=note, by=by, reasons=why, alone=False)
        enqueue_picture(picture)

    return _story_by_story(_payable(pictures, {statuses.PENDING}), one)


def redraw_all(pictures: Iterable[Illustration], *, by: str) -> list[Illustration]:
    """Draw every picture again that is not being drawn, and give those back. Bulk work: it goes after what single
    people wait for. Raises OverBudget, and draws none, when all together would cost too much."""

    def one(picture: Illustration) -> None:
        services.redraw(picture, by=by, urgent=False, alone=False)
        enqueue_picture(picture)

    rows = _payable(pictures, statuses.REDRAWABLE)
    for story in {picture.story for picture in rows if picture.status == statuses.FAILED}:
        with transaction.atomic():
            if sheet := character_sheet.ask_again(story, by=by):
                enqueue_picture(sheet)
    return _story_by_story(rows, one)


def _payable(pictures: Iterable[Illustration], allowed: Container[str]) -> list[Illustration]:
    """Those in an `allowed` status. Raises OverBudget when drawing all of them would cost too much."""
    rows = [picture for picture in pictures if picture.status in allowed]
    preflight.check_pictures_of_all(Counter(picture.story for picture in rows))
    return rows


def _story_by_story(pictures: Iterable[Illustration], act: Callable[[Illustration], None]) -> list[Illustration]:
    """Do it to each picture, one transaction a story, and settle each story once. Gives back those it was done to."""
    stories: dict[UUID, list[Illustration]] = defaultdict(list)
    for picture in pictures:
        stories[picture.story_id].append(picture)
    done: list[Illustration] = []
    for story_id, rows in stories.items():
        with transaction.atomic():
            # Locked before its pictures, as everywhere, so that no two wait for each other.
            Story.objects.select_for_update().filter(pk=story_id).first()
            done += [picture for picture in rows if _done(act, picture)]
            services.settle(story_id)
    return done


def _done(act: Callable[[Illustration], None], picture: Illustration) -> bool:
    """False where somebody else was faster."""
    try:
        act(picture)
    except (Conflict, Forbidden):
        return False
    return True
