"""The app config of `sheets`."""

from django.apps import AppConfig
from django.utils.module_loading import import_string


class SheetsConfig(AppConfig):
    """A Google Sheet that follows every story, and gives ideas for the next."""

    name = "sheets"

    def ready(self) -> None:
        """Listen to what changes, once the models are loaded."""
        import_string("sheets.pipeline.connect")()
