"""The app config of `batches`."""

from django.apps import AppConfig


class BatchesConfig(AppConfig):
    """Many stories at once, from a file of answers or the sheet of ideas."""

    name = "batches"
    verbose_name = "Batches of stories"

    def ready(self) -> None:
        """Connect the receivers."""
        from batches import making  # noqa: F401
