"""PiAPI, which resells Kling's models. It loads the pictures itself, so they need a public URL."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django.conf import settings

from providers.base import ClipJob, ClipRequest, Finding, ProviderError
from providers.videos import http
from providers.videos.errors import ErrorKind
from providers.videos.kling_legacy import NEGATIVE_PROMPT
from providers.videos.remote import Code, RemoteAnimator, dig, payload

SUCCESS = 200
# Where the clip's URL stands; that depends on the version.
_VIDEO_PATHS = (
    ("video_url",),
    ("video",),
    ("works", 0, "video", "resource_without_watermark"),
    ("works", 0, "video", "resource"),
)
_NO_PUBLIC_URL = (
    "PiAPI loads pictures from an address, and this one has none that can be loaded from outside. Keep pictures where "
    "everybody can load them (IMAGE_HOST=cloudinary), or choose another VIDEO_PROVIDER."
)


class PiAPIAnimator(RemoteAnimator):
    """It cannot find jobs by our keys."""

    name, title = "piapi", "PiAPI"
    path = "/api/v1/task"
    key_settings = ("PIAPI_API_KEY",)
    address_setting = "PIAPI_BASE_URL"
    model_settings = ("PIAPI_MODEL", "PIAPI_MODE")
    error_kinds: ClassVar[Mapping[Code, ErrorKind]] = {}  # the codes are HTTP statuses
    unknown_job_id = "00000000-0000-4000-8000-000000000000"

    @property
    def model(self) -> str:
        """The version of Kling, and the mode."""
        return f"piapi-kling-{super().model}"

    def poll(self, job_id: str) -> ClipJob:
        data = payload(self._look_up(job_id))
        status = str(data.get("status") or "").lower()
        if status == "failed":
            raise self._errors.job_failed(_error_message(data))
        if status != "completed":
            return ClipJob(job_id)
        video = next(filter(None, (dig(data, "output", *path) for path in _VIDEO_PATHS)), None)
        return ClipJob(job_id, True, self._source(video), self._usage(dig(data, "input", "duration")))

    def _request_body(self, request: ClipRequest) -> dict[str, Any]:
        if not request.picture_url:
            words = "The animation service cannot load this picture, so no clip can be made of it there."
            raise ProviderError(words, permanent=True, reached=False, operator=_NO_PUBLIC_URL)
        version, mode = map(self._setting, self.model_settings)
        body = {
            "image_url": request.picture_url,
            "prompt": request.motion,
            "negative_prompt": NEGATIVE_PROMPT,
            "duration": self._seconds(request.seconds),
            "version": version,
            "mode": mode,
            "enable_audio": False,  # it costs extra, and the film has its own sound
        }
        model = "kling-turbo" if "turbo" in version else "kling"
        return {"model": model, "task_type": "video_generation", "input": body, "config": {"service_mode": "public"}}

    def _headers(self) -> dict[str, str]:
        return {"x-api-key": self._key(self.key_settings[0])}

    def _code(self, response: http.JsonResponse) -> Code | None:
        body = response.body
        code = body.get("code", SUCCESS if "task_id" in body else None)
        return 0 if code == SUCCESS else code if isinstance(code, int) else None

    def _message(self, body: Mapping[str, Any]) -> str:
        return " ".join(filter(None, (super()._message(body), _error_message(payload(body)))))

    def health_check(self, *, spend: bool) -> Iterable[Finding]:
        """As the base class, and whether pictures have public URLs. Never raises."""
        yield from super().health_check(spend=spend)
        if settings.IMAGE_HOST == "local":
            yield Finding("IMAGE_HOST", False, _NO_PUBLIC_URL)


def _error_message(data: Mapping[str, Any]) -> str:
    found = (dig(data, "error", "message"), dig(data, "error", "raw_message"))
    return " ".join(str(words) for words in found if words)
