"""The base class of animation services: keys, requests, errors, downloads and the health check."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import quote, urlsplit

from django.conf import settings

from providers import prices
from providers.base import ClipJob, ClipRequest, Finding, ProviderError, Usage
from providers.retry_after import retry_after
from providers.videos import durations, http
from providers.videos.errors import (
    BUSY_SECONDS,
    DownloadFailed,
    ErrorKind,
    VideoErrors,
    kind_of_message,
    kind_of_status,
)

SHORT_TIMEOUT = 300.0  # seconds; with a lower VIDEO_TIMEOUT, clips that are still on their way count as overdue
LONGEST_ID = 200  # characters
Code = int | str
_NO_TRIAL = "It asks for no clip here: the cheapest costs more than all the rest of this examination."


class RemoteAnimator:
    """An animator at a service. Subclasses define the class variables and the methods below.

    `model` names everything that decides the price: the model, a space, and the quality ("kling-v2-5-turbo pro").
    """

    name: ClassVar[str]
    title: ClassVar[str]  # the service's name in sentences
    path: ClassVar[str]  # where clips are requested
    key_settings: ClassVar[tuple[str, ...]]
    address_setting: ClassVar[str]
    model_settings: ClassVar[tuple[str, ...]]  # settings for the model (first) and its quality
    error_kinds: ClassVar[Mapping[Code, ErrorKind]]  # the service's own codes; 300 to 599 mean the HTTP status
    not_found_codes: ClassVar[frozenset[Code]] = frozenset()  # codes for a job that does not exist
    job_field: ClassVar[str] = "task_id"  # where a response names the job
    key_goes_to_files = False  # whether the service's own links to clips ask for the key
    unknown_job_id: ClassVar[str]  # an id that no job has, for the health check
    on_this_machine = False

    @property
    def model(self) -> str:
        """The model and the quality that the settings name."""
        return " ".join(str(getattr(settings, name)) for name in self.model_settings)

    @property
    def takes_end_pictures(self) -> bool:
        """Whether a clip of the model in the settings can end on a given picture."""
        return False

    def submit(self, request: ClipRequest) -> ClipJob:
        """Request a clip. Raises ProviderError; with `answered=False` the job may exist."""
        return ClipJob(self._job_id(self._request("POST", self._submit_path(), self._request_body(request))))

    def find(self, key: str) -> ClipJob | None:
        """The job with that key; None when there is none. Raises ProviderError: most services do not know our keys."""
        raise self._errors.keys_not_supported()

    def poll(self, job_id: str) -> ClipJob:
        """The state of the job. Raises ProviderError: permanent when the job failed or does not exist, account when the
        key is refused, else when only this call failed."""
        raise NotImplementedError

    def _submit_path(self) -> str:
        """Where clips of the chosen model are requested."""
        return self.path

    def _request_body(self, request: ClipRequest) -> dict[str, Any]:
        """The body of the request for a clip. Raises ProviderError when the service cannot make it."""
        raise NotImplementedError

    def _headers(self) -> dict[str, str]:
        """The headers with the key. Raises ProviderError without a valid key."""
        return {"Authorization": f"Bearer {self._key(self.key_settings[0])}"}

    def _keys(self) -> tuple[str, ...]:
        """The settings that hold the key."""
        return self.key_settings

    def _code(self, response: http.JsonResponse) -> Code | None:
        """The service's own code in a response: 0 for success, None when it is not in the service's format."""
        code = response.body.get("code")
        return code if isinstance(code, int) else None

    def _message(self, body: Mapping[str, Any]) -> str:
        """The message of a response."""
        return str(body.get("message") or "")

    # --- requests ---
    @property
    def _errors(self) -> VideoErrors:
        keys, models = self._keys(), " and ".join((*self.model_settings, "VIDEO_SECONDS"))
        secrets = tuple(map(self._setting, keys))
        return VideoErrors(self.title, " and ".join(keys), self.address_setting, models, secrets)

    @staticmethod
    def _setting(name: str) -> str:
        return str(getattr(settings, name))

    def _key(self, setting: str) -> str:
        """Raises ProviderError for a key that is missing or cannot be sent in a header."""
        key = self._setting(setting)
        if not key or not (key.isascii() and key.isprintable() and " " not in key):
            raise self._errors.invalid_key(setting, key)
        return key

    def _request(
        self, method: str, path: str, body: Mapping[str, Any] | None = None, *, about_a_job: bool = True
    ) -> dict[str, Any]:
        """The body of a successful response. Raises ProviderError otherwise: `about_a_job`, a refused GET does not mean
        that the job has failed."""
        url = self._setting(self.address_setting).rstrip("/") + path
        response = http.request_json(method, url, self._errors, headers=self._headers(), body=body)
        if response.status < 300 and self._code(response) == 0:
            return response.body
        raise self._error(response, about_a_job=about_a_job and method == "GET")

    def _look_up(self, name: str) -> dict[str, Any]:
        """The response about the job of that name. Raises ProviderError."""
        return self._request("GET", f"{self.path}/{quote(name, safe='')}")

    def _error(self, response: http.JsonResponse, *, about_a_job: bool) -> ProviderError:
        code, message = self._code(response), self._message(response.body)
        if code is None and response.status < 300:
            return self._errors.no_response("an answer of another kind")
        kind = self._kind(response, code, message)
        if about_a_job:
            kind = self._kind_for_a_job(kind, code, message)
        wait = retry_after(response.headers, BUSY_SECONDS)
        # After an outage of the service, or of a gateway in front of it, a submitted job may exist.
        answered = about_a_job and bool(response.body)
        return self._errors.of_kind(kind, str(code or response.status), message, wait=wait, answered=answered)

    def _kind(self, response: http.JsonResponse, code: Code | None, message: str) -> ErrorKind:
        known = self.error_kinds.get(code) if code is not None else None
        if known is not None:
            return known
        kind = kind_of_status(code if isinstance(code, int) and 300 <= code < 600 else response.status)
        if kind is ErrorKind.ADDRESS and code is not None:
            kind = ErrorKind.INVALID  # the response has the service's own format, so the address is right
        by_message = kind_of_message(message)
        if by_message in (ErrorKind.POLICY, ErrorKind.CREDIT) and _trust_message(kind, code):
            return by_message
        # Some services say "forbidden" to whoever has no credit left.
        return ErrorKind.CREDIT if (kind, by_message) == (ErrorKind.FORBIDDEN, ErrorKind.CREDIT) and code else kind

    def _kind_for_a_job(self, kind: ErrorKind, code: Code | None, message: str) -> ErrorKind:
        """NOT_FOUND only when the service says so explicitly: the job was paid for, and a new one would be, too."""
        named = _trust_message(kind, code) and kind_of_message(message) is ErrorKind.NOT_FOUND
        if code in self.not_found_codes or named:
            return ErrorKind.NOT_FOUND
        return ErrorKind.OUTAGE if kind is ErrorKind.INVALID else kind

    def _job_id(self, body: Mapping[str, Any]) -> str:
        """The job's id. Raises ProviderError when the response has none."""
        found = payload(body).get(self.job_field)
        if isinstance(found, str | int) and 0 < len(str(found)) <= LONGEST_ID:
            return str(found)
        raise self._errors.no_response("no name of the job")

    def _source(self, found: object) -> str:
        """The location of the finished clip. Raises ProviderError when the response has none."""
        if isinstance(found, str | int) and found:
            return str(found)
        raise self._errors.no_response("a finished job without a clip")

    def _seconds(self, wanted: float) -> int:
        return durations.nearest(self.model, wanted)

    def _usage(self, reported: object = None) -> Usage:
        """What is charged: the length that the service `reported`, else the one that we ask for."""
        try:
            seconds = round(float(reported))  # type: ignore[arg-type]
        except (TypeError, ValueError, OverflowError):
            seconds = 0
        return {"second": seconds if 0 < seconds <= 60 else self._seconds(settings.VIDEO_SECONDS)}

    # --- download ---
    def fetch(self, job: ClipJob, to: Path) -> None:
        """Write the finished clip to `to`, with a new link if the old one has expired.

        Raises ProviderError, permanent when the clip is gone or the file cannot be a clip.
        """
        try:
            self._download(job.source, to)
        except DownloadFailed as error:
            fresh = self.poll(job.id) if error.expired else job  # raises when the service no longer has the clip
            if not fresh.done or fresh.source == job.source:
                raise
            self._download(fresh.source, to)

    def _download(self, source: str, to: Path) -> None:
        """Raises DownloadFailed, and another ProviderError when this machine cannot write the file."""
        try:
            base = self._setting(self.address_setting)
            has_key = self.key_goes_to_files and urlsplit(source)[:2] == urlsplit(base)[:2]
            http.download(source, to, self._errors, base=base, headers=self._headers() if has_key else {})
        except OSError as error:
            to.unlink(missing_ok=True)
            raise ProviderError("The finished clip could not be kept.", operator=f"{to}: {error}.") from None

    # --- health check ---
    def health_check(self, *, spend: bool) -> Iterable[Finding]:
        """Check the key, the price and VIDEO_TIMEOUT. Costs nothing. Never raises."""
        yield self._check_key()
        yield self._check_price()
        timeout = float(settings.VIDEO_TIMEOUT)
        advice = "" if timeout >= SHORT_TIMEOUT else " Clips often take longer: set it to 3600, the default."
        yield Finding("VIDEO_TIMEOUT", not advice, f"A clip counts as overdue after {timeout:.0f} s.{advice}")

    def _check_key(self) -> Finding:
        keys = " and ".join(self._keys())
        try:
            self.poll(self.unknown_job_id)
        except ProviderError as error:
            if error.account or not error.answered:
                return Finding(keys, False, error.operator)
        return Finding(keys, True, f"{self.title} accepts the key. {_NO_TRIAL}")

    def _check_price(self) -> Finding:
        guess = prices.first_guess(self.name, self.model, "clip")
        if guess is None:
            says = f"The price of {self.model} is not known, so no budget can be kept. Put it into PRICES."
            return Finding(self.model_settings[0], False, says)
        return Finding(self.model_settings[0], True, f"A clip of {self.model} will probably cost about ${guess:.2f}.")


def dig(found: Any, *path: str | int) -> Any:
    """What stands at the path of keys and positions in a JSON value; None where there is nothing."""
    for step in path:
        try:
            found = found[step]
        except (LookupError, TypeError):
            return None
    return found


def payload(body: Mapping[str, Any]) -> Mapping[str, Any]:
    """The part of a response that is about the job; some responses have no envelope."""
    data = body.get("data")
    return data if isinstance(data, dict) else body


def _trust_message(kind: ErrorKind, code: Code | None) -> bool:
    """Whether the message says more than the status. The message of a gateway with an outage is about the gateway."""
    return kind is ErrorKind.INVALID or (kind is ErrorKind.OUTAGE and code is not None)
