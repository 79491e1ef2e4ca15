"""Stores pictures and clips in the story's folder (`core.storage`); this site serves them."""

from io import BytesIO
from pathlib import Path, PurePosixPath

from django.conf import settings
from PIL import Image

from core import storage
from providers.base import Picture, ProviderError, StoredFile

THUMBNAIL_WIDTH = 480  # pixels
_EXTENSIONS = {"image/png": "png", "image/jpeg": "jpg", "image/webp": "webp"}


class LocalHost:
    """One file per version or take, and a small WebP beside it."""

    name = "local"

    def store(self, picture: Picture, *, story_id: str, name: str) -> StoredFile:
        """Store the picture and its thumbnail; the same name replaces both. Raises ProviderError on a full disk or an
        unreadable picture."""
        file = f"{name}.{_EXTENSIONS[picture.content_type]}"
        try:
            small = _thumbnail(picture.data)
            storage.put(picture.data, story_id, file)
            storage.put(small, story_id, f"{name}-small.webp")
        except OSError as error:
            raise _failed("The picture could not be kept", f"{story_id}/{file}", error) from error
        return _stored(story_id, file, name)

    def fetch(self, stored: StoredFile) -> bytes:
        """The bytes of a stored picture. Raises ProviderError, permanent when they are gone."""
        try:
            return storage.read(*_place(stored.key))
        except OSError as error:
            raise _failed("The kept picture cannot be read", stored.key, error) from error

    def store_video(self, video: Path, poster: Picture, *, story_id: str, name: str) -> StoredFile:
        """Store a copy of the MP4, and the poster as a small WebP; the same name replaces both. Raises ProviderError on
        a full disk or an unreadable poster."""
        file = f"{name}.mp4"
        try:
            storage.put(_thumbnail(poster.data), story_id, f"{name}-small.webp")
            storage.put(video, story_id, file)
        except OSError as error:
            raise _failed("The clip could not be kept", f"{story_id}/{file}", error) from error
        return _stored(story_id, file, name)

    def fetch_video(self, stored: StoredFile, to: Path) -> None:
        """Write a copy of a stored MP4 to `to`. Raises ProviderError, permanent when it is gone."""
        try:
            storage.fetch(*_place(stored.key), to)
        except OSError as error:
            raise _failed("The kept clip cannot be read", stored.key, error) from error

    def key_of(self, *, story_id: str, name: str) -> str:
        """Depends on the kind of picture; all files of a story are in its folder."""
        return ""

    def delete(self, key: str, *, is_video: bool = False) -> None:
        """Remove the file and its thumbnail or poster. Raises ProviderError when the disk refuses."""
        story_id, name = _place(key)
        try:
            storage.remove(story_id, [name, f"{PurePosixPath(name).stem}-small.webp"])
        except OSError as error:
            raise _failed("The kept file could not be removed", key, error) from error


def _stored(story_id: str, file: str, name: str) -> StoredFile:
    folder = f"{settings.MEDIA_URL}{story_id}/"
    return StoredFile(f"{story_id}/{file}", folder + file, f"{folder}{name}-small.webp")


def _place(key: str) -> tuple[str, str]:
    """The id of the story, and the name of the file in its folder."""
    story_id, _, name = key.partition("/")
    return story_id, name


def _failed(what: str, key: str, error: OSError) -> ProviderError:
    """The error in words; only the operator's say where the file is."""
    gone, why = isinstance(error, FileNotFoundError), f": {error.strerror}" if error.strerror else ""
    return ProviderError(f"{what}{why}.", permanent=gone, operator=f"{what} ({key}): {error}.")


def _thumbnail(data: bytes) -> bytes:
    """A WebP THUMBNAIL_WIDTH wide. Raises OSError for data that is not a picture."""
    with Image.open(BytesIO(data)) as image:
        small = image.convert("RGB")
        small.thumbnail((THUMBNAIL_WIDTH, THUMBNAIL_WIDTH * 4))
        out = BytesIO()
        small.save(out, "WEBP", quality=82, method=4)
    return out.getvalue()
