"""What an error of OpenAI means, in sentences: one for whoever looks at the page, one for whoever runs the site."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.conf import settings

from providers.base import ProviderError
from providers.retry_after import retry_after

DEFAULT_WAIT = 15.0  # seconds, where the service asks for patience without saying how much
MODELS_PAGE = "https://platform.openai.com/docs/models"
_CREDIT = {"insufficient_quota", "billing_hard_limit_reached", "billing_not_active", "billing_limit_user_error"}
_POLICY = {"moderation_blocked", "content_policy_violation", "content_filter"}
_POLICY_KIND = "image_generation_user_error"
_VIOLATIONS = re.compile(r"safety_violations=\[([a-z ,/_-]*)\]")
_GONE = re.compile(r"(?is)\bmodels?\b.*(deprecat|shut ?down|retired|no longer|does not exist|not found|decommission)")


@dataclass(frozen=True)
class Trouble:
    """An error that the service answered. `headers` can be asked in any case."""

    status: int
    code: str
    kind: str
    says: str
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Service:
    """A server that speaks OpenAI's API: the names of the settings for its key and its address."""

    key: str
    server: str


OPENAI = Service("OPENAI_API_KEY", "OPENAI_BASE_URL")
_SERVICES = {"SPEECH_MODEL": Service("SPEECH_API_KEY", "SPEECH_BASE_URL")}


@dataclass(frozen=True)
class Words:
    """How to speak of a kind of work: `service` does it, `thing` is what one call gives."""

    service: str
    thing: str
    held_up: str


_MEANWHILE = (
    "until the person who runs this site has looked at its account with the {}. Nothing more is started meanwhile."
)
_WORDS = {
    "OPENAI_IMAGE_MODEL": Words(
        "illustrator's service", "picture", "The pictures cannot be drawn " + _MEANWHILE.format("drawing service")
    ),
    "OPENAI_TEXT_MODEL": Words(
        "writer's service", "text", "The story cannot be written " + _MEANWHILE.format("writing service")
    ),
    "SPEECH_MODEL": Words(
        "voice's service", "speech", "The scenes cannot be read out " + _MEANWHILE.format("service of the voice")
    ),
}
_OTHER = Words("service", "answer", "This cannot go on " + _MEANWHILE.format("service that is asked"))


