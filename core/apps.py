"""The app config of `core`: gives the event stream a Redis listener that does not give up."""

from django.apps import AppConfig
from django.utils.module_loading import import_string
from django_eventstream.views import get_listener_manager

from core import tempdirs
from core.live import SteadyRedisListener


class CoreConfig(AppConfig):
    """What every app leans on; knows no app."""

    name = "core"

    def ready(self) -> None:
        """Replace the library's Redis listener, which stays deaf after the first lost connection; announce products."""
        get_listener_manager().redis_listener = SteadyRedisListener()
        import_string("core.artifacts.connect")()
        tempdirs.connect()
