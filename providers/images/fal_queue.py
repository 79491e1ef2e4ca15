"""The queue of fal.ai: a job is submitted, looked at until it is over, and its result is fetched."""

from typing import Any

from django.conf import settings

from providers.base import ProviderError
from providers.images.service_errors import ServiceErrors
from providers.images.service_http import Response, request
from providers.public_addresses import is_private_host

SECONDS = 60.0  # for one request; a job takes longer
ERRORS = ServiceErrors("fal.ai", "FAL_KEY", "FAL_BASE_URL", "FAL_IMAGE_MODEL")
_POLICY = "content_policy_violation"
_PASSING = ("internal_server_error", "generation_timeout", "downstream_service_error", "downstream_service_unavailable")


def ask(method: str, path: str, **what: Any) -> Response:
    """Ask fal.ai with the key. Raises ProviderError when no response comes."""
    headers = {"Authorization": f"Key {ERRORS.key_or_error()}"}
    return request(method, _base() + path, ERRORS, seconds=SECONDS, headers=headers, **what)


def submit(path: str, asked: dict[str, Any]) -> str:
    """Submit a job to the model at `path`. Returns the job's path. Raises ProviderError; with `answered=False` it may
    exist."""
    response = ask("POST", path, json=asked)
    if not response.ok:
        raise error_of(response, answered=400 <= response.status < 500)
    url, base = str(response.body.get("response_url") or ""), _base()
    if not url.startswith(f"{base}/") or len(url) - len(base) > 200:  # the key is sent to no other server
        raise ERRORS.no_answer("no name of the job")
    return url.removeprefix(base)


def is_over(job: str) -> bool | None:
    """True once the job is over, None before. Raises ProviderError when that cannot be found out."""
    response = ask("GET", f"{job}/status")
    if not response.ok:
        raise _error_of_job(response)
    return True if response.body.get("status") == "COMPLETED" else None


def result(job: str) -> Response:
    """What became of a job that is over: what it made, or in a status of its own why it failed. Raises ProviderError
    when that cannot be found out."""
    response = ask("GET", job)
    if response.ok or response.status == 422 or _type_and_words(response)[0]:
        return response
    raise _error_of_job(response)


def file(url: str) -> bytes:
    """The file at a link in a result. No key is sent. Raises ProviderError."""
    response = request("GET", url, ERRORS, seconds=SECONDS, public_only=not is_private_host(_base()))
    if not response.ok:
        raise ERRORS.no_answer(f"a link to the picture with status {response.status}")
    return response.data


def error_of(response: Response, *, answered: bool = True) -> ProviderError:
    """The error that a response means. `answered` is as in `ServiceErrors.of_status`."""
    kind, words = _type_and_words(response)
    if kind == _POLICY:
        return ERRORS.refused(words)
    if kind in _PASSING:
        return ERRORS.job_failed(f"{kind}: {words}")
    return ERRORS.of_status(response.status, words, response.headers, answered=answered)


def _error_of_job(response: Response) -> ProviderError:
    return ERRORS.job_lost() if response.status == 404 else error_of(response)


def _type_and_words(response: Response) -> tuple[str, str]:
    detail = response.body.get("detail")
    first = detail[0] if isinstance(detail, list) and detail else detail
    if isinstance(first, dict):
        return str(first.get("type") or ""), str(first.get("msg") or "")
    return str(response.body.get("error_type") or ""), str(first or response.body.get("error") or "")


def _base() -> str:
    return str(settings.FAL_BASE_URL).rstrip("/")
