"""Parts of a page that other apps put there: the page's app keeps a place for them and knows none of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.module_loading import import_string


@dataclass(frozen=True)
class Panel:
    """One part for one story: its template, and what the template is given besides the page's own context."""

    template: str
    context: Mapping[str, Any]


class Place:
    """A place on a story's page. Panels stand there in the order in which their apps are installed."""

    def __init__(self) -> None:
        self._registered: dict[str, str] = {}

    def register(self, template: str, context: str) -> None:
        """Put a panel here; to be called in `AppConfig.ready`. `context` is the dotted path of a function that is given
        the Story and gives back what the template is to know, a dict, or None where the panel has no business.

        The template has one root element with an `id` and a `data-seen`, a digest of all that it shows but progress:
        the page looks at every piece of news what it would be now, and puts it in place where the digest differs. A
        bar that says `data-of`, "download:pdf" for instance, follows the events `download_update` by itself."""
        self._registered[template] = context

    def panels(self, story: Any) -> list[Panel]:
        """What is shown of `story`, to be drawn with {% load panels %}{% panel ... %}."""
        found = [(template, import_string(path)(story)) for template, path in self._registered.items()]
        return [Panel(template, context) for template, context in found if context is not None]
