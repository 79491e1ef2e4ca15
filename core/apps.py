"""The app config of `core`."""

from celery.signals import worker_process_init
from django.apps import AppConfig
from django_eventstream.views import get_listener_manager

from core import tempdirs
from core.live import ReconnectingListener


class CoreConfig(AppConfig):
    """Mechanisms that every app uses. It imports no app."""

    name = "core"
    verbose_name = "Costs and history"

    def ready(self) -> None:
        """Connect the receivers, replace the library's Redis listener by ours, and clear up when a worker starts."""
        from core import artifacts, log_context  # noqa: F401

        get_listener_manager().redis_listener = ReconnectingListener()
        worker_process_init.connect(tempdirs.start_process, dispatch_uid="core.tempdirs")
