"""Stores pictures and clips at Cloudinary, whose CDN delivers them, pictures in any size."""

import logging
import re
from base64 import b64decode
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from secrets import token_hex
from typing import Any

from providers.base import Finding, Picture, ProviderError, StoredFile
from providers.hosting.cloudinary_account import REFUSED, Account, account, hidden_environment
from providers.hosting.cloudinary_download import THREADS, download, may_download
from providers.images.decoding import NotDecoded, decode

with hidden_environment():
    from cloudinary import exceptions, uploader, utils

log = logging.getLogger(__name__)

UPLOAD_SECONDS = 60.0  # the SDK has no timeout of its own
VIDEO_UPLOAD_SECONDS = 180.0  # per part; with the last one Cloudinary processes the whole video
FETCH_SECONDS = 60.0
VIDEO_FETCH_SECONDS = 300.0
DELETE_SECONDS = 20.0
HEALTH_CHECK_SECONDS = 15.0
RATE_LIMIT_SECONDS = 10.0  # the upload API does not say how long to wait
FETCH_LIMIT = 60 * 1024 * 1024  # bytes
VIDEO_FETCH_LIMIT = 1024 * 1024 * 1024
PART = 20 * 1024 * 1024  # bytes; the SDK holds a part in memory, and Cloudinary refuses parts over 100 MB
LARGEST, MOST_PIXELS = 10 * 1024 * 1024, 25_000_000  # of a picture, in bytes; those of the free plan
SMALL = {"crop": "limit", "width": 480, "quality": "auto"}
THUMBNAIL = utils.generate_transformation_string(**SMALL, fetch_format="auto")[0]
POSTER = utils.generate_transformation_string(**SMALL, start_offset=0)[0]

_FOLDER = "storyforge"
_UNFIT = "The place where pictures and clips are kept does not take this one."
_BUSY = "The place where pictures and clips are kept is busy."
_NO_RESPONSE = "The place where pictures and clips are kept did not answer."
_UNSIGNED = (
    "CLOUDINARY_URL has no key and secret, so nothing can be removed from Cloudinary. Add them, or remove {} by hand "
    "in its console."
)
# The SDK's message for a response that is not Cloudinary's.
_NOT_JSON = re.compile(r"Error parsing server response \((\d+)\)")
_OTHER_NAME = (
    "Cloudinary keeps files under names of its own, because {} has a setting that goes before the request: a second "
    'try stores a second file. In its console, switch off "Disallow public ID", and empty the folder and the public ID.'
)
_PIXEL = b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==")
# The SDK has no option for this: its HTTP client would retry, and would share one connection between all threads.
uploader._http.connection_pool_kw.update(retries=False, maxsize=THREADS)


