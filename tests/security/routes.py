"""All URLs of the site, read from its own tables: Django's, the API's and the event stream's."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.urls import get_resolver

from storyforge.asgi import application


def routes() -> list[str]:
    """Every URL pattern of Django, as it is written ("stories/<uuid:story_id>/body")."""
    return list(dict.fromkeys(_below(get_resolver().url_patterns)))


def _below(patterns: Iterable[Any], prefix: str = "") -> Iterator[str]:
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            yield from _below(pattern.url_patterns, prefix + str(pattern.pattern))
        else:
            yield prefix + str(pattern.pattern)


def branches() -> list[str]:
    """What the ASGI application routes before Django: URLs and protocols."""
    http = application.application_mapping["http"].application
    return [*(str(route.pattern) for route in http.routes), *sorted(application.application_mapping)]


def filled_in(route: str, **values: object) -> str:
    """The URL with these values for its parameters."""
    for name, value in values.items():
        for parameter in (
            f"<uuid:{name}>",
            f"<int:{name}>",
            f"<slug:{name}>",
            f"<path:{name}>",
            f"<str:{name}>",
            f"<{name}>",
        ):
            route = route.replace(parameter, str(value))
    return f"/{route}"
