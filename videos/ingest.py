"""What arrives from whoever makes clips: fetched to a file of its own, checked, and kept."""

import logging
import math
import threading
from pathlib import Path
from typing import Any

from django.db.models import F

from core.connections import release_connection
from core.tempdirs import workroom
from providers import ffmpeg
from providers.base import Animator, ClipJob, ProviderError
from providers.ffmpeg import Probe
from stories import ledger
from videos import outcomes
from videos.hosting import Hosted, store_clip
from videos.models import Take
from videos.names import clip_name

log = logging.getLogger(__name__)

MOST_FETCHES = 3  # of a file that is no video
_UNPLAYABLE = "What arrived is no video that can be played. Please try again."
# A look at a video from end to end takes a core: the drawing goes on beside it.
_looking = threading.BoundedSemaphore(2)


class Unplayable(Exception):
    """The file is no video that can be played; the message says what is wrong with it."""


def take_in(take: Take, animator: Animator, job: ClipJob) -> float | None:
    """Fetch, check and keep a finished clip. Gives back the seconds after which to try once more, or None when nothing
    is left to do. It is never asked for again: it is paid for."""
    release_connection()
    try:
        with workroom(f"clip-{take.clip_id}") as folder:
            _take_in(take, animator, job, folder / "clip.mp4")
            return None
    except Unplayable as error:
        return _unplayable(take, animator, job, str(error))
    except ProviderError as error:
        return _later(take, animator, job, error)
    except Exception:
        log.exception("%s of clip %s", take, take.clip_id)
        return _later(take, animator, job, ProviderError("It was made, and could not be kept here yet."))


def _take_in(take: Take, animator: Animator, job: ClipJob, path: Path) -> None:
    _fetch(animator, job, path)
    found = _looked_at(path)
    name = clip_name(take.clip.story_id, take.clip.number, take.number)
    size = path.stat().st_size
    hosted = _stored(path, str(take.clip.story_id), name)
    ledger.paid(take.expense, job.usage or {"second": math.ceil(found.seconds)})
    outcomes.made(take, _fields(hosted, found) | {"size": size})


def _fetch(animator: Animator, job: ClipJob, path: Path) -> None:
    try:
        animator.fetch(job, path)
    except ProviderError as error:
        # Only what is gone for good is lost; an account that is refused may be mended.
        permanent = error.permanent and not error.account
        raise ProviderError(error.message, permanent=permanent, operator=error.operator) from error


def _looked_at(path: Path) -> Probe:
    with _looking:
        try:
            return ffmpeg.check_playable(path)
        except ffmpeg.Unplayable as error:
            raise Unplayable(error.operator) from error
        except ProviderError as error:
            # This machine could not look; that says nothing about what arrived.
            raise ProviderError(error.message, operator=error.operator) from error


def _stored(path: Path, story_id: str, name: str) -> Hosted:
    try:
        return store_clip(path, ffmpeg.poster(path), story_id=story_id, name=name)
    except ProviderError as error:
        # Whoever made it has it still: it can be fetched again when there is room.
        raise ProviderError(error.message, operator=error.operator) from error


def _fields(hosted: Hosted, found: Probe) -> dict[str, Any]:
    return {
        "host": hosted.host,
        "wanted_host": hosted.wanted,
        "host_key": hosted.stored.key,
        "url": hosted.stored.url,
        "poster_url": hosted.stored.thumbnail_url,
        "width": found.width,
        "height": found.height,
        "seconds": found.seconds,
    }


def _unplayable(take: Take, animator: Animator, job: ClipJob, why: str) -> float | None:
    """It may have been cut off on its way, so it is fetched again, but not for ever."""
    Take.objects.filter(pk=take.pk).update(fetches=F("fetches") + 1)
    lasting = animator.on_this_machine or take.fetches + 1 >= MOST_FETCHES
    return _later(take, animator, job, ProviderError(_UNPLAYABLE, permanent=lasting, operator=f"{_UNPLAYABLE} {why}"))


def _later(take: Take, animator: Animator, job: ClipJob, error: ProviderError) -> float | None:
    log.warning("%s of clip %s was not taken in: %s", take, take.clip_id, error.operator)
    if animator.on_this_machine:
        return outcomes.not_submitted(take, error)
    if error.permanent and not error.account:
        ledger.paid(take.expense, job.usage)
        outcomes.failed(take, error)
        return None
    return outcomes.still_working(take, error)
