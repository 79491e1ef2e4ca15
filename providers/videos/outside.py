"""What the services that make clips have in common: keys, questions, errors, and fetching what they made."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, ClassVar

from django.conf import settings

from providers import prices
from providers.base import ClipJob, Finding, ProviderError, Usage
from providers.retry_after import retry_after
from providers.videos import http, lengths
from providers.videos.failures import BUSY_SECONDS, Failures, Kind, kind_of_status, kind_of_words

SOON = 300.0  # seconds; a VIDEO_TIMEOUT below calls clips overdue that are on their way
LONGEST_ID = 200  # characters
_SCARCE = "It asks for no clip here: the cheapest costs more than all the rest of this examination."


class OutsideAnimator:
    """The base of every such service. A subclass says what is its own; `model` is the model's name, a space, and what
    else its price hangs on ("kling-v2-5-turbo pro")."""

    name: ClassVar[str]
    title: ClassVar[str]
    key_settings: ClassVar[tuple[str, ...]]
    address_setting: ClassVar[str]
    choices: ClassVar[tuple[str, ...]]  # the settings that say what is asked for, the model's first
    codes: ClassVar[Mapping[int, Kind]]  # what its own codes mean; those between 300 and 600 are HTTP's
    absent: ClassVar[frozenset[int]] = frozenset()  # of these, which say that there is no such job
    unknown_job: ClassVar[str]  # a name that no job of ours has
    on_this_machine = False

    @property
    def model(self) -> str:
        """The model, and the quality, that the settings name."""
        return " ".join(str(getattr(settings, name)) for name in self.choices)

    def poll(self, job_id: str) -> ClipJob:
        """How the job is getting on. Raises ProviderError."""
        raise NotImplementedError

    # --- what a subclass answers ---
    def _headers(self) -> dict[str, str]:
        """The headers that say who asks. Raises ProviderError without a key."""
        raise NotImplementedError

    def _code(self, body: Mapping[str, Any]) -> int | None:
        """The service's own code in an answer: 0 when all is well, None when there is none."""
        raise NotImplementedError

    def _says(self, body: Mapping[str, Any]) -> str:
        """What an answer says in words."""
        return str(body.get("message") or "")

    # --- asking ---
    @property
    def _failures(self) -> Failures:
        keys, choices = " and ".join(self.key_settings), " and ".join((*self.choices, "VIDEO_SECONDS"))
        return Failures(self.title, keys, self.address_setting, choices, tuple(map(self._setting, self.key_settings)))

    @staticmethod
    def _setting(name: str) -> str:
        return str(getattr(settings, name))

    def _key(self, setting: str) -> str:
        """Raises ProviderError for a key that is missing or cannot be sent."""
        key = self._setting(setting)
        if not key or not (key.isascii() and key.isprintable() and " " not in key):
            raise self._failures.no_key(setting, key)
        return key

    def _call(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """The JSON of an answer that says that all is well. Raises ProviderError for every other end."""
        url = self._setting(self.address_setting).rstrip("/") + path
        try:
            answer = http.ask(method, url, headers=self._headers(), body=body)
        except http.BadAddress:
            raise self._failures.bad_address() from None
        except http.NoAnswer as nothing:
            raise self._failures.unanswered(nothing.how, reached=nothing.reached) from None
        if answer.status < 300 and self._code(answer.body) == 0:
            return answer.body
        raise self._failure(answer, about_a_job=method == "GET")

    def _failure(self, answer: http.Answer, *, about_a_job: bool) -> ProviderError:
        code, says = self._code(answer.body), self._says(answer.body)
        if code is None and answer.status < 300:
            return self._failures.unanswered("an answer of another kind", reached=True)
        kind = self._kind(answer, code, says)
        if about_a_job:
            kind = self._kind_for_a_job(kind, code, says)
        seen = str(code or answer.status)
        wait = retry_after(answer.headers, BUSY_SECONDS)
        # A job may have been begun before the trouble, whoever tells of it: a service, or a gateway that did not wait.
        return self._failures.of(kind, seen, says, wait=wait, answered=about_a_job and bool(answer.body))

    def _kind(self, answer: http.Answer, code: int | None, says: str) -> Kind:
        known = self.codes.get(code) if code is not None else None
        if known is not None:
            return known
        kind = kind_of_status(code if code and 300 <= code < 600 else answer.status)
        if kind is Kind.ADDRESS and code is not None:
            kind = Kind.UNFIT  # it was the service itself that answered
        told = kind_of_words(says)
        return told if told in (Kind.POLICY, Kind.CREDIT) and _words_count(kind, code) else kind

    def _kind_for_a_job(self, kind: Kind, code: int | None, says: str) -> Kind:
        """That a job is not there is believed only where it is said: it was paid for, and would be paid for again."""
        if code in self.absent or (_words_count(kind, code) and kind_of_words(says) is Kind.GONE):
            return Kind.GONE
        return Kind.TROUBLE if kind is Kind.UNFIT else kind

    def _named(self, job_id: object) -> str:
        """The service's name of a job. Raises ProviderError where the answer gave none."""
        if isinstance(job_id, str | int) and 0 < len(str(job_id)) <= LONGEST_ID:
            return str(job_id)
        raise self._failures.unanswered("no name of the job", reached=True)

    def _source(self, found: object) -> str:
        """Where the clip is. Raises ProviderError where a finished job has none."""
        if isinstance(found, str | int) and found:
            return str(found)
        raise self._failures.unanswered("a finished job without a clip", reached=True)

    def _seconds(self, wanted: float) -> int:
        return lengths.nearest(self.model, wanted)

    def _usage(self, said: object = None) -> Usage:
        """What is paid for: the length that the service `said`, else the one that is asked for."""
        try:
            seconds = round(float(said))  # type: ignore[arg-type]
        except (TypeError, ValueError, OverflowError):
            seconds = 0
        return {"second": seconds if 0 < seconds <= 60 else self._seconds(settings.VIDEO_SECONDS)}

    # --- fetching ---
    def fetch(self, job: ClipJob, to: Path) -> None:
        """Write the finished clip to `to`; an address that is no longer good is asked for anew. Raises ProviderError,
        permanent when the service says that the clip is gone, or nothing that lies there can be one."""
        try:
            self._load(job.source, to)
        except http.NotFetched as failed:
            if not failed.expired:
                raise self._failures.not_fetched(failed.how, permanent=failed.permanent) from None
            self._fetch_anew(job, to, failed.how)

    def _fetch_anew(self, job: ClipJob, to: Path, how: str) -> None:
        fresh = self.poll(job.id)  # it is here that a service says that the clip is gone
        if not fresh.done or fresh.source == job.source:
            raise self._failures.not_fetched(how, permanent=False)
        try:
            self._load(fresh.source, to)
        except http.NotFetched as failed:
            raise self._failures.not_fetched(failed.how, permanent=failed.permanent) from None

    def _load(self, source: str, to: Path) -> None:
        """Raises NotFetched, and ProviderError where this machine cannot write."""
        try:
            http.fetch(source, to, base=self._setting(self.address_setting))
        except OSError as error:
            to.unlink(missing_ok=True)
            raise ProviderError("The finished clip could not be kept.", operator=f"{to}: {error}.") from None

    # --- being examined ---
    def examine(self, *, spend: bool) -> Iterable[Finding]:
        """Look at the key, the price and the time that clips may take. It costs nothing. Never raises."""
        yield self._about_the_key()
        yield self._about_the_price()
        timeout = float(settings.VIDEO_TIMEOUT)
        advice = "" if timeout >= SOON else " Clips often take longer: set it to 3600, the default."
        yield Finding("VIDEO_TIMEOUT", not advice, f"A clip counts as overdue after {timeout:.0f} s.{advice}")

    def _about_the_key(self) -> Finding:
        keys = " and ".join(self.key_settings)
        try:
            self.poll(self.unknown_job)
        except ProviderError as error:
            if error.account or not error.answered:
                return Finding(keys, False, error.operator)
        return Finding(keys, True, f"{self.title} accepts the key. {_SCARCE}")

    def _about_the_price(self) -> Finding:
        guess = prices.first_guess(self.name, self.model, "clip")
        if guess is None:
            says = f"The price of {self.model} is not known, so no budget can be kept. Put it into PRICES."
            return Finding(self.choices[0], False, says)
        return Finding(self.choices[0], True, f"A clip of {self.model} will probably cost about ${guess:.2f}.")


def _words_count(kind: Kind, code: int | None) -> bool:
    """Whether the words of an answer say more than its status: those of a gateway in trouble are about itself."""
    return kind is Kind.UNFIT or (kind is Kind.TROUBLE and code is not None)
