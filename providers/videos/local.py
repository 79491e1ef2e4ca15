"""Clips made on this machine: a picture, and a camera that moves over it."""

import shutil
import time
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings
from PIL import Image, UnidentifiedImageError

from providers.base import ClipJob, ClipRequest, ProviderError
from providers.motion.frames import even
from providers.motion.moves import chosen
from providers.motion.pipes import encoder
from providers.motion.staging import stage_for
from providers.motion.stills import still_of

SIZE = (1080, 1920)  # times FILM_SCALE
FPS = 30
LIMIT = 300.0  # seconds for one clip; it takes about four
_KEPT = 24 * 3600.0  # seconds for which a clip that nobody fetched stays
_GONE = "The clip is no longer there."


class LocalAnimator:
    """Makes every clip, for nothing. A clip waits under the key by which it was asked for until it is fetched."""

    name = "local"
    model = "camera-1"
    on_this_machine = True

    def submit(self, request: ClipRequest) -> ClipJob:
        """Make the clip. Raises ProviderError: permanent where the picture cannot be read."""
        job = self.find(request.key)
        if job:
            return job
        _clean_up()
        with NamedTemporaryFile(dir=_folder(), prefix="making-", suffix=".mp4", delete=False) as file:
            unfinished = Path(file.name)
        try:
            _make(request, unfinished)
            unfinished.replace(_place(request.key))
        finally:
            unfinished.unlink(missing_ok=True)
        return self.poll(request.key)

    def find(self, key: str) -> ClipJob | None:
        """The finished clip of that key, None where there is none."""
        place = _place(key)
        return ClipJob(key, done=True, source=str(place)) if place.exists() else None

    def poll(self, job_id: str) -> ClipJob:
        """The same. Raises ProviderError where there is none."""
        job = self.find(job_id)
        if job is None:
            raise ProviderError(_GONE, permanent=True)
        return job

    def fetch(self, job: ClipJob, to: Path) -> None:
        """Copy the clip; ours stays until `_KEPT` is over, so that fetching may be tried again."""
        try:
            shutil.copyfile(_place(job.id), to)
        except FileNotFoundError:
            raise ProviderError(_GONE, permanent=True) from None


def _make(request: ClipRequest, to: Path) -> None:
    picture, size = _opened(request.picture), (even(SIZE[0] * settings.FILM_SCALE), even(SIZE[1] * settings.FILM_SCALE))
    stage, count = stage_for(picture.size, size), max(1, round(request.seconds * FPS))
    kind, still = chosen(request.motion, request.beat, request.mood), still_of(picture, stage.panel)
    behind = None
    with encoder(to, size, FPS, limit=LIMIT) as append:
        for frame in still.moving(kind, stage.panel, count, FPS):
            behind = behind or stage.behind(frame)
            append(stage.shown(frame, behind))


def _opened(picture: bytes) -> Image.Image:
    try:
        return Image.open(BytesIO(picture)).convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as error:
        message = "The picture cannot be read, so no clip can be made from it."
        raise ProviderError(message, permanent=True, operator=f"{message} {error}") from None


def _folder() -> Path:
    folder = settings.VAR_DIR / "clips"
    folder.mkdir(parents=True, exist_ok=True)
    return Path(folder)


def _place(key: str) -> Path:
    """Where the clip of that key is. Raises ValueError for what is no key."""
    if not key or not set(key) <= set("abcdefghijklmnopqrstuvwxyz0123456789-"):
        raise ValueError(f"{key!r} is no key of a clip")
    return _folder() / f"{key}.mp4"


def _clean_up() -> None:
    """Remove what nobody fetched, and what a process left that was killed while it worked."""
    for path in _folder().iterdir():
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < time.time() - _KEPT:
                path.unlink()
