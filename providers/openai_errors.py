"""Translate OpenAI's errors into ProviderErrors: one sentence for visitors, one for the operator."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.conf import settings

from providers.base import ProviderError
from providers.retry_after import retry_after

DEFAULT_WAIT = 15.0  # seconds, for a rate limit without a wait
MODELS_PAGE = "https://platform.openai.com/docs/models"
_CREDIT = {"insufficient_quota", "billing_hard_limit_reached", "billing_not_active", "billing_limit_user_error"}
_POLICY = {"moderation_blocked", "content_policy_violation", "content_filter"}
_POLICY_KIND = "image_generation_user_error"
_VIOLATIONS = re.compile(r"safety_violations=\[([a-z ,/_-]*)\]")
_MODEL_GONE = re.compile(
    r"(?is)\bmodels?\b.*(deprecat|shut ?down|retired|no longer|does not exist|not found|decommission)"
)


@dataclass(frozen=True)
class ErrorResponse:
    """An error that the service returned; an absent field is ""."""

    status: int
    code: str
    kind: str
    message: str
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Service:
    """The names of the settings for the key and the address of a server that speaks OpenAI's API."""

    key: str
    server: str


OPENAI = Service("OPENAI_API_KEY", "OPENAI_BASE_URL")
_SERVICES = {"SPEECH_MODEL": Service("SPEECH_API_KEY", "SPEECH_BASE_URL")}


@dataclass(frozen=True)
class Words:
    """The words for one kind of work: `service` does it, and a call returns a `thing`; `blocked` is shown when the
    account is refused."""

    service: str
    thing: str
    blocked: str


_UNTIL_FIXED = (
    "until the person who runs this site has looked at its account with the {}. Nothing more is started meanwhile."
)
_WORDS_BY_SETTING = {
    "OPENAI_IMAGE_MODEL": Words(
        "illustrator's service", "picture", "The pictures cannot be drawn " + _UNTIL_FIXED.format("drawing service")
    ),
    "OPENAI_TEXT_MODEL": Words(
        "writer's service", "text", "The story cannot be written " + _UNTIL_FIXED.format("writing service")
    ),
    "SPEECH_MODEL": Words(
        "voice's service", "speech", "The scenes cannot be read out " + _UNTIL_FIXED.format("service of the voice")
    ),
}
_DEFAULT_WORDS = Words("service", "answer", "This cannot go on " + _UNTIL_FIXED.format("service that is asked"))


