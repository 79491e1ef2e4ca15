"""Keeps pictures at Cloudinary, which delivers them to browsers from near by and in the size that they need."""

import re
import time
from base64 import b64decode
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

import certifi
import urllib3

from providers.base import Finding, Kept, Picture, ProviderError
from providers.hosting.cloudinary_account import REFUSED, Account, account, bare_environment, prefix

with bare_environment():
    from cloudinary import exceptions, uploader, utils

UPLOAD_SECONDS = 60.0  # the SDK itself would wait for ever
FETCH_SECONDS = 60.0
EXAMINE_SECONDS = 15.0
CONNECT_SECONDS = 10.0
RATE_LIMIT_SECONDS = 10.0  # how long to wait is not said by an answer of the upload API
FETCH_LIMIT = 60 * 1024 * 1024  # bytes
THUMBNAIL = utils.generate_transformation_string(crop="limit", width=480, fetch_format="auto", quality="auto")[0]

_THREADS = 64  # that keep a connection each
_LATER = (408, 420, 429)  # statuses that pass
_FOLDER = "storyforge"
_PIXEL = b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==")
_UNFIT = "The place where pictures are kept does not take this one."
_BUSY = "The place where pictures are kept is busy."
_AWAY = "The place where pictures are kept did not answer."
# What the SDK says of an answer that is not Cloudinary's own.
_NO_JSON = re.compile(r"Error parsing server response \((\d+)\)")
_pool = urllib3.PoolManager(cert_reqs="CERT_REQUIRED", ca_certs=certifi.where(), maxsize=_THREADS)
# The SDK has no option for this: its HTTP client would try thrice, and keeps one connection for all threads.
uploader._http.connection_pool_kw.update(retries=False, maxsize=_THREADS)


class CloudinaryHost:
    """One folder a story, one public id a version. Uploaded again it is replaced, or stays if uploads are unsigned."""

    name = "cloudinary"

    def keep(self, picture: Picture, *, story_id: str, name: str) -> Kept:
        """Upload the picture; its thumbnail is made by Cloudinary when it is first loaded. Raises ProviderError."""
        return _upload(account(), picture.data, f"{_FOLDER}/{story_id}", name, UPLOAD_SECONDS)

    def fetch(self, kept: Kept) -> bytes:
        """The picture as it was uploaded. Raises ProviderError, permanent when it is gone."""
        return _fetch(kept, FETCH_SECONDS)

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
        _fetch(kept, EXAMINE_SECONDS)
    except ProviderError as error:
        return Finding("Cloudinary's delivery", False, error.operator)
    return Finding("Cloudinary's delivery", True, "The picture can be loaded.")


def _upload(who: Account, data: bytes, folder: str, name: str, seconds: float) -> Kept:
    """Upload under a fixed name. Unsigned uploads may not say `overwrite`: for a name that is taken the service then
    answers with what it has, which is this same version as an earlier try brought it there."""
    how = {"folder": folder, "public_id": name, "filename": name, "resource_type": "image", "timeout": seconds}
    signed = {"overwrite": True, "unique_filename": False}
    unsigned = {"unsigned": True, "upload_preset": who.preset}
    try:
        return _kept(who, uploader.upload(data, **who.for_upload, **how, **(unsigned if who.preset else signed)))
    except exceptions.Error as error:
        raise _failure(who, error) from None  # the SDK's own words may hold what was signed
    except (AttributeError, KeyError, TypeError, ValueError):
        raise _unanswered("its answer could not be read") from None


def _kept(who: Account, answer: Any) -> Kept:
    """Raises AttributeError, KeyError, TypeError or ValueError for an answer that is none."""
    key, url = answer["public_id"], answer["secure_url"]
    if who.distribution or who.private:
        how = {"version": answer["version"], "format": answer["format"]} | who.for_delivery
        url = utils.cloudinary_url(key, **how)[0]
    if not isinstance(key, str) or not _may_load(url):
        raise ValueError(url)
    return Kept(key, url, url.replace("/image/upload/", f"/image/upload/{THUMBNAIL}/", 1))


