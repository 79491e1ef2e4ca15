"""What may be done to a picture now. The services enforce these checks, and the pages show their buttons by them."""

from core.status import Conflict
from images import statuses
from images.models import Illustration
from stories import statuses as story_statuses


def check_shown(picture: Illustration, version: str | None) -> None:
    """Raise Conflict unless `version` is the number of the version that is shown ("" for none, None: not said)."""
    if version is not None and version != (str(picture.current.number) if picture.current else ""):
        newer = "There is a newer drawing of the fox" if picture.is_sheet else f"{picture} has a newer version"
        raise Conflict(f"{newer} by now. Have a look at it first.")


def check_may_decide(picture: Illustration) -> None:
    """Raise Conflict unless the picture waits for approval."""
    if picture.status != statuses.PENDING:
        label = statuses.LABELS[picture.status].lower()
        raise Conflict(f"Picture {picture.number} is not waiting for approval; it is: {label}.")


def check_may_approve(picture: Illustration) -> None:
    """Raise Conflict unless the picture waits for approval, or its redraw failed and an earlier version is shown."""
    if picture.status != statuses.FAILED or picture.current_id is None:
        check_may_decide(picture)


def check_may_redraw(picture: Illustration) -> None:
    """Raise Conflict when the picture is being drawn already, or the clips of the story are being made."""
    check_not_filming(picture)
    if picture.status in statuses.REDRAWABLE:
        return
    if not picture.is_sheet and picture.story.status == story_statuses.SKETCHING:
        raise Conflict("The pictures are drawn once the fox is kept. Keep him on the story's page.")
    raise Conflict(f"{picture} is being drawn already.")


def check_not_filming(picture: Illustration) -> None:
    """Raise Conflict while the clips of the story are being made: they show the pictures as they are."""
    if picture.story.status == story_statuses.FILMING:
        raise Conflict("Clips are being made of these pictures. Change them when that is done.")
