"""A host that calls back into the test before it returns a picture."""

from collections.abc import Callable

from providers.base import StoredFile
from providers.hosting.local import LocalHost


class CallbackHost(LocalHost):
    """Calls `before`, then returns the picture as the local host does."""

    before: Callable[[], object] = staticmethod(lambda: None)

    def fetch(self, stored: StoredFile) -> bytes:
        """The bytes of a stored picture."""
        type(self).before()
        return super().fetch(stored)
