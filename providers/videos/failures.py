"""What goes wrong at a service that makes clips, in sentences: one for whoever looks at the page, one for whoever runs
the site."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

from providers.base import ProviderError

BUSY_SECONDS = 30.0  # where the service asks for patience without saying how much: a clip takes minutes
_TOKEN = re.compile(r"\beyJ[\w.-]+|\bBearer\s+\S+", re.IGNORECASE)
_OTHERWISE = "Say otherwise how it should move and ask for it again, or take the one that this site makes itself."


class Kind(Enum):
    """What an answer means."""

    KEY = auto()
    CREDIT = auto()
    FORBIDDEN = auto()
    ADDRESS = auto()
    POLICY = auto()
    UNFIT = auto()
    GONE = auto()
    BUSY = auto()
    TROUBLE = auto()


_STATUSES: Mapping[int, Kind] = {
    401: Kind.KEY,
    402: Kind.CREDIT,
    403: Kind.FORBIDDEN,
    404: Kind.ADDRESS,
    405: Kind.ADDRESS,
    408: Kind.TROUBLE,
    425: Kind.TROUBLE,
    429: Kind.BUSY,
}
_POLICY = re.compile(
    r"risk control|sensitive|polic(?:y|ies)|violat|inappropriate|prohibited|moderation|nsfw|unsafe", re.IGNORECASE
)
_CREDIT = re.compile(
    r"(?:insufficient|not enough|lack of) (?:\w+ )?(?:credit|balance|quota|point|fund)|freeze|arrears", re.IGNORECASE
)
_ABSENT = re.compile(r"not (?:found|exist)|no such|does ?n[o']t exist", re.IGNORECASE)


def kind_of_words(says: str) -> Kind | None:
    """What a refusal means by its words, where they leave no doubt."""
    meanings = ((_POLICY, Kind.POLICY), (_CREDIT, Kind.CREDIT), (_ABSENT, Kind.GONE))
    return next((kind for words, kind in meanings if words.search(says)), None)


def kind_of_status(status: int) -> Kind:
    """What an answer means by its HTTP status alone."""
    if 300 <= status < 400:
        return Kind.ADDRESS
    return _STATUSES.get(status, Kind.UNFIT if 400 <= status < 500 else Kind.TROUBLE)


class NoSuchJob(ProviderError):
    """The service knows no job of that name."""


@dataclass(frozen=True)
class Failures:
    """Makes the ProviderErrors of one service. `keys`, `address` and `choices` name the settings that hold its keys,
    its address, and what is asked of it; `secrets` is never repeated."""

    name: str
    keys: str
    address: str
    choices: str
    secrets: tuple[str, ...] = ()

    def of(
        self, kind: Kind, seen: str, says: str = "", *, wait: float = BUSY_SECONDS, answered: bool = True
    ) -> ProviderError:
        """The error for an answer: `seen` is its status or code, `says` what it says, `wait` the seconds it asks for;
        `answered` is False where trouble leaves open what was done, or may be that of somebody in between."""
        told = f"({seen}).{self._quote(says)}"
        if advice := self._advice(kind):
            return self._account(f"{self.name} {advice[0]} {told} {advice[1]}")
        if kind is Kind.BUSY:
            words = "The animation service has too much to do for this site now. Asking again later will help."
            operator = f"{self.name} limits how often, or how many at once, this account may ask {told}"
            return ProviderError(words, retry_after=wait, operator=f"{operator} MAX_CONCURRENT_VIDEOS may be too high.")
        if kind in (Kind.POLICY, Kind.UNFIT, Kind.GONE):
            return self._for_good(kind, told)
        words = "The animation service has a problem of its own. Asking again may help."
        return ProviderError(words, answered=answered, operator=f"{self.name} has a problem of its own {told}")

    def _advice(self, kind: Kind) -> tuple[str, str] | None:
        """What is wrong with the account, and what to do."""
        owner = f"the account that {self.keys} belongs to"
        return {
            Kind.KEY: ("does not accept the key", f"Copy {self.keys} again, and check this machine's clock."),
            Kind.CREDIT: ("has no credit left for clips", f"Buy more for {owner}."),
            Kind.FORBIDDEN: ("makes no such clips here", f"Check {self.choices}, and what {owner} may use."),
            Kind.ADDRESS: ("does not answer at the address that it has here", f"Correct {self.address}."),
        }.get(kind)

    def _for_good(self, kind: Kind, told: str) -> ProviderError:
        if kind is Kind.POLICY:
            words = f"The animation service refused this clip because of its content. {_OTHERWISE}"
            return ProviderError(words, permanent=True, policy=True, operator=f"{self.name} refused the content {told}")
        if kind is Kind.GONE:
            words = "The animation service does not know of this clip. Ask for it again."
            return NoSuchJob(words, permanent=True, operator=f"{self.name} knows no such job {told}")
        words = f"The animation service cannot make this clip as it was asked for. {_OTHERWISE}"
        advice = f"Where this happens to every clip, check {self.choices}."
        return ProviderError(words, permanent=True, operator=f"{self.name} did not accept the request {told} {advice}")

    def job_failed(self, says: str) -> ProviderError:
        """The service took the job and could not do it."""
        if kind_of_words(says) is Kind.POLICY:
            return self.of(Kind.POLICY, "the job failed", says)
        words = f"The animation service could not make this clip. {_OTHERWISE}"
        operator = f"{self.name} says that the job failed.{self._quote(says)}"
        return ProviderError(words, permanent=True, operator=operator)

    def no_key(self, setting: str, key: str) -> ProviderError:
        """Without a key that can be sent, nothing is asked."""
        found = "holds characters that no key has" if key else "is not set"
        return self._account(f"{setting} {found}, so {self.name} cannot be asked.", reached=False)

    def bad_address(self) -> ProviderError:
        """Its address is none."""
        found = f"{self.address} is not the address of a server. Set it to one that begins with https:// or http://."
        return self._account(found, reached=False)

    def unanswered(self, how: str, *, reached: bool) -> ProviderError:
        """No answer, or one that is none: what was asked for may have been done."""
        if not reached:
            words = "The animation service could not be reached. Asking again later may help."
            operator = f"{self.name} could not be reached ({how}). Check the network, and {self.address}."
            return ProviderError(words, reached=False, operator=operator)
        words = "The animation service gave no answer that can be used. Asking again may help."
        operator = f"{self.name} gave no answer that can be used ({how}). If this goes on, check {self.address}."
        return ProviderError(words, answered=False, operator=operator)

    def not_fetched(self, how: str, *, permanent: bool) -> ProviderError:
        """The clip is made, and does not come."""
        words = "The finished clip could not be loaded from the animation service."
        advice = "Ask for it again." if permanent else "Asking again may help."
        operator = f"The finished clip could not be loaded from {self.name} ({how})."
        return ProviderError(f"{words} {advice}", permanent=permanent, operator=operator)

    def unknown_key(self) -> ProviderError:
        """The service knows jobs by its own names only."""
        words = "Nobody can say whether the animation service was asked for this clip."
        operator = f"{self.name} knows jobs by its own names only, so it cannot be asked whether this one exists."
        return ProviderError(words, permanent=True, answered=False, operator=operator)

    def _account(self, operator: str, *, reached: bool = True) -> ProviderError:
        words = "No clip can be made until the person who runs this site has looked at its account with the service."
        return ProviderError(words, account=True, reached=reached, operator=operator)

    def _quote(self, says: str) -> str:
        """What the service says, on one short line and without anything that could be a key."""
        for secret in filter(None, self.secrets):
            says = says.replace(secret, "...")
        says = _TOKEN.sub("...", " ".join(says.split()))[:300]
        return f' It says: "{says}"' if says else ""
