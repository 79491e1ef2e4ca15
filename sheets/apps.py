"""The app config of `sheets`."""

from django.apps import AppConfig
from django.utils.module_loading import import_string


class SheetsConfig(AppConfig):
    """A Google Sheet with a worksheet for every story, and a list of ideas for new ones."""

    name = "sheets"

    def ready(self) -> None:
        """Connect the signals once the models are loaded."""
        import_string("sheets.pipeline.connect")()
