"""Clips made on this machine: a picture with a camera that moves over it."""

import shutil
import time
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings
from PIL import Image, UnidentifiedImageError

from providers.base import ClipJob, ClipRequest, ProviderError
from providers.motion.camera import choose_move
from providers.motion.frames import even
from providers.motion.layout import layout_for
from providers.motion.pipes import encoder
from providers.motion.stills import still_of

SIZE = (1080, 1920)  # times FILM_SCALE
FPS = 30
LIMIT = 300.0  # seconds for one clip; it takes about four
_KEEP_SECONDS = 24 * 3600.0  # an unfetched clip stays this long
_GONE = "The clip is no longer there."


class LocalAnimator:
    """Makes every clip for free. A clip stays under its idempotency key until it is fetched."""

    name = "local"
    model = "camera-1"
    on_this_machine = True

    def submit(self, request: ClipRequest) -> ClipJob:
        """Make the clip. Raises ProviderError, permanent when the picture cannot be read."""
        job = self.find(request.key)
        if job:
            return job
        _clean_up()
        with NamedTemporaryFile(dir=_folder(), prefix="making-", suffix=".mp4", delete=False) as file:
            unfinished = Path(file.name)
        try:
            _make(request, unfinished)
            unfinished.replace(_path_of(request.key))
        finally:
            unfinished.unlink(missing_ok=True)
        return self.poll(request.key)

    def find(self, key: str) -> ClipJob | None:
        """The finished clip with that key; None when there is none."""
        path = _path_of(key)
        return ClipJob(key, done=True, source=str(path)) if path.exists() else None

    def poll(self, job_id: str) -> ClipJob:
        """As `find`, but raises ProviderError when there is no such clip."""
        job = self.find(job_id)
        if job is None:
            raise ProviderError(_GONE, permanent=True)
        return job

    def fetch(self, job: ClipJob, to: Path) -> None:
        """Copy the clip; ours stays for _KEEP_SECONDS, so that a fetch can be repeated."""
        try:
            shutil.copyfile(_path_of(job.id), to)
        except FileNotFoundError:
            raise ProviderError(_GONE, permanent=True) from None


def _make(request: ClipRequest, to: Path) -> None:
    picture, size = _opened(request.picture), (even(SIZE[0] * settings.FILM_SCALE), even(SIZE[1] * settings.FILM_SCALE))
    layout, count = layout_for(picture.size, size), max(1, round(request.seconds * FPS))
    kind, still = choose_move(request.motion, request.beat, request.mood), still_of(picture, layout.panel)
    background = None
    with encoder(to, size, FPS, limit=LIMIT) as append:
        for frame in still.moving(kind, layout.panel, count, FPS):
            background = background or layout.background(frame)
            append(layout.compose(frame, background))


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


def _path_of(key: str) -> Path:
    """The path of the clip with that key. Raises ValueError for a malformed key."""
    if not key or not set(key) <= set("abcdefghijklmnopqrstuvwxyz0123456789-"):
        raise ValueError(f"{key!r} is no key of a clip")
    return _folder() / f"{key}.mp4"


def _clean_up() -> None:
    """Remove clips that nobody fetched, and what a killed process left."""
    for path in _folder().iterdir():
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < time.time() - _KEEP_SECONDS:
                path.unlink()
