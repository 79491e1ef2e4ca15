"""Clips at fal.ai, by its queue. Each model has a name for the picture of its own."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar
from urllib.parse import quote, urlsplit

from providers.base import ClipJob, ClipRequest
from providers.videos import http
from providers.videos.errors import ErrorKind
from providers.videos.first_frame import first_frame, last_frame
from providers.videos.kling_legacy import NEGATIVE_PROMPT
from providers.videos.remote import LONGEST_ID, Code, RemoteAnimator, dig


@dataclass(frozen=True)
class Family:
    """Models whose names contain `name`. `picture` is the parameter for the first frame; another one is ignored, and
    paid for. `end` is the one for the last frame, "" where there is none. `silent`: sound can be switched off. `unit`
    follows the seconds."""

    name: str
    picture: str = "image_url"
    end: str = ""
    silent: bool = False
    negative: bool = False
    unit: str = ""


# The first one whose name is in the model's applies.
FAMILIES = (
    Family("kling-video/v2.5-turbo/pro", end="tail_image_url", negative=True),
    Family("kling-video/v2.5-turbo", negative=True),
    Family("kling-video/o", end="end_image_url", silent=True),
    Family("kling-video/v2", "start_image_url", silent=True, negative=True),
    Family("kling-video/", "start_image_url", "end_image_url", silent=True, negative=True),
    Family("seedance", end="end_image_url", silent=True),
    Family("veo", silent=True, unit="s"),
    Family(""),
)
_JOB = re.compile(r"(/[\w.-]+)+")


class FalAnimator(RemoteAnimator):
    """It cannot find jobs by our keys. The name of a job is the path at which its result will be."""

    name, title = "fal", "fal.ai"
    path = ""
    key_settings = ("FAL_KEY",)
    address_setting = "FAL_BASE_URL"
    model_settings = ("FAL_VIDEO_MODEL",)
    unknown_job_id = "/fal-ai/kling-video/requests/00000000-0000-4000-8000-000000000000"
    not_found_codes = frozenset({404})
    error_kinds: ClassVar[Mapping[Code, ErrorKind]] = {
        "content_policy_violation": ErrorKind.POLICY,
        404: ErrorKind.FORBIDDEN,  # there is no such model
    }

    @property
    def family(self) -> Family:
        """Of the model in the settings."""
        return next(family for family in FAMILIES if family.name in self.model)

    @property
    def takes_end_pictures(self) -> bool:
        """Whether the model does."""
        return bool(self.family.end)

    def poll(self, job_id: str) -> ClipJob:
        place = "/" + quote(job_id.lstrip("/"))
        status = self._request("GET", f"{place}/status")
        if status.get("error"):
            raise self._errors.job_failed(f"{status['error']} {status.get('error_type') or ''}")
        if status.get("status") != "COMPLETED":
            return ClipJob(job_id)
        # What is refused now, is refused for good: the job has run.
        result = self._request("GET", place, about_a_job=False)
        return ClipJob(job_id, True, self._source(dig(result, "video", "url")), self._usage())

    def _submit_path(self) -> str:
        return "/" + self._setting(self.model_settings[0]).strip("/")

    def _request_body(self, request: ClipRequest) -> dict[str, Any]:
        family = self.family
        body: dict[str, Any] = {
            "prompt": request.motion,
            family.picture: first_frame(request, as_data_url=True),
            "duration": f"{self._seconds(request.seconds)}{family.unit}",
        }
        if family.end and (end := last_frame(request, as_data_url=True)):
            body[family.end] = end
        if family.silent:
            body["generate_audio"] = False  # it costs extra, and the film has its own sound
        if family.negative:
            body["negative_prompt"] = NEGATIVE_PROMPT
        return body

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Key {self._key(self.key_settings[0])}"}

    def _job_id(self, body: Mapping[str, Any]) -> str:
        path = urlsplit(str(body.get("response_url") or "")).path
        if len(path) <= LONGEST_ID and _JOB.fullmatch(path):
            return path
        raise self._errors.no_response("no name of the job")

    def _code(self, response: http.JsonResponse) -> Code | None:
        """The type of the first error, else the status: only errors have `detail`."""
        if "detail" in response.body:
            kind = dig(response.body, "detail", 0, "type")
            return kind if isinstance(kind, str) else response.status
        return 0 if {"status", "request_id", "video"} & response.body.keys() else None

    def _message(self, body: Mapping[str, Any]) -> str:
        detail = body.get("detail")
        return str(detail if isinstance(detail, str) else dig(detail, 0, "msg") or "")
