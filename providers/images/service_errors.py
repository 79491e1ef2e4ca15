"""Errors of picture services as ProviderErrors: one sentence for visitors, one for the operator."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings

from providers.base import JobNotFound, ProviderError, Usage
from providers.retry_after import retry_after

DEFAULT_WAIT = 15.0  # seconds, for a rate limit without a wait
_CREDIT = re.compile(r"exhausted balance|insufficient|not enough|quota|billing|credit|locked", re.IGNORECASE)
_TRY_AGAIN = (408, 409, 425)


@dataclass(frozen=True)
class ServiceErrors:
    """Builds the errors of one service. `title` is its name for the operator; `key`, `address` and `model` name
    settings, "" where it has none. For visitors it is the `service`, and gives a `thing`."""

    title: str
    key: str
    address: str
    model: str
    service: str = "illustrator's service"
    thing: str = "picture"

    def of_status(
        self, status: int, message: str, headers: Mapping[str, str], *, answered: bool = True
    ) -> ProviderError:
        """The error for a response with that status. `answered` is False where a service with a problem of its own may
        have carried out the request all the same."""
        details = f"({status}).{self._quote(message)}"
        if problem := self._problem_of_account(status, message):
            return self.account(f"{problem} {details}")
        if status == 429:
            words = f"The {self.service} is asked too often at the moment. Asking again later will help."
            wait = retry_after(headers, DEFAULT_WAIT)
            operator = f"{self.title} limits how often it is asked {details}"
            return ProviderError(words, retry_after=wait, operator=operator)
        if status in _TRY_AGAIN or not 400 <= status < 500:
            words = f"The {self.service} has a problem of its own and gave no {self.thing}. Asking again may help."
            operator = f"{self.title} has a problem of its own {details}"
            return ProviderError(words, answered=answered, operator=operator)
        return self.invalid(details)

    def _problem_of_account(self, status: int, message: str) -> str:
        if status == 401 or "api key not valid" in message.lower():
            return f"{self.title} does not accept {self.key or 'requests without a login'}. Set it anew."
        if status == 402 or (status == 403 and _CREDIT.search(message)):
            return f"The account of {self.key} at {self.title} has no credit left. Add some there."
        if status == 403:
            return f"The account of {self.key} at {self.title} may not use the model of {self.model}."
        if status in (404, 405) or 300 <= status < 400:
            names = " and ".join(filter(None, (self.model, self.address)))
            return f"{self.title} cannot be asked for that at this address. Check {names}."
        return ""

    def account(self, operator: str, *, reached: bool = True) -> ProviderError:
        """Nothing is drawn until the operator has done something."""
        words = (
            f"No {self.thing} can be made until the person who runs this site has looked at the {self.service}. "
            "Nothing more is started meanwhile."
        )
        return ProviderError(words, account=True, reached=reached, operator=operator)

    def refused(self, message: str = "", usage: Usage | None = None) -> ProviderError:
        """The content was refused."""
        words = (
            f"The {self.service} refused this {self.thing} because of its content. Change what it is about and ask "
            "for it again."
        )
        operator = f"{self.title} refused the content.{self._quote(message)}"
        return ProviderError(words, permanent=True, policy=True, operator=operator, usage=usage)

    def invalid(self, details: str) -> ProviderError:
        """The service did not accept the request."""
        words = (
            f"The {self.service} cannot make this {self.thing} as it was asked for. Change what it is about and ask "
            "for it again."
        )
        return ProviderError(words, permanent=True, operator=f"{self.title} did not accept the request {details}")

    def job_failed(self, message: str) -> ProviderError:
        """The service took the job, and the job failed."""
        words = f"The {self.service} could not finish this {self.thing}. Asking again may help."
        return ProviderError(words, operator=f"{self.title} says that the job failed.{self._quote(message)}")

    def job_lost(self, *, paid: bool = True) -> ProviderError:
        """The service does not know the job any more. Where it may be paid for, a person decides what follows."""
        words = f"The {self.service} does not know of this {self.thing} any more. Ask for it again."
        operator = f"{self.title} knows no such job any more."
        return JobNotFound(words, permanent=paid, answered=False, operator=operator)

    def no_answer(self, how: str) -> ProviderError:
        """No usable response: the request may have been carried out."""
        words = f"The {self.service} gave no answer that can be used. Asking again may help."
        return ProviderError(words, answered=False, operator=f"{self.title} gave no answer that can be used ({how}).")

    def not_reached(self, how: str) -> ProviderError:
        """No connection was made."""
        words = f"The {self.service} could not be reached. Asking again later may help."
        operator = f"{self.title} could not be reached ({how}). Check the network, and {self.address}."
        return ProviderError(words, reached=False, operator=operator)

    def key_or_error(self) -> str:
        """The key. Raises ProviderError when it is missing or cannot be sent in a header."""
        key = str(getattr(settings, self.key))
        if key and key.isascii() and key.isprintable() and " " not in key:
            return key
        found = "holds characters that no key has" if key else "is not set"
        raise self.account(f"{self.key} {found}, so {self.title} cannot be asked.", reached=False)

    def _quote(self, message: str) -> str:
        """The service's message on one short line, without the key."""
        key = str(getattr(settings, self.key)) if self.key else ""
        message = " ".join((message.replace(key, "...") if key else message).split())[:300]
        return f' It says: "{message}"' if message else ""
