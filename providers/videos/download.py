"""Download finished clips from animation services, within limits of time and size."""

import time
from pathlib import Path

import requests

from providers.public_addresses import PrivateAddress, PublicOnlyAdapter, is_private_host
from providers.videos import http
from providers.videos.errors import DownloadFailed, VideoErrors

SECONDS = 300.0
LIMIT = 200 * 1024 * 1024  # bytes
_REDIRECTS = 3


def download(url: str, to: Path, errors: VideoErrors, *, base: str) -> None:
    """Write the file at `url` to `to`; after a failure there is no file. No key is sent. Raises DownloadFailed.

    The URL comes from the service, whose own address is `base`. It may lead to a private address only when `base` has
    one too.
    """
    until = time.monotonic() + SECONDS
    limits = (min(http.CONNECT_SECONDS, SECONDS), min(http.RESPONSE_SECONDS, SECONDS))
    try:
        with (
            _session(public_only=not is_private_host(base)) as session,
            session.get(url, auth=http.no_netrc, timeout=limits, stream=True) as response,
        ):
            if response.status_code != 200:
                # Never permanent: a refusal concerns this link, and a file may reach the storage late.
                expired = response.status_code < 500 and response.status_code not in (408, 425, 429)
                raise errors.download_failed(f"status {response.status_code}", expired=expired)
            _write(response, to, until, errors)
    except DownloadFailed:
        to.unlink(missing_ok=True)
        raise
    except PrivateAddress:
        raise errors.download_failed("an address of this site's own network", permanent=True) from None
    except (*http.URL_ERRORS, requests.TooManyRedirects) as error:
        raise errors.download_failed(type(error).__name__, permanent=True) from None
    except http.REQUEST_ERRORS as error:
        to.unlink(missing_ok=True)
        raise errors.download_failed(http.error_name(error)) from None


def _session(*, public_only: bool) -> requests.Session:
    session = requests.Session()
    session.max_redirects = _REDIRECTS
    if public_only:
        session.mount("http://", PublicOnlyAdapter())
        session.mount("https://", PublicOnlyAdapter())
    return session


def _write(response: requests.Response, to: Path, until: float, errors: VideoErrors) -> None:
    size = 0
    with to.open("wb") as file:
        for chunk in http.chunks_of(response):
            size += len(chunk)
            if size > LIMIT:
                raise errors.download_failed(f"more than {LIMIT} bytes", permanent=True)
            if time.monotonic() > until:
                raise errors.download_failed(f"not whole after {SECONDS:.0f} s")
            file.write(chunk)
    if not size:
        raise errors.download_failed("an empty file")