def _failure(who: Account, error: Exception) -> ProviderError:
    said = _said(who, error)
    if isinstance(error, exceptions.RateLimited):
        operator = f"Cloudinary takes no more uploads for now ({said}). See the usage of the plan if this goes on."
        return ProviderError(_BUSY, retry_after=RATE_LIMIT_SECONDS, operator=operator)
    if _about_the_picture(error, said):
        operator = f"Cloudinary does not take this picture ({said})."
        return ProviderError(_UNFIT, permanent=True, operator=operator)
    if advice := _advice(who, error):
        return ProviderError(REFUSED, account=True, operator=f"Cloudinary refused the upload ({said}). {advice}")
    return _unanswered(said)


def _about_the_picture(error: Exception, said: str) -> bool:
    """Whether other pictures may well be taken: this one is too big or unreadable, or its name is taken."""
    bad_file = isinstance(error, exceptions.BadRequest) and re.search(r"\bfile\b", said, re.IGNORECASE) is not None
    return bad_file or isinstance(error, exceptions.AlreadyExists)


def _advice(who: Account, error: Exception) -> str:
    """What the operator has to change; "" when it is not for the operator to change anything."""
    if isinstance(error, exceptions.NotFound):
        return "Check the cloud's name at the end of CLOUDINARY_URL."
    if isinstance(error, exceptions.NotAllowed):
        return f"See in its console whether the account of CLOUDINARY_URL is active and {who.setting} may upload."
    if not isinstance(error, (exceptions.BadRequest, exceptions.AuthorizationRequired)):
        return ""
    if who.preset:
        return "CLOUDINARY_PRESET must name an upload preset of mode Unsigned in the cloud that CLOUDINARY_URL names."
    return "Copy CLOUDINARY_URL again from the API keys page of its console, and check this machine's clock."


def _said(who: Account, error: Exception) -> str:
    """What the service said, on one short line, without what was signed, the signature and the credentials."""
    if garbage := _NO_JSON.search(str(error)):
        return f"{garbage[1]} with something that is no JSON"
    words = " ".join(str(error).split("String to sign")[0].split())
    return who.without_secrets(re.sub(r"\b[0-9a-f]{40,}\b", "…", words))[:200].strip(" .")


def _unanswered(what: str) -> ProviderError:
    operator = f"Cloudinary gave no usable answer: {what}. If this goes on, check the network and its status page."
    return ProviderError(_AWAY, answered=False, operator=operator)


def _fetch(kept: Kept, seconds: float) -> bytes:
    if not _may_load(kept.url):
        operator = f"The address of the kept picture {kept.key} is not one of Cloudinary's; it was not loaded."
        raise ProviderError("The kept picture cannot be loaded.", permanent=True, operator=operator)
    until = time.monotonic() + seconds
    limits = urllib3.Timeout(connect=min(CONNECT_SECONDS, seconds), read=seconds)
    try:
        with _pool.request(
            "GET", kept.url, timeout=limits, retries=False, redirect=False, preload_content=False
        ) as response:
            return _body(kept, response, until)
    except urllib3.exceptions.HTTPError as error:
        raise _not_loaded(kept, type(error).__name__) from None


def _body(kept: Kept, response: urllib3.BaseHTTPResponse, until: float) -> bytes:
    if response.status != 200:
        later = response.status >= 500 or response.status in _LATER
        raise _not_loaded(kept, f"status {response.status}", permanent=not later)
    data = bytearray()
    while piece := response.read1(256 * 1024):
        data += piece
        if len(data) > FETCH_LIMIT:
            raise _not_loaded(kept, f"more than {FETCH_LIMIT} bytes", permanent=True)
        if time.monotonic() > until:
            raise _not_loaded(kept, "too slow")
    return bytes(data)


def _not_loaded(kept: Kept, why: str, *, permanent: bool = False) -> ProviderError:
    operator = f"Cloudinary did not deliver the kept picture {kept.key} ({why})."
    return ProviderError("The kept picture could not be loaded.", permanent=permanent, operator=operator)


def _may_load(url: str) -> bool:
    """Only encrypted, or from where the settings say that the API is."""
    try:
        found, api = urlsplit(url), urlsplit(prefix())
    except ValueError:
        return False
    own = bool(api.netloc) and (found.scheme, found.netloc) == (api.scheme, api.netloc)
    return bool(found.netloc) and (found.scheme == "https" or own)
