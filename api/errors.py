"""What the JSON API's routes share: how a body is read and documented, and how every error looks."""

import logging
from collections.abc import Callable
from functools import partial
from typing import Any

from ninja import NinjaAPI, Schema
from ninja.errors import ValidationError

from core.errors import Invalid, NotFound
from core.middleware import ApiError, later
from core.quotas import TooMany
from core.status import Conflict, Forbidden

log = logging.getLogger(__name__)


class ErrorAnswer(Schema):
    """One sentence a person can act on."""

    error: str


ERRORS: dict[int, type[Schema]] = dict.fromkeys((400, 403, 404, 409, 413, 415, 429), ErrorAnswer)


def body_of(schema: type[Schema]) -> dict[str, Any]:
    """The OpenAPI description of a JSON body; the body itself is read by `core.middleware.json_object`."""
    content = {"application/json": {"schema": schema.model_json_schema()}}
    return {"requestBody": {"required": True, "content": content}}


def explain_errors(api: NinjaAPI) -> None:
    """Answer every error of the house as `{"error": "..."}` with the status that the contract names."""

    def answer(request: Any, status: int, message: str) -> Any:
        return api.create_response(request, {"error": message}, status=status)

    @api.exception_handler(ApiError)
    def _api_error(request: Any, error: ApiError) -> Any:
        response = answer(request, error.status, error.message)
        for name, value in error.headers.items():
            response[name] = value
        return response

    @api.exception_handler(Invalid)
    def _invalid(request: Any, error: Invalid) -> Any:
        named = error.field in error.sentence
        return answer(request, 400, error.sentence if named else f"{error.field}: {error.sentence}")

    plain: dict[type[Exception], int] = {NotFound: 404, Conflict: 409, Forbidden: 409}
    for kind, status in plain.items():
        api.add_exception_handler(kind, partial(_plainly, answer, status))

    @api.exception_handler(TooMany)
    def _too_many(request: Any, error: TooMany) -> Any:
        return later(answer(request, 429, str(error)), error)

    @api.exception_handler(ValidationError)
    def _unfit(request: Any, error: ValidationError) -> Any:
        field = error.errors[0]["loc"][-1] if error.errors else "The request"
        return answer(request, 400, f"{field} is not what it should be; see /api/openapi.json.")

    @api.exception_handler(Exception)
    def _broken(request: Any, error: Exception) -> Any:
        log.error("%s %s failed", request.method, request.path, exc_info=error)
        return answer(request, 500, "Something broke on our side; nothing you made is lost. Please try again.")


def _plainly(answer: Callable[[Any, int, str], Any], status: int, request: Any, error: Exception) -> Any:
    return answer(request, status, str(error))