class CloudinaryHost:
    """One folder per story, one public id per version, in accounts with fixed and with dynamic folders. A second upload
    replaces the file; an unsigned one leaves it."""

    name = "cloudinary"

    def store(self, picture: Picture, *, story_id: str, name: str) -> StoredFile:
        """Upload the picture, as a JPEG if it is too large; Cloudinary makes its thumbnail on first load. Raises
        ProviderError."""
        return _upload(account(), _fitting(picture), f"{_FOLDER}/{story_id}", name, UPLOAD_SECONDS)

    def fetch(self, stored: StoredFile) -> bytes:
        """The picture as uploaded. Raises ProviderError, permanent when it is gone."""
        return b"".join(download(stored, seconds=FETCH_SECONDS, limit=FETCH_LIMIT))

    def store_video(self, video: Path, poster: Picture, *, story_id: str, name: str) -> StoredFile:
        """Upload the clip; Cloudinary makes the poster from its first frame. Raises ProviderError, and OSError when the
        clip cannot be read."""
        cloud, response = account(), None
        options = _upload_options(cloud, "video", f"{_FOLDER}/{story_id}", name, VIDEO_UPLOAD_SECONDS)
        with _translate_errors(cloud):
            for part, headers in _upload_parts(video):
                response = uploader.upload_large_part((name, part), http_headers=headers, **options)
            return _stored_file(cloud, response, "video", options["public_id"])

    def fetch_video(self, stored: StoredFile, to: Path) -> None:
        """Write the clip as uploaded to `to`. Raises ProviderError, permanent when it is gone."""
        with to.open("wb") as file:
            for chunk in download(stored, seconds=VIDEO_FETCH_SECONDS, limit=VIDEO_FETCH_LIMIT):
                file.write(chunk)

    def key_of(self, *, story_id: str, name: str) -> str:
        """The public id."""
        return f"{_FOLDER}/{story_id}/{name}"

    def delete(self, key: str, *, is_video: bool = False) -> None:
        """Remove the file, also from the CDN. Only a signed request may, so CLOUDINARY_URL needs key and secret even
        where uploads are unsigned. Raises ProviderError."""
        cloud = replace(account(), preset="")
        if not (cloud.key and cloud.secret):
            raise ProviderError(REFUSED, account=True, operator=_UNSIGNED.format(key))
        options = {"resource_type": "video" if is_video else "image", "timeout": DELETE_SECONDS}
        with _translate_errors(cloud, "the removal"):
            response = uploader.destroy(key, invalidate=True, **cloud.for_upload, **options)
            if response["result"] not in ("ok", "not found"):
                raise ValueError(response["result"])

    def health_check(self, *, spend: bool) -> Iterable[Finding]:
        """Upload a one-pixel picture, always as storyforge/doctor, and download it. Costs nothing."""
        try:
            cloud = account()
        except ProviderError as error:
            return [Finding("CLOUDINARY_URL", False, error.operator)]
        try:
            stored = _upload(cloud, _PIXEL, _FOLDER, "doctor", HEALTH_CHECK_SECONDS)
        except ProviderError as error:
            if not error.permanent:
                return [Finding("Cloudinary", False, error.operator)]
            return [Finding("Cloudinary", True, "It answers."), Finding(cloud.setting, False, error.operator)]
        found = Finding(cloud.setting, True, f"A picture was kept there as {stored.key}.")
        if stored.key != f"{_FOLDER}/doctor":
            found = Finding(cloud.setting, False, _OTHER_NAME.format(cloud.preset_setting))
        return [Finding("Cloudinary", True, "It answers."), found, _check_delivery(stored)]


def _check_delivery(stored: StoredFile) -> Finding:
    try:
        b"".join(download(stored, seconds=HEALTH_CHECK_SECONDS, limit=FETCH_LIMIT))
    except ProviderError as error:
        return Finding("Cloudinary's delivery", False, error.operator)
    return Finding("Cloudinary's delivery", True, "The picture can be loaded.")


def _fitting(picture: Picture) -> bytes:
    """The picture, made smaller if it exceeds what the free plan takes and can be."""
    if len(picture.data) <= LARGEST and picture.width * picture.height <= MOST_PIXELS:
        return picture.data
    try:
        return decode(picture.data, "upload").made
    except NotDecoded:
        return picture.data


def _upload(cloud: Account, data: bytes, folder: str, name: str, seconds: float) -> StoredFile:
    options = _upload_options(cloud, "image", folder, name, seconds)
    with _translate_errors(cloud):
        return _stored_file(cloud, uploader.upload(data, **options), "image", options["public_id"])


def _upload_options(cloud: Account, kind: str, folder: str, name: str, seconds: float) -> dict[str, Any]:
    """The SDK's options for an upload under a fixed name. Unsigned uploads may not set `overwrite`: for an existing
    name the service then returns the existing file, which an earlier try of this version uploaded. With dynamic
    folders only the public id makes the address, with fixed ones `asset_folder` is ignored."""
    names = {"public_id": f"{folder}/{name}", "asset_folder": folder, "filename": name}
    options = {"resource_type": kind, "timeout": seconds, **names}
    signed = {"overwrite": True, "unique_filename": False}
    unsigned = {"unsigned": True, "upload_preset": cloud.preset}
    return cloud.for_upload | options | (unsigned if cloud.preset else signed)


def _upload_parts(video: Path) -> Iterator[tuple[bytes, dict[str, str]]]:
    """The file in parts, each with the headers by which the service joins them."""
    size, start, upload = video.stat().st_size, 0, token_hex(16)
    with video.open("rb") as file:
        while part := file.read(PART):
            where = {"Content-Range": f"bytes {start}-{start + len(part) - 1}/{size}", "X-Unique-Upload-Id": upload}
            yield part, where if size > PART else {}
            start += len(part)


