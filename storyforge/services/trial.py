"""One picture of an illustrator, to see whether it works: paid for as every picture is, and kept nowhere."""

import logging
from base64 import b64encode
from io import BytesIO
from typing import NamedTuple
from uuid import uuid4

from PIL import Image

from core.connections import release_connection
from core.errors import Refused
from core.service_choice import Service
from images.costs import EXPENSE, quality_of
from images.jobs import bucket_of
from providers import registry
from providers.base import PictureRequest, ProviderError
from stories import ledger

log = logging.getLogger(__name__)

CHANNEL = "services"  # in the ledger, in place of a story
SIDE = 512  # pixels of the longer side of what the page shows
SHOWS = "A small red fox sits on a hill at dusk and looks at the first star."
_PROMPT = f"Children's book illustration, soft watercolour. {SHOWS}"
_LOOK = "a small red fox with a white tip of the tail and a green scarf"


class Trial(NamedTuple):
    """The picture as a data: URL, and a sentence about it."""

    picture: str
    says: str


def draw_one(service: Service) -> Trial:
    """Have the illustrator draw one picture, in its turn. Raises OverBudget, Refused when its turn has not come, and
    ProviderError for what the service does."""
    illustrator = registry.illustrator(*service)
    bucket, who = bucket_of(illustrator), f"try-{uuid4()}"
    turn = bucket.take(who, urgent=True)
    if not turn.granted:
        bucket.leave([who])
        raise Refused(f"Its next picture may start in {turn.wait:.0f} seconds. Try it again then.")
    try:
        expense = ledger.open_expense(CHANNEL, EXPENSE, illustrator.name, illustrator.model, quality_of(illustrator))
    except ledger.OverBudget:
        bucket.give_back(turn)
        raise
    release_connection()
    bucket.started(turn)
    request = PictureRequest(_PROMPT, who, scene_number=1, version=1, shows=SHOWS, character=_LOOK)
    try:
        picture = illustrator.draw(request)
    except ProviderError as error:
        ledger.failed(expense, error)
        if not error.reached:
            bucket.give_back(turn)
        if error.retry_after:
            bucket.pause(error.retry_after)
        raise
    except Exception as bug:
        log.exception("The illustrator %s failed when it was tried.", service)
        unexpected = ProviderError("It stopped with an unexpected error, which the log has.", answered=False)
        ledger.failed(expense, unexpected)
        raise unexpected from bug
    finally:
        ledger.ended(expense)
        bucket.finished(turn)
    ledger.paid(expense, picture.usage)
    expense.refresh_from_db()
    took = f"It was drawn in {expense.seconds or 0:.0f} seconds"
    return Trial(_data_url(picture.data), f"{took}, {picture.width} by {picture.height} pixels.")


def _data_url(data: bytes) -> str:
    with Image.open(BytesIO(data)) as image:
        small = image.convert("RGB")
    small.thumbnail((SIDE, SIDE))
    out = BytesIO()
    small.save(out, "WEBP", quality=85)
    return f"data:image/webp;base64,{b64encode(out.getvalue()).decode()}"
