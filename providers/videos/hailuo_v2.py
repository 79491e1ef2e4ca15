"""The second version of MiniMax's API, for MiniMax-H3 and MiniMax-H3-Max."""

from collections.abc import Mapping
from typing import Any, ClassVar

from providers.base import ClipJob, ClipRequest
from providers.videos import http
from providers.videos.errors import ErrorKind
from providers.videos.first_frame import first_frame, last_frame
from providers.videos.hailuo_v1 import HailuoV1
from providers.videos.remote import Code, RemoteAnimator, dig


class HailuoV2(RemoteAnimator):
    """It cannot find jobs by our keys. Errors have a name; some parts of the service still answer as the first version
    does."""

    name, title = HailuoV1.name, HailuoV1.title
    path = "/v2/query/video_generation"
    key_settings = HailuoV1.key_settings
    address_setting = HailuoV1.address_setting
    model_settings = HailuoV1.model_settings
    unknown_job_id = "1"
    not_found_codes = frozenset({"not_found_error"})
    error_kinds: ClassVar[Mapping[Code, ErrorKind]] = {
        **HailuoV1.error_kinds,
        "authorized_error": ErrorKind.KEY,
        "insufficient_balance_error": ErrorKind.CREDIT,
        "unprocessable_entity_error": ErrorKind.POLICY,
        "rate_limit_error": ErrorKind.BUSY,
        "bad_request_error": ErrorKind.INVALID,
        "server_error": ErrorKind.OUTAGE,
    }

    @property
    def takes_end_pictures(self) -> bool:
        """Both models do."""
        return True

    def poll(self, job_id: str) -> ClipJob:
        task = self._look_up(job_id).get("task")
        status = dig(task, "status")
        if status in ("failed", "cancelled"):
            raise self._errors.job_failed(str(dig(task, "error", "message") or status))
        if status != "succeeded":
            return ClipJob(job_id)
        return ClipJob(job_id, True, self._source(dig(task, "content", "url")), self._usage())

    def _submit_path(self) -> str:
        return "/v2/video_generation"

    def _request_body(self, request: ClipRequest) -> dict[str, Any]:
        model, resolution = map(self._setting, self.model_settings)
        frames = {"first_frame": first_frame(request, as_data_url=True)}
        frames["last_frame"] = last_frame(request, as_data_url=True)
        pictures = [
            {"type": "image_url", "image_url": {"url": url}, "role": role} for role, url in frames.items() if url
        ]
        return {
            "model": model,
            "content": [{"type": "text", "text": request.motion}, *pictures],
            "resolution": resolution,
            "duration": self._seconds(request.seconds),
            "ratio": "adaptive",
        }

    def _code(self, response: http.JsonResponse) -> Code | None:
        for path in (("error", "type"), ("base_resp", "status_code")):
            code = dig(response.body, *path)
            if isinstance(code, str | int) and code:
                return code
        return 0 if {"task", "task_id"} & response.body.keys() else None

    def _message(self, body: Mapping[str, Any]) -> str:
        return str(dig(body, "error", "message") or dig(body, "base_resp", "status_msg") or "")