class Failures:
    """Makes the ProviderErrors of one kind of work. `model_setting` names the setting of the model that does it."""

    def __init__(self, model_setting: str) -> None:
        self.setting = model_setting
        self.words = _WORDS.get(model_setting, _OTHER)
        service = _SERVICES.get(model_setting, OPENAI)
        self.key, self.server = service.key, service.server

    def answered(self, trouble: Trouble) -> ProviderError:
        """What an error that the service answered means; the first rule that fits decides."""
        return next(make for fits, make in _RULES if fits(trouble))(self, trouble)

    # --- the account ---
    def no_key(self, key: str) -> ProviderError:
        """Without a key that can be sent, nothing is asked."""
        found = "holds characters that no key has" if key else "is not set"
        return self._account(f"{self.key} {found}, so the service cannot be asked. Set it to a key of your account.")

    def no_credit(self, trouble: Trouble) -> ProviderError:
        """The account cannot pay."""
        return self._account(
            f"The credit of the account that {self.key} belongs to is used up, or its spending limit is reached"
            f"{_seen(trouble)}. Add credit or raise the limit in the provider's billing settings."
        )

    def bad_key(self, trouble: Trouble) -> ProviderError:
        """The key is wrong. What the service says about it holds part of the key, and is not repeated."""
        return self._account(
            f"{self.key} was not accepted{_seen(trouble)}: it is mistyped, was withdrawn, or belongs to another "
            f"service than the one asked. Set {self.key} to a valid key."
        )

    def restricted(self, trouble: Trouble) -> ProviderError:
        """The key was made for other work."""
        return self._account(
            f"{self.key} is a restricted key that lacks a permission{_seen(trouble)}. Give it that permission in "
            f"the provider's settings, or set {self.key} to another key.{_quote(trouble)}"
        )

    def forbidden(self, trouble: Trouble) -> ProviderError:
        """The key is right, but may not do this."""
        if "verif" in trouble.says.lower():
            return self._account(
                f"The organisation that {self.key} belongs to is not verified, and {self._model()} is only for "
                f"verified ones{_seen(trouble)}. Verify it in the provider's organisation settings, or set "
                f"{self.setting} to another model."
            )
        return self._account(
            f"The account of {self.key} has no access to {self._model()}, or is asked from a region that is not "
            f"served{_seen(trouble)}. Allow the model in the provider's project settings, or set {self.setting} to "
            f"another one.{_quote(trouble)}"
        )

    def no_model(self, trouble: Trouble) -> ProviderError:
        """Models are switched off after a year or two."""
        return self._account(
            f"There is no longer {self._model()}, or never was{_seen(trouble)}: models are retired after a while. "
            f"Choose another at {MODELS_PAGE} and set {self.setting} to it."
        )

    def no_such_address(self, trouble: Trouble) -> ProviderError:
        """The server knows no such request at all."""
        return self._account(
            f"The server that {self.server} names cannot be asked for this{_seen(trouble)}. Set {self.server} to "
            f"the address of an OpenAI API, ending in /v1, or leave it empty for OpenAI itself."
        )

    def bad_address(self) -> ProviderError:
        """What the setting names is no address."""
        return self._account(
            f"{self.server} is not the address of a server. Set it to one that begins with https:// or http:// and "
            "ends in /v1, or leave it empty for OpenAI itself."
        )

    # --- this one thing ---
    def refused(self, says: str) -> ProviderError:
        """The content was refused, with the categories where the service names them."""
        found = _VIOLATIONS.search(says)
        why = f" ({found[1].replace('_', ' ')})" if found and found[1].strip() else ""
        return ProviderError(
            f"The {self.words.service} refused this {self.words.thing} because of its content{why}. Change what it is "
            f"about and ask for it again.",
            permanent=True,
            policy=True,
        )

    def not_like_this(self, trouble: Trouble) -> ProviderError:
        """The request itself is wrong: the same one again would be as wrong."""
        return ProviderError(
            f"The {self.words.service} cannot make this {self.words.thing} as it was asked for. Change what it is "
            f"about and ask for it again.",
            permanent=True,
            operator=f"The {self.words.service} did not accept the request{_seen(trouble)}.{_quote(trouble)}",
        )

    # --- this moment ---
    def busy(self, trouble: Trouble) -> ProviderError:
        """Too many requests; says how long to wait."""
        return ProviderError(
            f"The {self.words.service} is asked too often at the moment. Asking again later will help.",
            retry_after=retry_after(trouble.headers, DEFAULT_WAIT),
            operator=f"The {self.words.service} limits how often this account may ask{_seen(trouble)}."
            f"{_quote(trouble)}",
        )

    def out_of_order(self, trouble: Trouble) -> ProviderError:
        """The service has a problem of its own; it bills nothing for it. However long it asks to be left alone: that is
        no limit of pace, so it spends a try and holds up nothing else."""
        return ProviderError(
            f"The {self.words.service} has a problem of its own and gave no {self.words.thing}. Asking again may help.",
            operator=f"The {self.words.service} has a problem of its own{_seen(trouble)}.{_quote(trouble)}",
        )

    def malformed(self, usage: Mapping[str, int] | None = None) -> ProviderError:
        """An answer that is none. Unless it says what it consumed, nobody knows whether it was paid for."""
        counted = any((usage or {}).values())
        return ProviderError(
            f"The {self.words.service} answered with something that is no {self.words.thing}. Asking again may help.",
            usage=usage if counted else None,
            answered=counted,
        )

    def too_late(self) -> ProviderError:
        """The service took too long; it may be at it still."""
        return ProviderError(f"The {self.words.service} did not answer in time. Asking again may help.", answered=False)

    def broken_off(self, how: str = "") -> ProviderError:
        """The connection was lost with the request under way."""
        return ProviderError(
            f"The connection to the {self.words.service} broke before the {self.words.thing} came. Asking again may "
            f"help.",
            answered=False,
            operator=f"The connection to the {self.words.service} broke before its answer was complete ({how}).",
        )

    def not_reached(self, how: str) -> ProviderError:
        """Nobody was there to ask."""
        return ProviderError(
            f"The {self.words.service} could not be reached. Asking again later may help.",
            reached=False,
            operator=f"The {self.words.service} could not be reached ({how}). If this lasts, see whether this machine "
            f"reaches the internet, and whether {self.server} is right.",
        )

    def _account(self, operator: str) -> ProviderError:
        return ProviderError(self.words.held_up, account=True, operator=operator)

    def _model(self) -> str:
        return f"the model {getattr(settings, self.setting, '')} ({self.setting})" if self.setting else "the model"


_Rule = tuple[Callable[[Trouble], bool], Callable[[Failures, Trouble], ProviderError]]
_RULES: list[_Rule] = [
    (lambda seen: seen.status == 402 or bool({seen.code, seen.kind} & _CREDIT), Failures.no_credit),
    (lambda seen: seen.status in (401, 403) and "missing scopes" in seen.says.lower(), Failures.restricted),
    (lambda seen: seen.status == 401 or seen.code == "invalid_api_key", Failures.bad_key),
    (
        lambda seen: seen.code in _POLICY or (seen.kind == _POLICY_KIND and seen.status < 429),
        lambda failures, seen: failures.refused(seen.says),
    ),
    (lambda seen: seen.status == 403, Failures.forbidden),
    (lambda seen: seen.code == "model_not_found", Failures.no_model),
    (lambda seen: seen.status in (400, 404, 410) and bool(_GONE.search(seen.says)), Failures.no_model),
    (lambda seen: seen.status in (404, 405, 410), Failures.no_such_address),
    (lambda seen: seen.status == 429, Failures.busy),
    (lambda seen: seen.status in (408, 409, 425) or not 400 <= seen.status < 500, Failures.out_of_order),
    (lambda seen: True, Failures.not_like_this),
]


def _seen(trouble: Trouble) -> str:
    """What was seen, in brackets: the status, the code and the request's number."""
    number = trouble.headers.get("x-request-id")
    seen = (str(trouble.status), trouble.code or trouble.kind, f"request {number}" if number else "")
    return f" ({', '.join(filter(None, seen))})"


def _quote(trouble: Trouble) -> str:
    """What the service says, in one short line, without anything that could be a key."""
    says = " ".join(trouble.says.split())
    for key in filter(None, (settings.OPENAI_API_KEY, settings.SPEECH_API_KEY)):
        says = says.replace(key, "[key]")
    says = re.sub(r"\bsk-[\w*.-]+", "[key]", says)[:300]
    return f' It says: "{says}"' if says else ""
