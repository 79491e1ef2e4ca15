"""Draws with Google's Gemini models, in one request a picture."""

from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from django.conf import settings

from providers import prices
from providers.base import Finding, Picture, PictureRequest, Preview, ProviderError
from providers.images.service_errors import ServiceErrors
from providers.images.service_http import Response, request
from providers.images.shapes import nearest_ratio
from providers.images.validation import mime_type, validate_picture

SECONDS = 180.0  # for one picture
MOST = 14  # pictures to look at
ERRORS = ServiceErrors("Google", "GEMINI_API_KEY", "GEMINI_BASE_URL", "GEMINI_IMAGE_MODEL")
# Why a model ended without a picture, because of what it was asked for.
_REFUSALS = {
    *("IMAGE_SAFETY", "IMAGE_PROHIBITED_CONTENT", "IMAGE_RECITATION", "PROHIBITED_CONTENT", "SAFETY"),
    *("BLOCKLIST", "RECITATION", "SPII"),
}


class GeminiIllustrator:
    """A picture to start from and references are sent along."""

    name = "gemini"
    takes_references = True

    @property
    def model(self) -> str:
        """The model that GEMINI_IMAGE_MODEL names."""
        return str(settings.GEMINI_IMAGE_MODEL)

    def draw(self, request: PictureRequest, preview: Preview | None = None) -> Picture:
        """Draw a new picture, or an edited one when `request.base` is set. Raises ProviderError."""
        response = _ask("POST", f"models/{quote(self.model, safe='')}:generateContent", json=_input(request))
        if not response.ok:
            raise _error(response)
        candidate = _first(response.body.get("candidates"))
        reason = str(candidate.get("finishReason") or _in(response.body, "promptFeedback").get("blockReason") or "")
        data = _drawn(candidate)
        if data:
            return validate_picture(data, {"picture": 1})
        if reason in _REFUSALS or "promptFeedback" in response.body:
            raise ERRORS.refused(reason)
        raise ERRORS.job_failed(reason) if candidate else ERRORS.no_answer("no candidate")

    def health_check(self, *, spend: bool) -> Iterable[Finding]:
        """Check the key, the model and the price. Costs nothing. Never raises."""
        error: ProviderError | None = None
        try:
            response = _ask("GET", f"models/{quote(self.model, safe='')}")
            error = None if response.ok else _error(response)
        except ProviderError as failed:
            error = failed
        says = error.operator if error else f"Google accepts the key and knows {self.model}. It draws no picture here."
        yield Finding("GEMINI_API_KEY", error is None, says)
        guess = prices.first_guess(self.name, self.model, "picture")
        known = f"A picture of {self.model} costs about ${guess:.3f}." if guess is not None else ""
        yield Finding("GEMINI_IMAGE_MODEL", bool(known), known or f"The price of {self.model} is unknown: see PRICES.")


def _input(request: PictureRequest) -> dict[str, Any]:
    given = [data for data in (request.base, *request.references) if data][:MOST]
    pictures = [{"inlineData": {"mimeType": mime_type(data), "data": b64encode(data).decode()}} for data in given]
    shape = {"aspectRatio": nearest_ratio(request.width, request.height), "imageSize": "1K"}
    return {
        "contents": [{"role": "user", "parts": [{"text": request.prompt}, *pictures]}],
        "generationConfig": {"responseModalities": ["IMAGE"], "imageConfig": shape},
    }


def _ask(method: str, path: str, **what: Any) -> Response:
    url = f"{str(settings.GEMINI_BASE_URL).rstrip('/')}/v1beta/{path}"
    headers = {"x-goog-api-key": ERRORS.key_or_error()}
    return request(method, url, ERRORS, seconds=SECONDS, headers=headers, **what)


def _drawn(candidate: Mapping[str, Any]) -> bytes:
    """The last picture of the answer that is no sketch of the model's thoughts; empty without one."""
    parts = _in(candidate, "content").get("parts")
    found = [part for part in parts if isinstance(part, dict)] if isinstance(parts, list) else []
    encoded = [_in(part, "inlineData").get("data") for part in found if not part.get("thought")]
    try:
        return b64decode(next((text for text in reversed(encoded) if isinstance(text, str)), ""))
    except ValueError:
        raise ERRORS.no_answer("a picture that is no Base64") from None


def _error(response: Response) -> ProviderError:
    error = _in(response.body, "error")
    message = str(error.get("message") or "")
    if error.get("status") == "FAILED_PRECONDITION":  # the account pays for nothing, or may not from there
        return ERRORS.of_status(402, message, response.headers)
    details = error.get("details")
    delays = [about["retryDelay"] for about in details if "retryDelay" in about] if isinstance(details, list) else []
    headers = {"retry-after": delays[0].rstrip("s")} if delays else response.headers
    return ERRORS.of_status(response.status, message, headers)


def _first(found: object) -> dict[str, Any]:
    return found[0] if isinstance(found, list) and found and isinstance(found[0], dict) else {}


def _in(holder: Mapping[str, Any], name: str) -> dict[str, Any]:
    found = holder.get(name)
    return found if isinstance(found, dict) else {}
