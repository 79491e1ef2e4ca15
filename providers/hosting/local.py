"""Keeps pictures and clips under MEDIA_ROOT, from where this site serves them."""

import shutil
from io import BytesIO
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from PIL import Image

from providers.base import Kept, Picture, ProviderError

THUMBNAIL_WIDTH = 480  # pixels
_ENDINGS = {"image/png": "png", "image/jpeg": "jpg", "image/webp": "webp"}


class LocalHost:
    """Django's file storage: one folder a story, one file a version, and a small WebP beside it, made once."""

    name = "local"

    def keep(self, picture: Picture, *, story_id: str, name: str) -> Kept:
        """Keep the picture and its thumbnail; the same name again replaces both. Raises ProviderError on a full disk
        or a picture that cannot be read."""
        folder = PurePosixPath(story_id)
        try:
            small = _thumbnail(picture.data)
            key = self._write(folder / f"{name}.{_ENDINGS[picture.content_type]}", picture.data)
            thumbnail = self._write(folder / f"{name}-small.webp", small)
        except OSError as error:
            raise ProviderError(f"The picture could not be kept in {settings.MEDIA_ROOT}: {error}.") from error
        return Kept(key, settings.MEDIA_URL + key, settings.MEDIA_URL + thumbnail)

    def fetch(self, kept: Kept) -> bytes:
        """The bytes of a kept picture. Raises ProviderError when they are gone."""
        try:
            with _storage().open(kept.key) as file:
                data: bytes = file.read()
                return data
        except OSError as error:
            raise ProviderError(f"The kept picture {kept.key} cannot be read: {error}.", permanent=True) from error

    def keep_video(self, video: Path, poster: Picture, *, story_id: str, name: str) -> Kept:
        """Keep a copy of the MP4, and the poster as a small WebP; the same name again replaces both. Raises
        ProviderError on a full disk or a poster that cannot be read."""
        folder = PurePosixPath(story_id)
        try:
            poster_key = self._write(folder / f"{name}-small.webp", _thumbnail(poster.data))
            self._copy(video, key := f"{folder / name}.mp4")
        except OSError as error:
            raise ProviderError(f"The clip could not be kept in {settings.MEDIA_ROOT}: {error}.") from error
        return Kept(key, settings.MEDIA_URL + key, settings.MEDIA_URL + poster_key)

    def fetch_video(self, kept: Kept, to: Path) -> None:
        """Write a copy of a kept MP4 to the file `to`. Raises ProviderError, permanent when it is gone."""
        try:
            shutil.copyfile(settings.MEDIA_ROOT / kept.key, to)
        except OSError as error:
            gone = not (settings.MEDIA_ROOT / kept.key).exists()
            raise ProviderError(f"The kept clip {kept.key} cannot be read: {error}.", permanent=gone) from error

    def _copy(self, video: Path, key: str) -> None:
        """Under its name there is all of it or nothing: browsers may be loading it."""
        target = settings.MEDIA_ROOT / key
        coming = target.with_name(f".{target.name}")
        try:
            shutil.copyfile(video, coming)
            coming.replace(target)
        finally:
            coming.unlink(missing_ok=True)

    def _write(self, path: PurePosixPath, data: bytes) -> str:
        return _storage().save(str(path), ContentFile(data))


def _storage() -> FileSystemStorage:
    return FileSystemStorage(location=settings.MEDIA_ROOT, allow_overwrite=True)


def _thumbnail(data: bytes) -> bytes:
    """A WebP of THUMBNAIL_WIDTH. Raises OSError for bytes that are no picture."""
    with Image.open(BytesIO(data)) as image:
        small = image.convert("RGB")
        small.thumbnail((THUMBNAIL_WIDTH, THUMBNAIL_WIDTH * 4))
        out = BytesIO()
        small.save(out, "WEBP", quality=82, method=4)
    return out.getvalue()