@contextmanager
def _translate_errors(cloud: Account, what: str = "the upload") -> Iterator[None]:
    """Convert exceptions of the SDK, and those of reading a malformed response, to ProviderError; `what` was asked
    for."""
    try:
        yield
    except exceptions.Error as error:
        raise _to_provider_error(cloud, error, what) from None  # the SDK's message may hold the signed string
    except (AttributeError, KeyError, TypeError, ValueError):
        raise _no_response("its answer could not be read") from None


def _stored_file(cloud: Account, response: Any, kind: str, wanted: str) -> StoredFile:
    """Raises AttributeError, KeyError, TypeError or ValueError for a malformed response."""
    key, url = response["public_id"], response["secure_url"]
    if key != wanted:
        log.warning(_OTHER_NAME.format(cloud.preset_setting))
    if cloud.distribution or cloud.private:
        version, extension = response["version"], response["format"]
        options = {"version": version, "format": extension, "resource_type": kind} | cloud.for_delivery
        url = utils.cloudinary_url(key, **options)[0]
    if not isinstance(key, str) or not may_download(url):
        raise ValueError(url)
    transformation = POSTER if kind == "video" else THUMBNAIL
    small = url.replace(f"/{kind}/upload/", f"/{kind}/upload/{transformation}/", 1)
    if kind == "video":
        small = re.sub(r"\.\w+$", ".jpg", small)  # the ending selects a picture: the first frame
    return StoredFile(key, url, small)


def _to_provider_error(cloud: Account, error: Exception, what: str) -> ProviderError:
    """The ProviderError for an exception of the SDK."""
    message = _message(cloud, error)
    if isinstance(error, exceptions.RateLimited):
        operator = f"Cloudinary takes no more requests for now ({message}). See the usage of the plan if this goes on."
        return ProviderError(_BUSY, retry_after=RATE_LIMIT_SECONDS, operator=operator)
    if _rejects_the_file(error, message):
        operator = f"Cloudinary does not take this file ({message})."
        return ProviderError(_UNFIT, permanent=True, operator=operator)
    if advice := _advice(cloud, error):
        return ProviderError(REFUSED, account=True, operator=f"Cloudinary refused {what} ({message}). {advice}")
    return _no_response(message)


def _rejects_the_file(error: Exception, message: str) -> bool:
    """Whether only this file is refused: too big, unreadable, or its name is taken."""
    bad_file = isinstance(error, exceptions.BadRequest) and re.search(r"\bfile\b", message, re.IGNORECASE) is not None
    return bad_file or isinstance(error, exceptions.AlreadyExists)


def _advice(cloud: Account, error: Exception) -> str:
    """What the operator should change; "" when nothing."""
    if isinstance(error, exceptions.NotFound):
        return "Check the cloud's name at the end of CLOUDINARY_URL."
    if isinstance(error, exceptions.NotAllowed):
        return f"See in its console whether the account of CLOUDINARY_URL is active and {cloud.setting} may upload."
    if not isinstance(error, (exceptions.BadRequest, exceptions.AuthorizationRequired)):
        return ""
    if cloud.preset:
        return "CLOUDINARY_PRESET must name an upload preset of mode Unsigned in the cloud that CLOUDINARY_URL names."
    return "Copy CLOUDINARY_URL again from the API keys page of its console, and check this machine's clock."


def _message(cloud: Account, error: Exception) -> str:
    """The service's message on one short line, without the signed string, the signature and the credentials."""
    if match := _NOT_JSON.search(str(error)):
        return f"{match[1]} with something that is no JSON"
    words = " ".join(str(error).split("String to sign")[0].split())
    return cloud.without_secrets(re.sub(r"\b[0-9a-f]{40,}\b", "…", words))[:200].strip(" .")


def _no_response(how: str) -> ProviderError:
    """Nobody knows whether the upload was carried out."""
    operator = f"Cloudinary gave no usable answer: {how}. If this goes on, check the network and its status page."
    return ProviderError(_NO_RESPONSE, answered=False, operator=operator)
