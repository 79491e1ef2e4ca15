"""Stores pictures and clips under MEDIA_ROOT; this site serves them."""

import shutil
from io import BytesIO
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from PIL import Image

from providers.base import Picture, ProviderError, StoredFile

THUMBNAIL_WIDTH = 480  # pixels
_EXTENSIONS = {"image/png": "png", "image/jpeg": "jpg", "image/webp": "webp"}


class LocalHost:
    """Django's file storage: one folder per story, one file per version, and a small WebP beside it."""

    name = "local"

    def store(self, picture: Picture, *, story_id: str, name: str) -> StoredFile:
        """Store the picture and its thumbnail; the same name replaces both. Raises ProviderError on a full disk or an
        unreadable picture."""
        folder = PurePosixPath(story_id)
        try:
            small = _thumbnail(picture.data)
            key = self._write(folder / f"{name}.{_EXTENSIONS[picture.content_type]}", picture.data)
            thumbnail = self._write(folder / f"{name}-small.webp", small)
        except OSError as error:
            raise ProviderError(f"The picture could not be kept in {settings.MEDIA_ROOT}: {error}.") from error
        return StoredFile(key, settings.MEDIA_URL + key, settings.MEDIA_URL + thumbnail)

    def fetch(self, stored: StoredFile) -> bytes:
        """The bytes of a stored picture. Raises ProviderError when they are gone."""
        try:
            with _storage().open(stored.key) as file:
                data: bytes = file.read()
                return data
        except OSError as error:
            raise ProviderError(f"The kept picture {stored.key} cannot be read: {error}.", permanent=True) from error

    def store_video(self, video: Path, poster: Picture, *, story_id: str, name: str) -> StoredFile:
        """Store a copy of the MP4, and the poster as a small WebP; the same name replaces both. Raises ProviderError on
        a full disk or an unreadable poster."""
        folder = PurePosixPath(story_id)
        try:
            poster_key = self._write(folder / f"{name}-small.webp", _thumbnail(poster.data))
            self._copy_atomically(video, key := f"{folder / name}.mp4")
        except OSError as error:
            raise ProviderError(f"The clip could not be kept in {settings.MEDIA_ROOT}: {error}.") from error
        return StoredFile(key, settings.MEDIA_URL + key, settings.MEDIA_URL + poster_key)

    def fetch_video(self, stored: StoredFile, to: Path) -> None:
        """Write a copy of a stored MP4 to `to`. Raises ProviderError, permanent when it is gone."""
        try:
            shutil.copyfile(settings.MEDIA_ROOT / stored.key, to)
        except OSError as error:
            gone = not (settings.MEDIA_ROOT / stored.key).exists()
            raise ProviderError(f"The kept clip {stored.key} cannot be read: {error}.", permanent=gone) from error

    def key_of(self, *, story_id: str, name: str) -> str:
        """Depends on the kind of picture; all files of a story are in its folder."""
        return ""

    def delete(self, key: str, *, is_video: bool = False) -> None:
        """Remove the file and its thumbnail or poster. Raises ProviderError when the disk refuses."""
        path = PurePosixPath(key)
        try:
            for name in (path, path.with_name(f"{path.stem}-small.webp")):
                _storage().delete(str(name))
        except OSError as error:
            raise ProviderError(f"The kept file {key} could not be removed: {error}.") from error

    def _copy_atomically(self, video: Path, key: str) -> None:
        """Browsers may be loading the file, so it must be complete under its name."""
        target = settings.MEDIA_ROOT / key
        temporary = target.with_name(f".{target.name}")
        try:
            shutil.copyfile(video, temporary)
            temporary.replace(target)
        finally:
            temporary.unlink(missing_ok=True)

    def _write(self, path: PurePosixPath, data: bytes) -> str:
        return _storage().save(str(path), ContentFile(data))


def _storage() -> FileSystemStorage:
    return FileSystemStorage(location=settings.MEDIA_ROOT, allow_overwrite=True)


def _thumbnail(data: bytes) -> bytes:
    """A WebP THUMBNAIL_WIDTH wide. Raises OSError for data that is not a picture."""
    with Image.open(BytesIO(data)) as image:
        small = image.convert("RGB")
        small.thumbnail((THUMBNAIL_WIDTH, THUMBNAIL_WIDTH * 4))
        out = BytesIO()
        small.save(out, "WEBP", quality=82, method=4)
    return out.getvalue()
