"""The app configs of `visitors` and of allauth's accounts."""

from allauth.account.apps import AccountConfig
from django.apps import AppConfig
from django.conf import settings


class VisitorsConfig(AppConfig):
    """What lets others in as a visitor."""

    name = "visitors"


class AllauthConfig(AccountConfig):
    """allauth's accounts. Their tables are always there; their pages only where somebody can sign in on them."""

    def ready(self) -> None:
        """Called once Django is set up."""
        if settings.SIGN_IN_PAGES:
            super().ready()
