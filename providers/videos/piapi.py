"""PiAPI, which resells Kling's models. It loads the pictures itself, so they need a public URL."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar
from urllib.parse import quote

from django.conf import settings

from providers.base import ClipJob, ClipRequest, Finding, ProviderError
from providers.videos.errors import ErrorKind
from providers.videos.kling import LONGEST_PROMPT, NEGATIVE_PROMPT
from providers.videos.remote import RemoteAnimator, payload

SUCCESS = 200
_NO_PUBLIC_URL = (
    "PiAPI loads pictures from an address, and this one has none that can be loaded from outside. Keep pictures where "
    "everybody can load them (IMAGE_HOST=cloudinary), or choose another VIDEO_PROVIDER."
)


class PiAPIAnimator(RemoteAnimator):
    """It cannot find jobs by our keys."""

    name, title = "piapi", "PiAPI"
    path = "/api/v1/task"
    key_settings = ("KLING_API_KEY",)
    address_setting = "PIAPI_BASE_URL"
    model_settings = ("PIAPI_MODEL", "PIAPI_MODE")
    error_kinds: ClassVar[Mapping[int, ErrorKind]] = {}  # the codes are HTTP statuses
    unknown_job_id = "00000000-0000-4000-8000-000000000000"

    @property
    def model(self) -> str:
        """The version of Kling, and the mode."""
        return f"piapi-kling-{super().model}"

    def submit(self, request: ClipRequest) -> ClipJob:
        """As the base class, for pictures with a public URL."""
        if not request.picture_url:
            words = "The animation service cannot load this picture, so no clip can be made of it there."
            raise ProviderError(words, permanent=True, reached=False, operator=_NO_PUBLIC_URL)
        return super().submit(request)

    def poll(self, job_id: str) -> ClipJob:
        data = payload(self._request("GET", f"{self.path}/{quote(job_id, safe='')}"))
        status = str(data.get("status") or "").lower()
        if status == "failed":
            raise self._errors.job_failed(_error_message(data))
        if status != "completed":
            return ClipJob(job_id)
        asked = data.get("input")
        usage = self._usage(asked.get("duration") if isinstance(asked, dict) else None)
        return ClipJob(job_id, True, self._source(_video(data.get("output"))), usage)

    def _request_body(self, request: ClipRequest) -> dict[str, Any]:
        version, mode = map(self._setting, self.model_settings)
        body = {
            "image_url": request.picture_url,
            "prompt": request.motion[:LONGEST_PROMPT],
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

    def _code(self, body: Mapping[str, Any]) -> int | None:
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
    error = data.get("error")
    found = (error.get("message"), error.get("raw_message")) if isinstance(error, dict) else ()
    return " ".join(str(words) for words in found if words)


def _video(output: object) -> object:
    """The clip's URL; its place depends on the version."""
    if not isinstance(output, dict):
        return None
    if found := output.get("video_url") or output.get("video"):
        return found
    works = output.get("works")
    work = works[0] if isinstance(works, list) and works and isinstance(works[0], dict) else {}
    video = work.get("video")
    return (video.get("resource_without_watermark") or video.get("resource")) if isinstance(video, dict) else None
