"""Checks that the site's pages come with their static files, which are where the web process runs or nowhere."""

import re
import urllib.error
from collections.abc import Iterator
from http import HTTPStatus
from http.client import HTTPException
from urllib.parse import urljoin

from providers.base import Finding
from storyforge.doctor.runner import open_directly
from storyforge.service_urls import without_login

WHAT = "Pages"
SECONDS = 5.0  # that each has to come
_STYLE = re.compile(r'<link rel="stylesheet" href="([^"]+)"')
_MEND = "Run `python manage.py collectstatic --no-input` where the web process runs, and restart it; its log says more."


def examine(site: str) -> Iterator[Finding]:
    """Ask for the first page and for its style sheet. Where nothing answers, the check of the event stream says so."""
    where, address = without_login(site), f"{site.rstrip('/')}/"
    try:
        style = _STYLE.search(_read(address))
        if style:
            address = urljoin(address, style[1])
            _read(address)
    except urllib.error.HTTPError as error:
        if error.code >= HTTPStatus.INTERNAL_SERVER_ERROR or address.endswith(".css"):
            which = "style sheet" if address.endswith(".css") else "first page"
            yield Finding(WHAT, False, f"The {which} at {where} answers {error.code}. {_MEND}")
    except (OSError, HTTPException, ValueError):
        return
    else:
        if style:
            yield Finding(WHAT, True, f"The first page at {where} comes with its styles.")


def _read(address: str) -> str:
    with open_directly(address, SECONDS) as answer:
        found: bytes = answer.read(1_000_000)
        return found.decode(errors="replace")
