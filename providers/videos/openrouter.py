"""Clips by the models of many makers, at OpenRouter."""

import re
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any, ClassVar

from django.conf import settings

from providers import openrouter
from providers.base import ClipJob, ClipRequest, Finding, Usage
from providers.videos import durations, http
from providers.videos.errors import ErrorKind
from providers.videos.first_frame import first_frame, shape_of
from providers.videos.remote import Code, RemoteAnimator, dig

MILLION = 1_000_000
Row = Mapping[str, Any]  # a model in OpenRouter's list; {} while that cannot be had


class OpenRouterAnimator(RemoteAnimator):
    """It cannot find jobs by our keys. Its list says what each model takes; anything else is refused. Its clips are
    loaded with the key."""

    name, title = openrouter.NAME, "OpenRouter"
    path = "/videos"
    job_field = "id"
    key_settings = ("OPENROUTER_API_KEY",)
    address_setting = "OPENROUTER_BASE_URL"
    model_settings = ("OPENROUTER_VIDEO_MODEL", "OPENROUTER_VIDEO_RESOLUTION")
    unknown_job_id = "storyforge-doctor"
    key_goes_to_files = True
    not_found_codes = frozenset({404})
    error_kinds: ClassVar[Mapping[Code, ErrorKind]] = {404: ErrorKind.FORBIDDEN}  # there is no such model

    def poll(self, job_id: str) -> ClipJob:
        body = self._look_up(job_id)
        status = body.get("status")
        if status in ("failed", "cancelled", "expired"):
            raise self._errors.job_failed(str(body.get("error") or status))
        if status != "completed":
            return ClipJob(job_id)
        source = f"{self._setting(self.address_setting).rstrip('/')}{self.path}/{job_id}/content?index=0"
        return ClipJob(job_id, True, source, self._charged(dig(body, "usage", "cost")))

    def _request_body(self, request: ClipRequest) -> dict[str, Any]:
        model, resolution = map(self._setting, self.model_settings)
        row = openrouter.models("/videos/models").get(model, {})
        picture = {"url": first_frame(request, as_data_url=True)}
        body: dict[str, Any] = {
            "model": model,
            "prompt": request.motion,
            "duration": self._seconds(request.seconds, row),
            "frame_images": [{"type": "image_url", "image_url": picture, "frame_type": "first_frame"}],
        }
        if not row or row.get("supported_resolutions"):
            body["resolution"] = resolution
        if not row or row.get("generate_audio"):
            body["generate_audio"] = False  # it costs extra, and the film has its own sound
        if ratio := _nearest(row.get("supported_aspect_ratios") or (), shape_of(request)):
            body["aspect_ratio"] = ratio
        return body

    def _check_price(self) -> Finding:
        known, model = openrouter.models("/videos/models"), self._setting(self.model_settings[0])
        price = super()._check_price()
        if price.ok and known and "first_frame" not in (known.get(model, {}).get("supported_frame_images") or ()):
            says = (
                f"OpenRouter lists no {model} that makes clips of pictures. Choose a model of {openrouter.MODELS_PAGE}."
            )
            return Finding(self.model_settings[0], False, says)
        return price

    def _seconds(self, wanted: float, row: Row | None = None) -> int:
        lengths = tuple(one for one in (row or {}).get("supported_durations") or () if isinstance(one, int))
        return durations.nearest_of(lengths, wanted) if lengths else super()._seconds(wanted)

    def _charged(self, cost: object) -> Usage:
        """What OpenRouter says that the clip cost, else its length."""
        if isinstance(cost, int | float) and 0 <= cost < MILLION:
            return {"microdollar": round(cost * MILLION)}
        return {"second": self._seconds(settings.VIDEO_SECONDS)}

    def _code(self, response: http.JsonResponse) -> Code | None:
        if isinstance(error := response.body.get("error"), dict):
            code = error.get("code")
            return code if isinstance(code, int) else response.status
        return 0 if "id" in response.body else None  # an `error` beside it is the job's

    def _kind(self, response: http.JsonResponse, code: Code | None, message: str) -> ErrorKind:
        kind = super()._kind(response, code, message)
        return ErrorKind.POLICY if (kind, code) == (ErrorKind.FORBIDDEN, 403) else kind

    def _message(self, body: Mapping[str, Any]) -> str:
        return str(dig(body, "error", "message") or "")


def _nearest(ratios: Iterable[object], shape: float) -> str:
    """The ratio ("9:16") nearest to the shape, width by height; "" when none is a ratio ("auto")."""
    known = [ratio for ratio in map(str, ratios) if re.fullmatch(r"\d+:[1-9]\d*", ratio)]
    return min(known, key=lambda ratio: abs(Fraction(ratio.replace(":", "/")) - Fraction(shape)), default="")
