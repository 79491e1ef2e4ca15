"""The Cloudinary account of the settings. The SDK gets it with every call, never from the environment."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import SplitResult, parse_qs, urlsplit

from django.conf import settings

from providers.base import ProviderError

URL_FORMAT = "cloudinary://<api_key>:<api_secret>@<cloud_name>"
REFUSED = "The place where pictures and clips are kept refuses this site for now. Its operator has been told."


@dataclass(frozen=True)
class Account:
    """The values of CLOUDINARY_URL and CLOUDINARY_PRESET. With a `preset`, uploads are unsigned and need no key.

    `prefix` is the URL of the API, `distribution` the host name of the CDN; "" means Cloudinary's own.
    """

    cloud: str
    key: str = field(repr=False)
    secret: str = field(repr=False)
    preset: str
    prefix: str
    distribution: str
    private: bool
    algorithm: str

    @property
    def setting(self) -> str:
        """The setting to check when an upload is refused."""
        return "CLOUDINARY_PRESET" if self.preset else "CLOUDINARY_URL"

    @property
    def preset_setting(self) -> str:
        """The preset that counts, in words."""
        return f"the upload preset {self.preset} (CLOUDINARY_PRESET)" if self.preset else "its default upload preset"

    @property
    def for_upload(self) -> dict[str, Any]:
        """The SDK's options for uploads: server, cloud and key."""
        signed = {"api_key": self.key, "api_secret": self.secret, "signature_algorithm": self.algorithm}
        where = {"cloud_name": self.cloud, "upload_prefix": self.prefix or None}
        return where if self.preset else where | signed

    @property
    def for_delivery(self) -> dict[str, Any]:
        """The SDK's options for delivery URLs."""
        own = {"secure_distribution": self.distribution or None, "private_cdn": self.private}
        return {"cloud_name": self.cloud, "secure": True} | own

    def without_secrets(self, text: str) -> str:
        """`text` without the key and the secret."""
        for hidden in filter(None, (self.secret, self.key)):
            text = text.replace(hidden, "…")
        return text


def account() -> Account:
    """The account that the settings name. Raises ProviderError when CLOUDINARY_URL is missing or malformed."""
    parts = _split(settings.CLOUDINARY_URL)
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    distribution, private = parts.path.strip("/"), query.get("private_cdn", "").lower()
    found = Account(
        cloud=parts.hostname or "",
        key=parts.username or "",
        secret=parts.password or "",
        preset=settings.CLOUDINARY_PRESET,
        prefix=query.get("upload_prefix", "").rstrip("/"),
        distribution=query.get("secure_distribution", "") or distribution,
        # As in the SDK, a distribution in the path is private unless the query says otherwise.
        private=private not in ("false", "0", "no") if private else bool(distribution),
        algorithm=query.get("signature_algorithm", "sha1"),
    )
    return _validated(found)


def prefix() -> str:
    """The URL of the API if the settings name another than Cloudinary's own, else ""."""
    try:
        return account().prefix
    except ProviderError:
        return ""


@contextmanager
def hidden_environment() -> Iterator[None]:
    """Hide the variables that the SDK reads on import: a malformed CLOUDINARY_URL would make it raise."""
    names = [name for name in os.environ if name.startswith("CLOUDINARY_")]
    hidden = {name: os.environ.pop(name) for name in names}
    try:
        yield
    finally:
        os.environ.update(hidden)


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
    except ValueError:
        raise _invalid_url("is not a URL") from None
    if not url:
        raise _invalid_url("is not set")
    if parts.scheme != "cloudinary":
        raise _invalid_url('does not begin with "cloudinary://"')
    return parts


def _validated(found: Account) -> Account:
    if not found.cloud:
        raise _invalid_url("names no cloud")
    if not found.preset and not (found.key and found.secret):
        raise _invalid_url("has no key or no secret, and CLOUDINARY_PRESET is not set either")
    if found.prefix and urlsplit(found.prefix).scheme not in ("http", "https"):
        raise _invalid_url("has an upload_prefix that is no http or https URL")
    if found.algorithm not in ("sha1", "sha256"):
        raise _invalid_url("has a signature_algorithm that is neither sha1 nor sha256")
    return found


def _invalid_url(what: str) -> ProviderError:
    """The value itself is not shown: a malformed one may hold the secret anywhere."""
    cure = f"Copy it from the API keys page of Cloudinary's console; it has the form {URL_FORMAT}."
    with_preset = "With an unsigned CLOUDINARY_PRESET, cloudinary://<cloud_name> is enough."
    operator = f"CLOUDINARY_URL {what}, so no picture can be kept at Cloudinary. {cure} {with_preset}"
    return ProviderError(REFUSED, account=True, reached=False, operator=operator)
