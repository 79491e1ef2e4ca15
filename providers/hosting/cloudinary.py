"""Keeps pictures and clips at Cloudinary, which delivers them to browsers from near by, pictures in any size."""

import re
from base64 import b64decode
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from typing import Any

from providers.base import Finding, Kept, Picture, ProviderError
from providers.hosting.cloudinary_account import Account, account, bare_environment
from providers.hosting.cloudinary_delivery import THREADS, loaded, may_load
from providers.hosting.cloudinary_failures import failure, unanswered

with bare_environment():
    from cloudinary import exceptions, uploader, utils

UPLOAD_SECONDS = 60.0  # the SDK itself would wait for ever
VIDEO_UPLOAD_SECONDS = 180.0  # for each part; with the last one Cloudinary looks the whole video through
FETCH_SECONDS = 60.0
VIDEO_FETCH_SECONDS = 300.0
EXAMINE_SECONDS = 15.0
FETCH_LIMIT = 60 * 1024 * 1024  # bytes
VIDEO_FETCH_LIMIT = 1024 * 1024 * 1024
PART = 20 * 1024 * 1024  # bytes; the SDK holds in memory what it sends, and over 100 MB are not taken in one piece
SMALL = {"crop": "limit", "width": 480, "quality": "auto"}
THUMBNAIL = utils.generate_transformation_string(**SMALL, fetch_format="auto")[0]
POSTER = utils.generate_transformation_string(**SMALL, start_offset=0)[0]

_FOLDER = "storyforge"
_PIXEL = b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==")
# The SDK has no option for this: its HTTP client would try thrice, and keeps one connection for all threads.
uploader._http.connection_pool_kw.update(retries=False, maxsize=THREADS)


class CloudinaryHost:
    """One folder a story, one public id a version. Uploaded again it is replaced, or stays if uploads are unsigned."""

    name = "cloudinary"

    def keep(self, picture: Picture, *, story_id: str, name: str) -> Kept:
        """Upload the picture; its thumbnail is made by Cloudinary when it is first loaded. Raises ProviderError."""
        return _upload(account(), picture.data, f"{_FOLDER}/{story_id}", name, UPLOAD_SECONDS)

    def fetch(self, kept: Kept) -> bytes:
        """The picture as it was uploaded. Raises ProviderError, permanent when it is gone."""
        return b"".join(loaded(kept, seconds=FETCH_SECONDS, limit=FETCH_LIMIT))

    def keep_video(self, video: Path, poster: Picture, *, story_id: str, name: str) -> Kept:
        """Upload the clip; Cloudinary makes a poster of its own from the first frame. Raises ProviderError, and OSError
        where the clip cannot be read."""
        who, answer = account(), None
        how = _how(who, f"{_FOLDER}/{story_id}", name, VIDEO_UPLOAD_SECONDS) | {"resource_type": "video"}
        with _translating(who):
            for part, headers in _parts(video):
                answer = uploader.upload_large_part((name, part), http_headers=headers, **how)
            return _kept(who, answer, "video")

    def fetch_video(self, kept: Kept, to: Path) -> None:
        """The clip as it was uploaded. Raises ProviderError, permanent when it is gone."""
        with to.open("wb") as file:
            for piece in loaded(kept, seconds=VIDEO_FETCH_SECONDS, limit=VIDEO_FETCH_LIMIT):
                file.write(piece)

    def examine(self, *, spend: bool) -> Iterable[Finding]:
        """Keep a picture of one pixel as storyforge/doctor, always the same, and load it. It costs nothing."""
        try:
            who = account()
        except ProviderError as error:
            return [Finding("CLOUDINARY_URL", False, error.operator)]
        try:
            kept = _upload(who, _PIXEL, _FOLDER, "doctor", EXAMINE_SECONDS)
        except ProviderError as error:
            return _trouble(who, error)
        return [*_reached(who, f"A picture was kept there as {kept.key}."), _delivery(kept)]


def _trouble(who: Account, error: ProviderError) -> list[Finding]:
    if not error.permanent:
        return [Finding("Cloudinary", False, error.operator)]
    return [Finding("Cloudinary", True, "It answers."), Finding(who.setting, False, error.operator)]


def _reached(who: Account, says: str) -> list[Finding]:
    return [Finding("Cloudinary", True, "It answers."), Finding(who.setting, True, says)]


def _delivery(kept: Kept) -> Finding:
    try:
        b"".join(loaded(kept, seconds=EXAMINE_SECONDS, limit=FETCH_LIMIT))
    except ProviderError as error:
        return Finding("Cloudinary's delivery", False, error.operator)
    return Finding("Cloudinary's delivery", True, "The picture can be loaded.")


def _upload(who: Account, data: bytes, folder: str, name: str, seconds: float) -> Kept:
    how = _how(who, folder, name, seconds) | {"resource_type": "image"}
    with _translating(who):
        return _kept(who, uploader.upload(data, **how), "image")


def _how(who: Account, folder: str, name: str, seconds: float) -> dict[str, Any]:
    """The SDK's options to upload under a fixed name. Unsigned uploads may not say `overwrite`: for a name that is
    taken the service then answers with what it has, which is this same version as an earlier try brought it there."""
    how = {"folder": folder, "public_id": name, "filename": name, "timeout": seconds}
    signed = {"overwrite": True, "unique_filename": False}
    unsigned = {"unsigned": True, "upload_preset": who.preset}
    return who.for_upload | how | (unsigned if who.preset else signed)


def _parts(video: Path) -> Iterator[tuple[bytes, dict[str, str]]]:
    """The file in as many parts as it needs, each with the headers that put them together again."""
    size, start, upload = video.stat().st_size, 0, token_hex(16)
    with video.open("rb") as file:
        while part := file.read(PART):
            where = {"Content-Range": f"bytes {start}-{start + len(part) - 1}/{size}", "X-Unique-Upload-Id": upload}
            yield part, where if size > PART else {}
            start += len(part)


@contextmanager
def _translating(who: Account) -> Iterator[None]:
    """What the SDK raises inside the block, and what an answer raises that is none, leaves it as ProviderError."""
    try:
        yield
    except exceptions.Error as error:
        raise failure(who, error) from None  # the SDK's own words may hold what was signed
    except (AttributeError, KeyError, TypeError, ValueError):
        raise unanswered("its answer could not be read") from None


def _kept(who: Account, answer: Any, kind: str) -> Kept:
    """Raises AttributeError, KeyError, TypeError or ValueError for an answer that is none."""
    key, url = answer["public_id"], answer["secure_url"]
    if who.distribution or who.private:
        how = {"version": answer["version"], "format": answer["format"], "resource_type": kind} | who.for_delivery
        url = utils.cloudinary_url(key, **how)[0]
    if not isinstance(key, str) or not may_load(url):
        raise ValueError(url)
    return Kept(key, url, _poster(url) if kind == "video" else _changed(url, "image", THUMBNAIL))


def _poster(url: str) -> str:
    """A clip's first frame: by its ending it is a picture."""
    return re.sub(r"\.\w+$", ".jpg", _changed(url, "video", POSTER))


def _changed(url: str, kind: str, how: str) -> str:
    """The address of the same, changed on its way."""
    return url.replace(f"/{kind}/upload/", f"/{kind}/upload/{how}/", 1)
