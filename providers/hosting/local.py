"""Keeps pictures under MEDIA_ROOT and serves them from this site."""

from io import BytesIO
from pathlib import PurePosixPath

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
