"""The animator that asks for Kling's clips at PiAPI, which loads the pictures itself, from an address."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar
from urllib.parse import quote

from django.conf import settings

from providers.base import ClipJob, ClipRequest, Finding, ProviderError
from providers.videos.failures import Kind
from providers.videos.kling import LONGEST_PROMPT, UNWANTED
from providers.videos.outside import OutsideAnimator

PATH = "/api/v1/task"
FINE = 200
_ADDRESSLESS = (
    "PiAPI loads pictures from an address, and this one has none that can be loaded from outside. Keep pictures where "
    "everybody can load them (IMAGE_HOST=cloudinary), or choose another VIDEO_PROVIDER."
)


class PiAPIAnimator(OutsideAnimator):
    """It knows jobs by its own names only."""

    name, title = "piapi", "PiAPI"
    key_settings = ("KLING_API_KEY",)
    address_setting = "PIAPI_BASE_URL"
    choices = ("PIAPI_MODEL", "PIAPI_MODE")
    codes: ClassVar[Mapping[int, Kind]] = {}  # they are those of HTTP
    unknown_job = "00000000-0000-4000-8000-000000000000"

    @property
    def model(self) -> str:
        """The version of Kling, and the mode."""
        return f"piapi-kling-{super().model}"

    def submit(self, request: ClipRequest) -> ClipJob:
        """Ask for a clip. Raises ProviderError; with `answered=False` the job may exist."""
        if not request.picture_url:
            words = "The animation service cannot load this picture, so no clip can be made of it there."
            raise ProviderError(words, permanent=True, reached=False, operator=_ADDRESSLESS)
        data = _data(self._call("POST", PATH, self._wishes(request)))
        return ClipJob(self._named(data.get("task_id")))

    def find(self, key: str) -> ClipJob | None:
        """Raises ProviderError: nobody can say."""
        raise self._failures.unknown_key()

    def poll(self, job_id: str) -> ClipJob:
        """How the job is getting on. Raises ProviderError: permanent when it failed or is not known, account when
        nobody may ask, else when only the question failed."""
        data = _data(self._call("GET", f"{PATH}/{quote(job_id, safe='')}"))
        status = str(data.get("status") or "").lower()
        if status == "failed":
            raise self._failures.job_failed(_complaint(data))
        if status != "completed":
            return ClipJob(job_id)
        asked = data.get("input")
        usage = self._usage(asked.get("duration") if isinstance(asked, dict) else None)
        return ClipJob(job_id, True, self._source(_video(data.get("output"))), usage)

    def _wishes(self, request: ClipRequest) -> dict[str, Any]:
        version, mode = map(self._setting, self.choices)
        wishes = {
            "image_url": request.picture_url,
            "prompt": request.motion[:LONGEST_PROMPT],
            "negative_prompt": UNWANTED,
            "duration": self._seconds(request.seconds),
            "version": version,
            "mode": mode,
            "enable_audio": False,  # the film has its own sound, and this one costs
        }
        model = "kling-turbo" if "turbo" in version else "kling"
        return {"model": model, "task_type": "video_generation", "input": wishes, "config": {"service_mode": "public"}}

    def _headers(self) -> dict[str, str]:
        return {"x-api-key": self._key(self.key_settings[0])}

    def _code(self, body: Mapping[str, Any]) -> int | None:
        code = body.get("code", FINE if "task_id" in body else None)
        return 0 if code == FINE else code if isinstance(code, int) else None

    def _says(self, body: Mapping[str, Any]) -> str:
        return " ".join(filter(None, (super()._says(body), _complaint(_data(body)))))

    def examine(self, *, spend: bool) -> Iterable[Finding]:
        """As every other, and whether pictures can be loaded from outside. Never raises."""
        yield from super().examine(spend=spend)
        if settings.IMAGE_HOST == "local":
            yield Finding("IMAGE_HOST", False, _ADDRESSLESS)


def _data(body: Mapping[str, Any]) -> Mapping[str, Any]:
    """What an answer is about; some answers have no envelope."""
    data = body.get("data")
    return data if isinstance(data, dict) else body


def _complaint(data: Mapping[str, Any]) -> str:
    error = data.get("error")
    found = (error.get("message"), error.get("raw_message")) if isinstance(error, dict) else ()
    return " ".join(str(words) for words in found if words)


def _video(output: object) -> object:
    """Where the clip is; which of these there is depends on the version."""
    if not isinstance(output, dict):
        return None
    if found := output.get("video_url") or output.get("video"):
        return found
    works = output.get("works")
    work = works[0] if isinstance(works, list) and works and isinstance(works[0], dict) else {}
    video = work.get("video")
    return (video.get("resource_without_watermark") or video.get("resource")) if isinstance(video, dict) else None
