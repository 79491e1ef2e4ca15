"""Translate errors of animation services into ProviderErrors: one sentence for visitors, one for the operator."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

from providers.base import JobNotFound, ProviderError

BUSY_SECONDS = 30.0  # the default wait of a rate limit: a clip takes minutes
_TOKEN = re.compile(r"\beyJ[\w.-]+|\bBearer\s+\S+", re.IGNORECASE)
_OTHERWISE = "Say otherwise how it should move and ask for it again, or take the one that this site makes itself."


class ErrorKind(Enum):
    """What an error response means."""

    KEY = auto()
    CREDIT = auto()
    FORBIDDEN = auto()
    ADDRESS = auto()
    POLICY = auto()
    INVALID = auto()
    NOT_FOUND = auto()
    BUSY = auto()
    OUTAGE = auto()


_KIND_BY_STATUS: Mapping[int, ErrorKind] = {
    401: ErrorKind.KEY,
    402: ErrorKind.CREDIT,
    403: ErrorKind.FORBIDDEN,
    404: ErrorKind.ADDRESS,
    405: ErrorKind.ADDRESS,
    408: ErrorKind.OUTAGE,
    425: ErrorKind.OUTAGE,
    429: ErrorKind.BUSY,
}
_POLICY = re.compile(
    r"risk control|sensitive|polic(?:y|ies)|violat|inappropriate|prohibited|moderation|nsfw|unsafe", re.IGNORECASE
)
_CREDIT = re.compile(
    r"(?:insufficient|not enough|lack of|exhausted) (?:\w+ )?(?:credit|balance|quota|point|fund)|freeze|arrears"
    r"|key limit exceeded",
    re.IGNORECASE,
)
_NOT_FOUND = re.compile(r"not (?:found|exist)|no such|does ?n[o']t exist", re.IGNORECASE)


def kind_of_message(message: str) -> ErrorKind | None:
    """The kind of error by its message; None when the message does not settle it."""
    patterns = ((_POLICY, ErrorKind.POLICY), (_CREDIT, ErrorKind.CREDIT), (_NOT_FOUND, ErrorKind.NOT_FOUND))
    return next((kind for pattern, kind in patterns if pattern.search(message)), None)


def kind_of_status(status: int) -> ErrorKind:
    """The kind of error by the HTTP status alone."""
    if 300 <= status < 400:
        return ErrorKind.ADDRESS
    return _KIND_BY_STATUS.get(status, ErrorKind.INVALID if 400 <= status < 500 else ErrorKind.OUTAGE)


# What is wrong with the account, and what the operator should do.
_ACCOUNT_PROBLEMS: Mapping[ErrorKind, tuple[str, str]] = {
    ErrorKind.KEY: ("does not accept the key", "Copy {keys} again, and check this machine's clock."),
    ErrorKind.CREDIT: ("has no credit left for clips", "Buy more for the account that {keys} belongs to."),
    ErrorKind.FORBIDDEN: (
        "makes no such clips here",
        "Check {models}, and what the account that {keys} belongs to may use.",
    ),
    ErrorKind.ADDRESS: ("does not answer at the address that it has here", "Correct {address}."),
}


class DownloadFailed(ProviderError):
    """The finished clip did not arrive. `expired`: its link is no longer valid, a new one may be."""

    expired = False


@dataclass(frozen=True)
class VideoErrors:
    """Builds the ProviderErrors of one service. `key_settings`, `address_setting` and `model_settings` name settings in
    sentences for the operator; `secrets` are removed from quoted messages."""

    name: str
    key_settings: str
    address_setting: str
    model_settings: str
    secrets: tuple[str, ...] = ()

    def of_kind(
        self, kind: ErrorKind, code: str, message: str = "", *, wait: float = BUSY_SECONDS, answered: bool = True
    ) -> ProviderError:
        """The error for a response with that status or code and message. `wait` is its retry delay in seconds.
        `answered` is False when an outage, perhaps of a gateway, leaves open whether the request was carried out."""
        details = f"({code}).{self._quote(message)}"
        if kind in _ACCOUNT_PROBLEMS:
            what, cure = _ACCOUNT_PROBLEMS[kind]
            cure = cure.format(keys=self.key_settings, models=self.model_settings, address=self.address_setting)
            return self._account(f"{self.name} {what} {details} {cure}")
        if kind is ErrorKind.BUSY:
            words = "The animation service has too much to do for this site now. Asking again later will help."
            operator = f"{self.name} limits how often, or how many at once, this account may ask {details}"
            return ProviderError(words, retry_after=wait, operator=f"{operator} MAX_CONCURRENT_VIDEOS may be too high.")
        if kind in (ErrorKind.POLICY, ErrorKind.INVALID, ErrorKind.NOT_FOUND):
            return self._permanent(kind, details)
        words = "The animation service has a problem of its own. Asking again may help."
        return ProviderError(words, answered=answered, operator=f"{self.name} has a problem of its own {details}")

    def _permanent(self, kind: ErrorKind, details: str) -> ProviderError:
        if kind is ErrorKind.POLICY:
            words = f"The animation service refused this clip because of its content. {_OTHERWISE}"
            operator = f"{self.name} refused the content {details}"
            return ProviderError(words, permanent=True, policy=True, operator=operator)
        if kind is ErrorKind.NOT_FOUND:
            words = "The animation service does not know of this clip. Ask for it again."
            return JobNotFound(words, permanent=True, operator=f"{self.name} knows no such job {details}")
        words = f"The animation service cannot make this clip as it was asked for. {_OTHERWISE}"
        advice = f"Where this happens to every clip, check {self.model_settings}."
        operator = f"{self.name} did not accept the request {details} {advice}"
        return ProviderError(words, permanent=True, operator=operator)

    def job_failed(self, message: str) -> ProviderError:
        """The service accepted the job, and the job failed."""
        if kind_of_message(message) is ErrorKind.POLICY:
            return self.of_kind(ErrorKind.POLICY, "the job failed", message)
        words = f"The animation service could not make this clip. {_OTHERWISE}"
        operator = f"{self.name} says that the job failed.{self._quote(message)}"
        return ProviderError(words, permanent=True, operator=operator)

    def invalid_key(self, setting: str, key: str) -> ProviderError:
        """The key is missing or cannot be sent in a header."""
        found = "holds characters that no key has" if key else "is not set"
        return self._account(f"{setting} {found}, so {self.name} cannot be asked.", reached=False)

    def bad_address(self) -> ProviderError:
        """The setting for the service's address is not a URL."""
        advice = "Set it to one that begins with https:// or http://."
        return self._account(f"{self.address_setting} is not the address of a server. {advice}", reached=False)

    def no_response(self, how: str, *, reached: bool = True) -> ProviderError:
        """No response, or an unusable one: the request may have been carried out, unless it was never `reached`."""
        if not reached:
            words = "The animation service could not be reached. Asking again later may help."
            operator = f"{self.name} could not be reached ({how}). Check the network, and {self.address_setting}."
            return ProviderError(words, reached=False, operator=operator)
        words = "The animation service gave no answer that can be used. Asking again may help."
        advice = f"If this goes on, check {self.address_setting}."
        operator = f"{self.name} gave no answer that can be used ({how}). {advice}"
        return ProviderError(words, answered=False, operator=operator)

    def download_failed(self, how: str, *, permanent: bool = False, expired: bool = False) -> DownloadFailed:
        """The clip is finished but cannot be downloaded; `how` describes what happened."""
        words = "The finished clip could not be loaded from the animation service."
        advice = "Ask for it again." if permanent else "Asking again may help."
        operator = f"The finished clip could not be loaded from {self.name} ({how})."
        error = DownloadFailed(f"{words} {advice}", permanent=permanent, operator=operator)
        error.expired = expired
        return error

    def keys_not_supported(self) -> ProviderError:
        """The service cannot look up a job by our idempotency key."""
        words = "Nobody can say whether the animation service was asked for this clip."
        operator = f"{self.name} knows jobs by its own names only, so it cannot be asked whether this one exists."
        return ProviderError(words, permanent=True, answered=False, operator=operator)

    def _account(self, operator: str, *, reached: bool = True) -> ProviderError:
        words = "No clip can be made until the person who runs this site has looked at its account with the service."
        return ProviderError(words, account=True, reached=reached, operator=operator)

    def _quote(self, message: str) -> str:
        """The service's message on one short line, without keys or tokens."""
        for secret in filter(None, self.secrets):
            message = message.replace(secret, "...")
        message = _TOKEN.sub("...", " ".join(message.split()))[:300]
        return f' It says: "{message}"' if message else ""
