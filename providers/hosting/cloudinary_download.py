"""Download files from Cloudinary, within limits of time and size."""

import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import certifi
import urllib3

from providers.base import ProviderError, StoredFile
from providers.hosting.cloudinary_account import prefix

CONNECT_SECONDS = 10.0
THREADS = 64  # each keeps a connection

_TEMPORARY = (408, 420, 429)  # statuses besides 5xx
_pool = urllib3.PoolManager(cert_reqs="CERT_REQUIRED", ca_certs=certifi.where(), maxsize=THREADS)


def download(stored: StoredFile, *, seconds: float, limit: int) -> Iterator[bytes]:
    """The file in chunks, within `seconds` and `limit` bytes. Raises ProviderError, permanent when the file is gone or
    the URL is not one of Cloudinary."""
    if not may_download(stored.url):
        operator = f"The address of what is kept as {stored.key} is not one of Cloudinary's; it was not loaded."
        raise ProviderError("What is kept there cannot be loaded.", permanent=True, operator=operator)
    deadline = time.monotonic() + seconds
    limits = urllib3.Timeout(connect=min(CONNECT_SECONDS, seconds), read=seconds)
    try:
        with _pool.request(
            "GET", stored.url, timeout=limits, retries=False, redirect=False, preload_content=False
        ) as response:
            if response.status != 200:
                temporary = response.status >= 500 or response.status in _TEMPORARY
                raise _failed(stored, f"status {response.status}", permanent=not temporary)
            size = 0
            while chunk := response.read1(256 * 1024):
                size += len(chunk)
                if size > limit:
                    raise _failed(stored, f"more than {limit} bytes", permanent=True)
                if time.monotonic() > deadline:
                    raise _failed(stored, "too slow")
                yield chunk
    except urllib3.exceptions.HTTPError as error:
        raise _failed(stored, type(error).__name__) from None


def _failed(stored: StoredFile, reason: str, *, permanent: bool = False) -> ProviderError:
    operator = f"Cloudinary did not deliver what is kept as {stored.key} ({reason})."
    return ProviderError("What is kept there could not be loaded.", permanent=permanent, operator=operator)


def may_download(url: str) -> bool:
    """Whether the URL is encrypted, or on the API server of the settings."""
    try:
        found, api = urlsplit(url), urlsplit(prefix())
    except ValueError:
        return False
    own = bool(api.netloc) and (found.scheme, found.netloc) == (api.scheme, api.netloc)
    return bool(found.netloc) and (found.scheme == "https" or own)
