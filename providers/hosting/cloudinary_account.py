"""Which Cloudinary account the settings name, and how the SDK is told: with every call, never by the environment."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import SplitResult, parse_qs, urlsplit

from django.conf import settings

from providers.base import ProviderError

FORM = "cloudinary://<api_key>:<api_secret>@<cloud_name>"
REFUSED = "The place where pictures and clips are kept refuses this site for now. Its operator has been told."


@dataclass(frozen=True)
class Account:
    """What CLOUDINARY_URL and CLOUDINARY_PRESET say. With a `preset` uploads are unsigned and need no key.

    `prefix` is the address of the API, `distribution` the host name that delivers; "" for Cloudinary's own.
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
        """The setting to look at when an upload is refused."""
        return "CLOUDINARY_PRESET" if self.preset else "CLOUDINARY_URL"

    @property
    def for_upload(self) -> dict[str, Any]:
        """The SDK's options that say where to upload to, and as whom."""
        signed = {"api_key": self.key, "api_secret": self.secret, "signature_algorithm": self.algorithm}
        where = {"cloud_name": self.cloud, "upload_prefix": self.prefix or None}
        return where if self.preset else where | signed

    @property
    def for_delivery(self) -> dict[str, Any]:
        """The SDK's options that say from where pictures are loaded."""
        own = {"secure_distribution": self.distribution or None, "private_cdn": self.private}
        return {"cloud_name": self.cloud, "secure": True} | own

    def without_secrets(self, text: str) -> str:
        """`text` with neither the key nor the secret in it."""
        for hidden in filter(None, (self.secret, self.key)):
            text = text.replace(hidden, "…")
        return text


def account() -> Account:
    """The account as the settings name it now. Raises ProviderError when CLOUDINARY_URL is missing or malformed."""
    parts = _split(settings.CLOUDINARY_URL)
    asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
    found = Account(
        cloud=parts.hostname or "",
        key=parts.username or "",
        secret=parts.password or "",
        preset=settings.CLOUDINARY_PRESET,
        prefix=asked.get("upload_prefix", "").rstrip("/"),
        distribution=asked.get("secure_distribution", "") or parts.path.strip("/"),
        private=_private(parts, asked),
        algorithm=asked.get("signature_algorithm", "sha1"),
    )
    return _checked(found)


def prefix() -> str:
    """The address of the API where the settings name another than Cloudinary's own, else ""."""
    try:
        return account().prefix
    except ProviderError:
        return ""


@contextmanager
def bare_environment() -> Iterator[None]:
    """Hides what the SDK would read when it is imported: it stops at a CLOUDINARY_URL that is none."""
    names = [name for name in os.environ if name.startswith("CLOUDINARY_")]
    hidden = {name: os.environ.pop(name) for name in names}
    try:
        yield
    finally:
        os.environ.update(hidden)


def _private(parts: SplitResult, asked: Mapping[str, str]) -> bool:
    """A distribution in the path is a private one, as for the SDK, unless the query says otherwise."""
    said = asked.get("private_cdn", "")
    return said.lower() not in ("false", "0", "no") if said else bool(parts.path.strip("/"))


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
    except ValueError:
        raise _unusable("is not a URL") from None
    if not url:
        raise _unusable("is not set")
    if parts.scheme != "cloudinary":
        raise _unusable('does not begin with "cloudinary://"')
    return parts


def _checked(found: Account) -> Account:
    if not found.cloud:
        raise _unusable("names no cloud")
    if not found.preset and not (found.key and found.secret):
        raise _unusable("has no key or no secret, and CLOUDINARY_PRESET is not set either")
    if found.prefix and urlsplit(found.prefix).scheme not in ("http", "https"):
        raise _unusable("has an upload_prefix that is no http or https URL")
    if found.algorithm not in ("sha1", "sha256"):
        raise _unusable("has a signature_algorithm that is neither sha1 nor sha256")
    return found


def _unusable(what: str) -> ProviderError:
    """The value itself is not shown: a malformed one may hold the secret anywhere."""
    cure = f"Copy it from the API keys page of Cloudinary's console; it has the form {FORM}."
    with_preset = "With an unsigned CLOUDINARY_PRESET, cloudinary://<cloud_name> is enough."
    operator = f"CLOUDINARY_URL {what}, so no picture can be kept at Cloudinary. {cure} {with_preset}"
    return ProviderError(REFUSED, account=True, reached=False, operator=operator)
