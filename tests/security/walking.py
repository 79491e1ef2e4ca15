"""All addresses of the site, found in its own tables: Django's, the API's and the one of the event stream."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.urls import get_resolver

from storyforge.asgi import application


def routes() -> list[str]:
    """Every address that Django answers, as it is written in the tables ("stories/<uuid:story_id>/body")."""
    return list(dict.fromkeys(_below(get_resolver().url_patterns)))


def _below(patterns: Iterable[Any], prefix: str = "") -> Iterator[str]:
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            yield from _below(pattern.url_patterns, prefix + str(pattern.pattern))
        else:
            yield prefix + str(pattern.pattern)


def branches() -> list[str]:
    """What the ASGI application itself routes, before Django: addresses and protocols."""
    http = application.application_mapping["http"]
    return [*(str(route.pattern) for route in http.routes), *sorted(application.application_mapping)]


def filled_in(route: str, **values: object) -> str:
    """The address with these values in its gaps."""
    for name, value in values.items():
        for gap in (
            f"<uuid:{name}>",
            f"<int:{name}>",
            f"<slug:{name}>",
            f"<path:{name}>",
            f"<str:{name}>",
            f"<{name}>",
        ):
            route = route.replace(gap, str(value))
    return f"/{route}"
