"""What allauth asks the site: who may sign up and in, what is counted, how mail is sent and secrets are kept."""

import hashlib
import logging
import time
from base64 import urlsafe_b64encode
from io import BytesIO
from smtplib import SMTPException
from typing import Any

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.stages import EmailVerificationStage
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from core.errors import Refused
from core.web import quotas
from core.web.visitors import address_of
from visitors import accounts

log = logging.getLogger(__name__)

JUST_NOW = 300  # seconds
NO_MAIL = "django.core.mail.backends.dummy.EmailBackend"
_STAGE = "allauth.account.stages.EmailVerificationStage"


class AccountAdapter(DefaultAccountAdapter):
    """allauth's, with this site's limits, addresses and visitors."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Whether visitors may make accounts."""
        return bool(settings.ACCOUNTS != "off")

    def get_login_stages(self) -> list[str]:
        """allauth's, with ours in place of the one that asks for a code from the e-mail."""
        return [f"{__name__}.{AddressStage.__name__}" if one == _STAGE else one for one in super().get_login_stages()]

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the try. Wrong passwords are counted by django-axes, for one name and address, so that no stranger
        locks anybody out. Raises TooMany."""
        quotas.count(request, quotas.LOGINS)

    def pre_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse | None:
        """Raises Refused for those who are not of staff where only staff sign in."""
        if settings.ACCOUNTS == "off" and not user.is_staff:
            raise Refused("Only the people who run this site sign in here.", status=403)
        response: HttpResponse | None = super().pre_login(request, user, **kwargs)
        return response

    def login(self, request: HttpRequest, user: Any) -> None:
        """Sign in, and make the browser the account's visitor."""
        super().login(request, user)
        if settings.ACCOUNTS != "off":
            accounts.enter(request, user)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whether to ask for the password once more before something changes: not just after signing in."""
        records = get_authentication_records(self.request, self.request.user)
        if records and time.time() - records[-1]["at"] < JUST_NOW:
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """How somebody can show who they are; a code by mail only where they have nothing else at hand."""
        return sorted(super().get_reauthentication_methods(user), key=lambda one: one["id"] == "reauthenticate_by_code")

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address to count, as the trusted proxies report it."""
        return address_of(request) or "unknown"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a mail. Raises Refused where none can be sent."""
        if settings.EMAIL_BACKEND == NO_MAIL:
            operator = "Set EMAIL_URL to a server that sends mail."
            raise Refused("This site sends no mail. Please ask the people who run it.", operator=operator)
        try:
            super().send_mail(template_prefix, email, context)
        except (OSError, SMTPException) as error:
            log.error("The server in EMAIL_URL took no mail (%s).", type(error).__name__)  # the error repeats addresses
            sentence = "The mail could not be sent. Nothing else is wrong; please try again in a few minutes."
            raise Refused(sentence, status=503) from error

    def send_confirmation_mail(self, request: HttpRequest, emailconfirmation: Any, signup: bool) -> None:
        """Send the code that confirms an address. Where that fails, whoever signs up can do so again."""
        try:
            super().send_confirmation_mail(request, emailconfirmation, signup)
        except Refused:
            if signup:
                emailconfirmation.email_address.user.delete()
            raise

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Tell somebody what changed in their account; what changed stays so where no mail can be sent."""
        try:
            super().send_notification_mail(*args, **kwargs)
        except Refused:
            log.warning("An account changed, and its owner could not be told by mail.")


class AddressStage(EmailVerificationStage):
    """Asks for a code from the e-mail until the address is known to be right. Not for staff: whoever runs the site made
    their accounts, perhaps without an address."""

    def handle(self) -> tuple[HttpResponse | None, bool]:
        """The page that asks, if it must; and whether the sign-in goes on."""
        user = self.login.user
        if user and user.is_staff:
            return None, True
        response, goes_on = super().handle()
        return response, bool(goes_on)


class SecondFactorAdapter(DefaultMFAAdapter):
    """allauth's, with the QR code drawn by segno, and secrets that are of no use without SECRET_KEY."""

    def build_totp_svg(self, url: str) -> str:
        """The QR code that an authenticator app scans, as SVG, dark on light."""
        drawn = BytesIO()
        segno.make(url, error="m", micro=False).save(drawn, kind="svg", border=4, light="#fff", xmldecl=False)
        return drawn.getvalue().decode()

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002 - allauth's name for it
        """How a new passkey is called, unless its owner says otherwise."""
        return f"Passkey {Authenticator.objects.filter(user=user, type=type).count() + 1}"

    def encrypt(self, text: str) -> str:
        """A secret as it is stored, so that whoever reads the database or a backup has no second factor."""
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret. Raises Refused where SECRET_KEY was changed without SECRET_KEY_FALLBACKS."""
        try:
            return _box().decrypt(encrypted_text.encode()).decode()
        except InvalidToken as error:
            sentence = "Your second factor cannot be read any more. The people who run this site can reset it."
            operator = "Put the earlier SECRET_KEY into SECRET_KEY_FALLBACKS, or run manage.py reset_second_factor."
            raise Refused(sentence, operator=operator) from error


def _box() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet(
        [Fernet(urlsafe_b64encode(hashlib.sha256(f"second factor {key}".encode()).digest())) for key in keys]
    )
