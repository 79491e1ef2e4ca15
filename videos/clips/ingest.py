"""Ingests a finished clip: fetches it from its provider, checks that it can be played, and stores it at a host."""

import logging
import math
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db.models import F

from core.connections import release_connection, retry_db
from core.tempdirs import private_tempdir
from images.drawing.hosting import FALLBACK, Hosted, store_or_fall_back
from providers import ffmpeg, registry
from providers.base import Animator, ClipJob, Picture, ProviderError, StoredFile, VideoHost
from stories import ledger
from videos.clips import failure, outcomes
from videos.clips.names import clip_name
from videos.models import Take

log = logging.getLogger(__name__)

MOST_FETCHES = 3  # of a file that is no video
_UNPLAYABLE = "What arrived is no video that can be played. Please try again."
# Decoding a clip to check it takes a core, and pictures are drawn on the same machine.
_decoders = threading.BoundedSemaphore(2)


def ingest(take: Take, animator: Animator, job: ClipJob) -> float | None:
    """Fetch, check and store a finished clip. Returns the seconds until the next try, or None when nothing is left to
    do. The clip is never made again: it is paid for."""
    release_connection()
    try:
        with private_tempdir(f"clip-{take.clip_id}") as folder:
            _ingest(take, animator, job, folder / "clip.mp4")
            return None
    except ffmpeg.Unplayable as error:
        return _fetch_again(take, animator, job, error)
    except ProviderError as error:
        return _try_later(take, animator, job, error)
    except Exception:
        log.exception("%s of clip %s", take, take.clip_id)
        return _try_later(take, animator, job, ProviderError("It was made, and could not be kept here yet."))


def _ingest(take: Take, animator: Animator, job: ClipJob, path: Path) -> None:
    try:
        animator.fetch(job, path)
    except ProviderError as error:
        # The operator can mend a refused account, so the clip is lost only where the file itself is gone.
        permanent = error.permanent and not error.account
        raise ProviderError(error.message, permanent=permanent, operator=error.operator) from error
    with _clip_is_not_lost():
        with _decoders:
            found = ffmpeg.check_playable(path)
        name = clip_name(take.clip.story_id, take.clip.number, take.number)
        hosted = store_clip(path, ffmpeg.poster(path), story_id=str(take.clip.story_id), name=name)
    ledger.paid(take.expense, job.usage or {"second": math.ceil(found.seconds)})
    outcomes.record_made(take, hosted, found, size=path.stat().st_size)


def store_clip(path: Path, poster: Picture, *, story_id: str, name: str) -> Hosted:
    """Store the MP4 at `path` and its poster at the configured host, else on this machine, with the same retries as
    pictures. `path` is left as it is.

    Raises ProviderError, permanent, when no host takes it: another take would not help and would cost again.
    """

    def store_at(host: str) -> StoredFile:
        return registry.video_host(host).store_video(path, poster, story_id=story_id, name=name)

    wanted = registry.host()
    host = wanted.name if isinstance(wanted, VideoHost) else FALLBACK
    return store_or_fall_back(store_at, host, what=f"Clip {name} of story {story_id}", done="made")


@contextmanager
def _clip_is_not_lost() -> Iterator[None]:
    """No error of this machine or of a host is permanent: the provider still has the clip, and it is fetched again."""
    try:
        yield
    except ffmpeg.Unplayable:
        raise
    except ProviderError as error:
        raise ProviderError(error.message, operator=error.operator) from error


def _fetch_again(take: Take, animator: Animator, job: ClipJob, why: ProviderError) -> float | None:
    """The download may have been cut off, so an unplayable file is fetched again, MOST_FETCHES times in all."""
    Take.objects.filter(pk=take.pk).update(fetches=F("fetches") + 1)
    lasting = animator.on_this_machine or take.fetches + 1 >= MOST_FETCHES
    error = ProviderError(_UNPLAYABLE, permanent=lasting, operator=f"{_UNPLAYABLE} {why.operator}")
    return _try_later(take, animator, job, error)


def _try_later(take: Take, animator: Animator, job: ClipJob, error: ProviderError) -> float | None:
    log.warning("%s of clip %s was not ingested: %s", take, take.clip_id, error.operator)
    if animator.on_this_machine:
        return outcomes.record_submit_failure(take, error)
    if error.permanent and not error.account:
        ledger.paid(take.expense, job.usage)
        retry_db(lambda: failure.fail(take.clip, take, error))
        return None
    return outcomes.poll_later(take, error)
