"""The pictures that are sent along: the one to start from, the character sheet, and an approved picture if one looked
different."""

import logging
import threading
from functools import lru_cache
from io import BytesIO

from django.db.models import F
from django.db.models.functions import Abs
from PIL import Image

from core.connections import release_connection
from images import rejection_reasons, statuses
from images.models import Illustration, Version
from providers import registry
from providers.base import Illustrator, ProviderError, StoredFile

log = logging.getLogger(__name__)

SIDE = 1024  # pixels of a reference's longer side: enough to recognise a fox by, and a tenth of the bytes
REMEMBERED = 32  # references in memory, of about 150 KB: the twenty pictures of a story share theirs
_reading = [threading.Lock() for _ in range(32)]


def takes_references(illustrator: Illustrator) -> bool:
    """Whether the illustrator looks at reference pictures. One that does not is sent none."""
    return bool(getattr(illustrator, "takes_references", False))


def sheet_of(picture: Illustration, illustrator: Illustrator) -> Version | None:
    """The character sheet to send along with the picture; None without one, or if the illustrator takes none."""
    if picture.is_sheet or not takes_references(illustrator):
        return None
    sheets = Version.objects.filter(illustration__story=picture.story_id, illustration__number=Illustration.SHEET)
    return sheets.filter(pk=F("illustration__current")).first()


def read_sheet(sheet: Version, picture: Illustration) -> bytes:
    """The character sheet as a small JPEG; empty if its file is lost for good. Raises ProviderError (not reached) when
    its host does not answer just now: a fox that looks different is worse than a picture that comes later."""
    if not sheet.key:
        return b""
    try:
        return _read(sheet)
    except ProviderError as error:
        if not error.permanent:
            words = "The drawing of the fox could not be read."
            raise ProviderError(words, reached=False, operator=f"{words} {error.operator}") from error
        log.warning(_WITHOUT, picture.story_id, picture.number, error)
    except Exception:  # whatever it is, the picture can be drawn without it
        log.exception(_WITHOUT, picture.story_id, picture.number, "its file cannot be read")
    return b""


def read_base(picture: Illustration) -> bytes | None:
    """The picture to start from; None without one. Raises ProviderError (not reached) when it cannot be read."""
    base = picture.base
    if base is None or not base.key:
        return None
    release_connection()  # the host may take its time
    try:
        return registry.host(base.host).fetch(base.stored)
    except ProviderError as error:
        raise ProviderError(
            error.message, permanent=error.permanent, account=error.account, reached=False, operator=error.operator
        ) from error
    except Exception as bug:
        log.exception("The host %s failed on version %s", base.host, base.key)
        raise ProviderError("The picture to start from could not be read.", permanent=True, reached=False) from bug


def others(picture: Illustration, illustrator: Illustrator) -> tuple[bytes, ...]:
    """What else to send along with the picture. A file that cannot be read is left out."""
    near = _approved_near(picture, illustrator)
    try:
        return (_read(near),) if near is not None and near.key else ()
    except Exception:  # whatever it is, the picture can be drawn without it
        log.exception(_WITHOUT, picture.story_id, picture.number, "its file cannot be read")
    return ()


_WITHOUT = "Story %s: picture %s is drawn without a reference: %s"


def _approved_near(picture: Illustration, illustrator: Illustrator) -> Version | None:
    """The nearest approved picture of the same story, if this one was rejected because it looked different."""
    if rejection_reasons.DIFFERENT not in picture.reasons or not takes_references(illustrator):
        return None
    approved = Version.objects.filter(
        illustration__story=picture.story_id,
        illustration__number__gt=Illustration.SHEET,
        illustration__status=statuses.APPROVED,
        pk=F("illustration__current"),
    ).exclude(illustration=picture.pk)
    return approved.order_by(Abs(F("illustration__number") - picture.number)).first()


def _read(version: Version) -> bytes:
    release_connection()  # the host may take its time
    with _reading[hash(version.stored) % len(_reading)]:  # twenty that start together fetch theirs once
        return _small(version.host, version.stored)


@lru_cache(maxsize=REMEMBERED)
def _small(host: str, stored: StoredFile) -> bytes:
    """A reference as it is sent. Remembered, because a stored file never changes."""
    return small_jpeg(registry.host(host).fetch(stored))


def small_jpeg(data: bytes) -> bytes:
    """The picture as a JPEG of at most SIDE pixels each way. Raises OSError for what is no picture."""
    with Image.open(BytesIO(data)) as image:
        small = image.convert("RGB")
    small.thumbnail((SIDE, SIDE))
    out = BytesIO()
    small.save(out, "JPEG", quality=88)
    return out.getvalue()
