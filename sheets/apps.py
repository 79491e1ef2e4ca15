"""The app config of `sheets`."""

from django.apps import AppConfig


class SheetsConfig(AppConfig):
    """A Google Sheet with a worksheet for every story, and a list of ideas for new ones."""

    name = "sheets"
    verbose_name = "Google Sheet"

    def ready(self) -> None:
        """Connect the receivers."""
        from sheets import services  # noqa: F401
