"""The app config of `sheets`."""

from django.apps import AppConfig


class SheetsConfig(AppConfig):
    """A Google Sheet that follows every story, and gives ideas for the next."""

    name = "sheets"
