"""The app configs of `visitors`, of allauth's accounts and second factors, and of axes."""

from allauth.account.apps import AccountConfig
from allauth.mfa.apps import MFAConfig
from axes.apps import AppConfig as Axes
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

    verbose_name = "Second factors"

    def ready(self) -> None:
        """Called once Django is set up."""
        if settings.SIGN_IN_PAGES:
            from allauth.mfa import signals

            from visitors import second_factor

            super().ready()
            for signal in (signals.authenticator_used, signals.authenticator_added):
                signal.connect(second_factor.note)


class AxesConfig(Axes):
    """axes, which counts wrong passwords; under a name that says so in admin."""

    verbose_name = "Sign-ins"
