"""How the API says no: every error is `{"error": "<one sentence>"}` with the status that the contract names."""

import logging
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Schema
from ninja.errors import ValidationError

from core.errors import Refused

log = logging.getLogger(__name__)


class ErrorAnswer(Schema):
    """One sentence a person can act on."""

    error: str


ERRORS: dict[int, type[Schema]] = dict.fromkeys((400, 401, 403, 404, 409, 413, 415, 429), ErrorAnswer)


def some_errors(*statuses: int) -> dict[int, type[Schema]]:
    """The models of these statuses, and of those with which a token is refused."""
    return {status: ERRORS[status] for status in (401, 403, *statuses)}


def explain_errors(api: NinjaAPI) -> None:
    """Register the handlers that turn exceptions into answers."""

    def answer(request: HttpRequest, sentence: str, status: int) -> HttpResponse:
        return api.create_response(request, {"error": sentence}, status=status)

    @api.exception_handler(Refused)
    def refused(request: HttpRequest, error: Refused) -> HttpResponse:
        named = error.field in error.sentence
        response = answer(request, error.sentence if named else f"{error.field}: {error.sentence}", error.status)
        if error.status == 401:
            response["WWW-Authenticate"] = "Bearer"
        if error.retry_after is not None:
            response["Retry-After"] = str(error.retry_after)
        return response

    @api.exception_handler(ValidationError)
    def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
        return answer(request, _sentence(error.errors[0]), 400)

    @api.exception_handler(Exception)
    def failed(request: HttpRequest, error: Exception) -> HttpResponse:
        log.error("%s %s failed", request.method, request.path, exc_info=error)
        return answer(request, "Something broke on our side; nothing you made is lost. Please try again.", 500)


def _sentence(error: dict[str, Any]) -> str:
    """What pydantic found wrong with a field, beginning with the field's name instead of "Input" or "String"."""
    field = next(name for name in reversed(error["loc"]) if isinstance(name, str))
    if error["type"] == "missing":
        return f"{field} is missing."
    return f"{field} {error['msg'].partition(' ')[2]}."
