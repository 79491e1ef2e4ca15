"""The first version of MiniMax's API, for its Hailuo models."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import urlencode

from providers.base import ClipJob, ClipRequest
from providers.videos import http
from providers.videos.errors import DownloadFailed, ErrorKind
from providers.videos.first_frame import first_frame, last_frame
from providers.videos.remote import Code, RemoteAnimator, dig


class HailuoV1(RemoteAnimator):
    """It cannot find jobs by our keys. A finished job names a file, whose link takes one more request."""

    name, title = "hailuo", "MiniMax"
    path = "/v1/video_generation"
    key_settings = ("HAILUO_API_KEY",)
    address_setting = "HAILUO_BASE_URL"
    model_settings = ("HAILUO_MODEL", "HAILUO_RESOLUTION")
    unknown_job_id = "1"
    error_kinds: ClassVar[Mapping[Code, ErrorKind]] = {
        **dict.fromkeys((1000, 1001, 1013, 1024, 1033), ErrorKind.OUTAGE),
        **dict.fromkeys((1002, 1041), ErrorKind.BUSY),
        **dict.fromkeys((1004, 2049), ErrorKind.KEY),
        **dict.fromkeys((1008, 2056), ErrorKind.CREDIT),
        **dict.fromkeys((1026, 1027), ErrorKind.POLICY),
        **dict.fromkeys((1039, 1042, 2013), ErrorKind.INVALID),
        2061: ErrorKind.FORBIDDEN,
    }

    @property
    def takes_end_pictures(self) -> bool:
        """Whether the model does."""
        model, resolution = map(self._setting, self.model_settings)
        return model == "MiniMax-Hailuo-02" and resolution != "512P"

    def poll(self, job_id: str) -> ClipJob:
        body = self._request("GET", f"/v1/query/video_generation?{urlencode({'task_id': job_id})}")
        if body.get("status") == "Fail":
            if dig(body, "base_resp", "status_code") in (1026, 1027):
                raise self._errors.of_kind(ErrorKind.POLICY, "the job failed", self._message(body))
            raise self._errors.job_failed(self._message(body))
        if body.get("status") != "Success":
            return ClipJob(job_id)
        return ClipJob(job_id, True, self._source(body.get("file_id")), self._usage())

    def _request_body(self, request: ClipRequest) -> dict[str, Any]:
        model, resolution = map(self._setting, self.model_settings)
        return {
            "model": model,
            "first_frame_image": first_frame(request, as_data_url=True),
            "prompt": request.motion,
            "duration": self._seconds(request.seconds),
            "resolution": resolution,
        } | ({"last_frame_image": end} if (end := last_frame(request, as_data_url=True)) else {})

    def _code(self, response: http.JsonResponse) -> Code | None:
        body = response.body
        if body.get("status") == "Fail":
            return 0  # the request succeeded; the code in this body says why the job failed
        code = dig(body, "base_resp", "status_code")
        return code if isinstance(code, int) else None

    def _message(self, body: Mapping[str, Any]) -> str:
        return str(dig(body, "base_resp", "status_msg") or "")

    def _download(self, source: str, to: Path) -> None:
        """Download the file with that id from either of its two links."""
        body = self._request("GET", f"/v1/files/retrieve?{urlencode({'file_id': source})}")
        link, backup = dig(body, "file", "download_url"), dig(body, "file", "backup_download_url")
        try:
            super()._download(self._source(link), to)
        except DownloadFailed:
            if not backup:
                raise
            super()._download(str(backup), to)
