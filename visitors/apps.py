"""The app configs of `visitors` and of allauth's accounts and second factors."""

from allauth.account.apps import AccountConfig
from allauth.mfa.apps import MFAConfig
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


class AllauthMfaConfig(MFAConfig):
    """allauth's second factors, in the same way."""

    def ready(self) -> None:
        """Called once Django is set up."""
        if settings.SIGN_IN_PAGES:
            from allauth.mfa import signals

            from visitors import second_factor

            super().ready()
            for signal in (signals.authenticator_used, signals.authenticator_added):
                signal.connect(second_factor.note)
