"""The steps of drawing that go to a worker: change the rows, then enqueue once they are committed."""

from collections.abc import Iterable, Mapping

from celery import chain, chord
from django.db import transaction

from core.queue import enqueue
from core.status import Conflict, Forbidden
from images import clearance, services, tasks
from images.models import Illustration, Version
from stories import fitness
from stories.budget import OverBudget
from stories.models import Story


def approve_scenes(story: Story, texts: Mapping[int, str], *, by: str) -> None:
    """Approve the scenes and start drawing. Raises Invalid naming a scene, or Conflict when that happened already."""
    clearance.refuse_unfit_scenes(story, texts)
    with transaction.atomic():
        services.approve_scenes(story, texts, by=by)
        enqueue_drawing(story)


def enqueue_drawing(story: Story) -> None:
    """Compose the prompts, then draw all pictures as a chord whose body closes the drawing phase."""
    numbers = story.illustrations.values_list("number", flat=True)
    story_id = str(story.pk)
    drawings = [tasks.draw.si(story_id=story_id, scene=number) for number in numbers]
    enqueue(chain(tasks.compose.si(story_id=story_id), chord(drawings, tasks.finish.si(story_id=story_id))))


def enqueue_picture(picture: Illustration) -> None:
    """Send one queued picture to a worker; first to the writer, where nobody has said yet what it shows."""
    story_id = str(picture.story_id)
    draw = tasks.draw.si(story_id=story_id, scene=picture.number).set(ignore_result=True)
    enqueue(draw if picture.depiction else chain(tasks.compose.si(story_id=story_id), draw))


def reject(picture: Illustration, *, note: str, by: str, reasons: Iterable[str] = ()) -> None:
    """Reject the picture and draw a new version. Raises Conflict or Invalid as `services.reject`."""
    fitness.refuse_unfit([note], "Your note", "note")
    with transaction.atomic():
        services.reject(picture, note=note, by=by, reasons=reasons)
        enqueue_picture(picture)


def redraw(picture: Illustration, *, by: str, urgent: bool = True) -> None:
    """Draw a new version from the same prompt. Raises Conflict when it is being drawn already."""
    with transaction.atomic():
        services.redraw(picture, by=by, urgent=urgent)
        enqueue_picture(picture)


def edit(picture: Illustration, *, mode: str, wish: str, by: str, base: Version | None = None) -> None:
    """Draw a new version as asked for. Raises Conflict or Invalid as `services.edit`."""
    fitness.refuse_unfit([wish], "What you wrote", "user_input")
    with transaction.atomic():
        services.edit(picture, mode=mode, wish=wish, by=by, base=base)
        enqueue_picture(picture)


def approve_all(pictures: Iterable[Illustration], *, by: str) -> int:
    """Approve every picture that waits for it; those that another person was faster with are left alone. Gives back
    how many were approved."""
    return sum(_done(services.approve, picture, by=by) for picture in pictures)


def reject_all(pictures: Iterable[Illustration], *, note: str, by: str, reasons: Iterable[str] = ()) -> int:
    """Reject every picture that waits for approval and draw it again. Gives back how many. Raises OverBudget at the
    first that would cost too much."""
    return sum(_done(reject, picture, note=note, by=by, reasons=list(reasons)) for picture in pictures)


def redraw_all(pictures: Iterable[Illustration], *, by: str) -> int:
    """Draw every picture again that is not being drawn. Bulk work: it goes after what single people wait for. Raises
    OverBudget at the first that would cost too much."""
    return sum(_done(redraw, picture, by=by, urgent=False) for picture in pictures)


def _done(act, picture: Illustration, **how: object) -> bool:  # type: ignore[no-untyped-def]
    try:
        act(picture, **how)
    except OverBudget:
        raise  # the next one would cost too much as well
    except (Conflict, Forbidden):
        return False
    return True
