"""Translate OpenAI's errors into ProviderErrors: one sentence for visitors, one for the operator."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings

from providers.base import ProviderError, Usage
from providers.openai_servers import server_for
from providers.retry_after import retry_after

DEFAULT_WAIT = 15.0  # seconds, for a rate limit without a wait
MODELS_PAGE = "https://platform.openai.com/docs/models"
_CREDIT = {"insufficient_quota", "billing_hard_limit_reached", "billing_not_active", "billing_limit_user_error"}
_POLICY = {"moderation_blocked", "content_policy_violation", "content_filter"}
_POLICY_KIND = "image_generation_user_error"
_VIOLATIONS = re.compile(r"safety_violations=\[([a-z ,/_-]*)\]")
_MODEL_GONE = re.compile(
    r"(?is)\bmodels?\b.*(deprecat|shut ?down|retired|no longer|does not exist|not found|decommission)"
    r"|not a valid model|no endpoints found"
)


@dataclass(frozen=True)
class ErrorResponse:
    """An error that the service returned; an absent field is ""."""

    status: int
    code: str
    kind: str
    message: str
    headers: Mapping[str, str]
    reasons: Sequence[str] = ()  # why the content was refused, where the service says it apart from the message


@dataclass(frozen=True)
class OpenAIErrors:
    """Builds the ProviderErrors of one kind of work: `service` does it, and a call returns a `thing`. `blocked` and
    `account` say what stops, and whose account to look at, when the account is refused. `model_setting` names the
    setting of the model ("" for none), `work` is the beginning of the names of those of the key and the address."""

    model_setting: str
    service: str
    thing: str
    blocked: str
    account: str
    work: str = "OPENAI"
    models_page: str = MODELS_PAGE

    @property
    def key(self) -> str:
        """The name of the setting whose key is sent."""
        return server_for(self.work).key_setting

    @property
    def server(self) -> str:
        """The name of the setting whose address is asked."""
        return server_for(self.work).url_setting

    def from_response(self, response: ErrorResponse) -> ProviderError:
        """The error for an error response; the first of these that fits."""
        if operator := self._problem_of_key(response):
            return self._account(operator)
        if response.code in _POLICY or (response.kind == _POLICY_KIND and response.status < 429):
            return self.refused(response.message)
        if operator := self._problem_of_model(response):
            return self._account(operator)
        return self._problem_of_call(response)

    def _problem_of_key(self, response: ErrorResponse) -> str:
        """What is wrong with the key or the credit, for the operator; "" when nothing."""
        key, details = self.key, _details(response)
        if response.status == 402 or {response.code, response.kind} & _CREDIT:
            return (
                f"The credit of the account that {key} belongs to is used up, or its spending limit is reached"
                f"{details}. Add credit or raise the limit in the provider's billing settings."
            )
        if response.status in (401, 403) and "missing scopes" in response.message.lower():
            return (
                f"{key} is a restricted key that lacks a permission{details}. Give it that permission in "
                f"the provider's settings, or set {key} to another key.{_quote(response)}"
            )
        if response.status == 401 and not server_for(self.work).key:
            return f"The server that {self.server} names asks for a key, and {key} is not set{details}. Set {key}."
        if response.status == 401 or response.code == "invalid_api_key":
            # The service's message holds part of the key, so it is not quoted.
            return (
                f"{key} was not accepted{details}: it is mistyped, was withdrawn, or belongs to another "
                f"service than the one asked. Set {key} to a valid key."
            )
        return ""

    def _problem_of_model(self, response: ErrorResponse) -> str:
        """Why the account or the server does not offer the model, for the operator; "" when it does."""
        details = _details(response)
        model = "the model"
        if self.model_setting:
            model = f"the model {getattr(settings, self.model_setting, '')} ({self.model_setting})"
        if response.status == 403 and "verif" in response.message.lower():
            return (
                f"The organisation that {self.key} belongs to is not verified, and {model} is only for "
                f"verified ones{details}. Verify it in the provider's organisation settings, or set "
                f"{self.model_setting} to another model."
            )
        if response.status == 403:
            return (
                f"The account of {self.key} has no access to {model}, or is asked from a region that is not "
                f"served{details}. Allow the model in the provider's project settings, or set "
                f"{self.model_setting} to another one.{_quote(response)}"
            )
        gone = response.status in (400, 404, 410) and _MODEL_GONE.search(response.message)
        if gone or response.code == "model_not_found":
            return (
                f"There is no longer {model}, or never was{details}: models are retired after a while. "
                f"Choose another at {self.models_page} and set {self.model_setting} to it."
            )
        if response.status in (404, 405, 410):
            return (
                f"The server that {self.server} names gives no {self.thing} when it is asked as OpenAI is{details}. "
                f"Set {self.work}_BASE_URL to the address of one that does, ending in /v1."
            )
        return ""

    def _problem_of_call(self, response: ErrorResponse) -> ProviderError:
        """A rate limit, an outage, or an invalid request."""
        service, thing = self.service, self.thing
        details = f"{_details(response)}.{_quote(response)}"
        if response.status == 429:
            return ProviderError(
                f"The {service} is asked too often at the moment. Asking again later will help.",
                retry_after=retry_after(response.headers, DEFAULT_WAIT),
                operator=f"The {service} limits how often this account may ask{details}",
            )
        if response.status in (408, 409, 425) or not 400 <= response.status < 500:
            # An outage is not billed. Its Retry-After is ignored: it is not a rate limit, so it uses up a try and
            # delays nothing else.
            return ProviderError(
                f"The {service} has a problem of its own and gave no {thing}. Asking again may help.",
                operator=f"The {service} has a problem of its own{details}",
            )
        return ProviderError(
            f"The {service} cannot make this {thing} as it was asked for. Change what it is about and ask for it "
            f"again.",
            permanent=True,
            operator=f"The {service} did not accept the request{details}",
        )

    def no_key(self, key: str) -> ProviderError:
        """The key is missing or cannot be sent in a header."""
        found = "holds characters that no key has" if key else "is not set"
        return self._account(f"{self.key} {found}, so the service cannot be asked. Set it to a key of your account.")

    def bad_address(self) -> ProviderError:
        """The setting of the address is not a URL."""
        return self._account(
            f"{self.server} is not the address of a server. Set it to one that begins with https:// or http:// "
            "and ends in /v1, or take it out for the default."
        )

    def address_only(self) -> ProviderError:
        """The response has the address of a picture."""
        return self._account(
            f"The server that {self.server} names answers with the address of a picture instead of the picture, as "
            f"LocalAI does. With LocalAI set IMAGE_PROVIDER to localai."
        )

    def refused(self, message: str, reasons: Sequence[str] = ()) -> ProviderError:
        """The content was refused; with the categories, if the service names them."""
        found = _VIOLATIONS.search(message)
        named = ", ".join(reasons) or (found[1] if found else "")
        why = f" ({named.replace('_', ' ')})" if named.strip() else ""
        return ProviderError(
            f"The {self.service} refused this {self.thing} because of its content{why}. Change what it is "
            f"about and ask for it again.",
            permanent=True,
            policy=True,
        )

    def malformed(self, usage: Usage | None = None) -> ProviderError:
        """An unusable response. Unless it reports its usage, nobody knows whether it was charged."""
        counted = any((usage or {}).values())
        return ProviderError(
            f"The {self.service} answered with something that is no {self.thing}. Asking again may help.",
            usage=usage if counted else None,
            answered=counted,
        )

    def timeout(self) -> ProviderError:
        """The service took too long, and may still be at work."""
        return ProviderError(f"The {self.service} did not answer in time. Asking again may help.", answered=False)

    def connection_lost(self, how: str) -> ProviderError:
        """The connection broke after the request was sent."""
        return ProviderError(
            f"The connection to the {self.service} broke before the {self.thing} came. Asking again may help.",
            answered=False,
            operator=f"The connection to the {self.service} broke before its answer was complete ({how}).",
        )

    def not_reached(self, how: str) -> ProviderError:
        """The service could not be reached."""
        return ProviderError(
            f"The {self.service} could not be reached. Asking again later may help.",
            reached=False,
            operator=f"The {self.service} could not be reached ({how}). If this lasts, see whether this machine "
            f"reaches the internet, and whether {self.server} is right.",
        )

    def _account(self, operator: str) -> ProviderError:
        words = (
            f"{self.blocked} until the person who runs this site has looked at its account with the {self.account}. "
            "Nothing more is started meanwhile."
        )
        return ProviderError(words, account=True, operator=operator)


DRAWING_ERRORS = OpenAIErrors(
    "OPENAI_IMAGE_MODEL", "illustrator's service", "picture", "The pictures cannot be drawn", "drawing service", "IMAGE"
)
WRITING_ERRORS = OpenAIErrors(
    "OPENAI_TEXT_MODEL", "writer's service", "text", "The story cannot be written", "writing service", "TEXT"
)
SPEAKING_ERRORS = OpenAIErrors(
    "SPEECH_MODEL",
    "voice's service",
    "speech",
    "The scenes cannot be read out",
    "service of the voice",
    "SPEECH",
)
MODERATING_ERRORS = OpenAIErrors("", "service", "answer", "This cannot go on", "service that is asked")


def _details(response: ErrorResponse) -> str:
    """The status, the code and the request id in brackets."""
    number = response.headers.get("x-request-id")
    details = (str(response.status), response.code or response.kind, f"request {number}" if number else "")
    return f" ({', '.join(filter(None, details))})"


def _quote(response: ErrorResponse) -> str:
    """The service's message on one short line, without anything that looks like a key."""
    message = re.sub(r"\bsk-[\w*.-]+", "[key]", " ".join(response.message.split()))[:300]
    return f' It says: "{message}"' if message else ""
