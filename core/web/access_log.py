"""The access log, a line for each answer: method and route, status and size. Daphne's own has the visitor's address and
the whole URL, which may hold a story's id or the secret link of a published story."""

from http import HTTPStatus
from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils import timezone

from core.web.probes import PATHS as PROBES

OUTSIDE_DJANGO = ("static", "stream", *PROBES)  # first parts of paths that Django's routes do not know
LONGEST_METHOD = 10  # characters; a client may invent one


def write(log: Any, protocol: str, action: str, details: dict[str, Any]) -> None:
    """Write a line to Daphne's `log`, in place of its own `__call__`. A probe that went well is none, and with
    LOG_FORMAT=json `core.web.request_log` writes them, which knows more."""
    route = route_of(details["path"])
    if settings.LOG_FORMAT == "json" or is_quiet(route, details["status"]):
        return
    request = f"{details['method'][:LONGEST_METHOD]} {route}"
    log.write_entry("-", timezone.now(), request, details["status"], details["size"])
    log.stream.flush()  # a line must not wait for the next hundred where the log is a file


def is_quiet(route: str, status: int) -> bool:
    """Whether an answer is not logged: a probe that went well, of which there are many."""
    return status == HTTPStatus.OK and route.lstrip("/") in PROBES


def route_of(uri: str) -> str:
    """The route of a URI as the URL patterns have it ("/stories/<uuid:story_id>/"); "-" where there is none."""
    path = unquote(uri.partition("?")[0])
    try:
        return f"/{resolve(path).route}"
    except Resolver404:
        first = path.split("/")[1:2]
        return f"/{first[0]}" if first and first[0] in OUTSIDE_DJANGO else "-"
