"""A host of pictures that does something else first, as a host may: a test says what."""

from collections.abc import Callable

from providers.base import StoredFile
from providers.hosting.local import LocalHost


class MeddlingHost(LocalHost):
    """Does what `before` says, then gives the picture as the local host does."""

    before: Callable[[], object] = staticmethod(lambda: None)

    def fetch(self, stored: StoredFile) -> bytes:
        """The bytes of a kept picture."""
        type(self).before()
        return super().fetch(stored)
