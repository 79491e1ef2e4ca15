"""Loading back what Cloudinary keeps, within limits of time and size."""

import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import certifi
import urllib3

from providers.base import Kept, ProviderError
from providers.hosting.cloudinary_account import prefix

CONNECT_SECONDS = 10.0
THREADS = 64  # that keep a connection each

_LATER = (408, 420, 429)  # statuses that pass
_pool = urllib3.PoolManager(cert_reqs="CERT_REQUIRED", ca_certs=certifi.where(), maxsize=THREADS)


def loaded(kept: Kept, *, seconds: float, limit: int) -> Iterator[bytes]:
    """The file, piece by piece, in so many seconds and bytes at the most. Raises ProviderError, permanent when it is
    gone, or is none of Cloudinary's."""
    if not may_load(kept.url):
        operator = f"The address of what is kept as {kept.key} is not one of Cloudinary's; it was not loaded."
        raise ProviderError("What is kept there cannot be loaded.", permanent=True, operator=operator)
    until = time.monotonic() + seconds
    limits = urllib3.Timeout(connect=min(CONNECT_SECONDS, seconds), read=seconds)
    try:
        with _pool.request(
            "GET", kept.url, timeout=limits, retries=False, redirect=False, preload_content=False
        ) as response:
            yield from _pieces(kept, response, until, limit)
    except urllib3.exceptions.HTTPError as error:
        raise _not_loaded(kept, type(error).__name__) from None


def _pieces(kept: Kept, response: urllib3.BaseHTTPResponse, until: float, limit: int) -> Iterator[bytes]:
    if response.status != 200:
        later = response.status >= 500 or response.status in _LATER
        raise _not_loaded(kept, f"status {response.status}", permanent=not later)
    size = 0
    while piece := response.read1(256 * 1024):
        size += len(piece)
        if size > limit:
            raise _not_loaded(kept, f"more than {limit} bytes", permanent=True)
        if time.monotonic() > until:
            raise _not_loaded(kept, "too slow")
        yield piece


def _not_loaded(kept: Kept, why: str, *, permanent: bool = False) -> ProviderError:
    operator = f"Cloudinary did not deliver what is kept as {kept.key} ({why})."
    return ProviderError("What is kept there could not be loaded.", permanent=permanent, operator=operator)


def may_load(url: str) -> bool:
    """Only encrypted, or from where the settings say that the API is."""
    try:
        found, api = urlsplit(url), urlsplit(prefix())
    except ValueError:
        return False
    own = bool(api.netloc) and (found.scheme, found.netloc) == (api.scheme, api.netloc)
    return bool(found.netloc) and (found.scheme == "https" or own)