class OpenAIErrors:
    """Builds the ProviderErrors of one kind of work. `model_setting` names the setting of its model."""

    def __init__(self, model_setting: str) -> None:
        self.model_setting = model_setting
        self.words = _WORDS_BY_SETTING.get(model_setting, _DEFAULT_WORDS)
        service = _SERVICES.get(model_setting, OPENAI)
        self.key, self.server = service.key, service.server

    def from_response(self, response: ErrorResponse) -> ProviderError:
        """The error for an error response; the first rule that fits applies."""
        return next(make for fits, make in _RULES if fits(response))(self, response)

    # --- the account ---
    def no_key(self, key: str) -> ProviderError:
        """The key is missing or cannot be sent in a header."""
        found = "holds characters that no key has" if key else "is not set"
        return self._account(f"{self.key} {found}, so the service cannot be asked. Set it to a key of your account.")

    def no_credit(self, response: ErrorResponse) -> ProviderError:
        """The account cannot pay."""
        return self._account(
            f"The credit of the account that {self.key} belongs to is used up, or its spending limit is reached"
            f"{_details(response)}. Add credit or raise the limit in the provider's billing settings."
        )

    def bad_key(self, response: ErrorResponse) -> ProviderError:
        """The key is wrong. The service's message holds part of it, so it is not quoted."""
        return self._account(
            f"{self.key} was not accepted{_details(response)}: it is mistyped, was withdrawn, or belongs to another "
            f"service than the one asked. Set {self.key} to a valid key."
        )

    def restricted(self, response: ErrorResponse) -> ProviderError:
        """The key lacks a permission."""
        return self._account(
            f"{self.key} is a restricted key that lacks a permission{_details(response)}. Give it that permission in "
            f"the provider's settings, or set {self.key} to another key.{_quote(response)}"
        )

    def forbidden(self, response: ErrorResponse) -> ProviderError:
        """The key is valid but may not do this."""
        if "verif" in response.message.lower():
            return self._account(
                f"The organisation that {self.key} belongs to is not verified, and {self._model()} is only for "
                f"verified ones{_details(response)}. Verify it in the provider's organisation settings, or set "
                f"{self.model_setting} to another model."
            )
        return self._account(
            f"The account of {self.key} has no access to {self._model()}, or is asked from a region that is not "
            f"served{_details(response)}. Allow the model in the provider's project settings, or set "
            f"{self.model_setting} to another one.{_quote(response)}"
        )

    def no_model(self, response: ErrorResponse) -> ProviderError:
        """The model does not exist, or no longer."""
        return self._account(
            f"There is no longer {self._model()}, or never was{_details(response)}: models are retired after a while. "
            f"Choose another at {MODELS_PAGE} and set {self.model_setting} to it."
        )

    def no_such_address(self, response: ErrorResponse) -> ProviderError:
        """The server has no such endpoint."""
        return self._account(
            f"The server that {self.server} names cannot be asked for this{_details(response)}. Set {self.server} to "
            f"the address of an OpenAI API, ending in /v1, or leave it empty for OpenAI itself."
        )

    def bad_address(self) -> ProviderError:
        """The setting of the address is not a URL."""
        return self._account(
            f"{self.server} is not the address of a server. Set it to one that begins with https:// or http:// and "
            "ends in /v1, or leave it empty for OpenAI itself."
        )

    # --- this request ---
    def refused(self, message: str) -> ProviderError:
        """The content was refused; with the categories, if the service names them."""
        found = _VIOLATIONS.search(message)
        why = f" ({found[1].replace('_', ' ')})" if found and found[1].strip() else ""
        return ProviderError(
            f"The {self.words.service} refused this {self.words.thing} because of its content{why}. Change what it is "
            f"about and ask for it again.",
            permanent=True,
            policy=True,
        )

    def invalid_request(self, response: ErrorResponse) -> ProviderError:
        """The request is invalid, and would be again."""
        return ProviderError(
            f"The {self.words.service} cannot make this {self.words.thing} as it was asked for. Change what it is "
            f"about and ask for it again.",
            permanent=True,
            operator=f"The {self.words.service} did not accept the request{_details(response)}.{_quote(response)}",
        )

    # --- temporary ---
    def rate_limited(self, response: ErrorResponse) -> ProviderError:
        """Too many requests; `retry_after` says how long to wait."""
        return ProviderError(
            f"The {self.words.service} is asked too often at the moment. Asking again later will help.",
            retry_after=retry_after(response.headers, DEFAULT_WAIT),
            operator=f"The {self.words.service} limits how often this account may ask{_details(response)}."
            f"{_quote(response)}",
        )

    def outage(self, response: ErrorResponse) -> ProviderError:
        """The service has an internal error, which it does not bill. A Retry-After header of such an error is ignored:
        it is not a rate limit, so it uses up a try and delays nothing else."""
        return ProviderError(
            f"The {self.words.service} has a problem of its own and gave no {self.words.thing}. Asking again may help.",
            operator=f"The {self.words.service} has a problem of its own{_details(response)}.{_quote(response)}",
        )

    def malformed(self, usage: Mapping[str, int] | None = None) -> ProviderError:
        """An unusable response. Unless it reports its usage, nobody knows whether it was charged."""
        counted = any((usage or {}).values())
        return ProviderError(
            f"The {self.words.service} answered with something that is no {self.words.thing}. Asking again may help.",
            usage=usage if counted else None,
            answered=counted,
        )

    def timeout(self) -> ProviderError:
        """The service took too long, and may still be at work."""
        return ProviderError(f"The {self.words.service} did not answer in time. Asking again may help.", answered=False)

    def connection_lost(self, how: str = "") -> ProviderError:
        """The connection broke after the request was sent."""
        return ProviderError(
            f"The connection to the {self.words.service} broke before the {self.words.thing} came. Asking again may "
            f"help.",
            answered=False,
            operator=f"The connection to the {self.words.service} broke before its answer was complete ({how}).",
        )

    def not_reached(self, how: str) -> ProviderError:
        """The service could not be reached."""
        return ProviderError(
            f"The {self.words.service} could not be reached. Asking again later may help.",
            reached=False,
            operator=f"The {self.words.service} could not be reached ({how}). If this lasts, see whether this machine "
            f"reaches the internet, and whether {self.server} is right.",
        )

    def _account(self, operator: str) -> ProviderError:
        return ProviderError(self.words.blocked, account=True, operator=operator)

    def _model(self) -> str:
        if not self.model_setting:
            return "the model"
        return f"the model {getattr(settings, self.model_setting, '')} ({self.model_setting})"


_Rule = tuple[Callable[[ErrorResponse], bool], Callable[[OpenAIErrors, ErrorResponse], ProviderError]]
_RULES: list[_Rule] = [
    (lambda response: response.status == 402 or bool({response.code, response.kind} & _CREDIT), OpenAIErrors.no_credit),
    (
        lambda response: response.status in (401, 403) and "missing scopes" in response.message.lower(),
        OpenAIErrors.restricted,
    ),
    (lambda response: response.status == 401 or response.code == "invalid_api_key", OpenAIErrors.bad_key),
    (
        lambda response: response.code in _POLICY or (response.kind == _POLICY_KIND and response.status < 429),
        lambda errors, response: errors.refused(response.message),
    ),
    (lambda response: response.status == 403, OpenAIErrors.forbidden),
    (lambda response: response.code == "model_not_found", OpenAIErrors.no_model),
    (
        lambda response: response.status in (400, 404, 410) and bool(_MODEL_GONE.search(response.message)),
        OpenAIErrors.no_model,
    ),
    (lambda response: response.status in (404, 405, 410), OpenAIErrors.no_such_address),
    (lambda response: response.status == 429, OpenAIErrors.rate_limited),
    (lambda response: response.status in (408, 409, 425) or not 400 <= response.status < 500, OpenAIErrors.outage),
    (lambda response: True, OpenAIErrors.invalid_request),
]


def _details(response: ErrorResponse) -> str:
    """The status, the code and the request id in brackets."""
    number = response.headers.get("x-request-id")
    details = (str(response.status), response.code or response.kind, f"request {number}" if number else "")
    return f" ({', '.join(filter(None, details))})"


def _quote(response: ErrorResponse) -> str:
    """The service's message on one short line, without keys."""
    message = " ".join(response.message.split())
    for key in filter(None, (settings.OPENAI_API_KEY, settings.SPEECH_API_KEY)):
        message = message.replace(key, "[key]")
    message = re.sub(r"\bsk-[\w*.-]+", "[key]", message)[:300]
    return f' It says: "{message}"' if message else ""
