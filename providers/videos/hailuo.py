"""The animator that asks MiniMax for clips by its Hailuo models."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import urlencode

from providers.base import ClipJob, ClipRequest
from providers.videos import http
from providers.videos.failures import Kind
from providers.videos.outside import OutsideAnimator
from providers.videos.stills import still_of, takes_as_it_is

LONGEST_PROMPT = 2000  # characters


class HailuoAnimator(OutsideAnimator):
    """It knows jobs by its own names only. A finished one names a file, whose address is asked for last."""

    name, title = "hailuo", "MiniMax"
    key_settings = ("HAILUO_API_KEY",)
    address_setting = "HAILUO_BASE_URL"
    choices = ("HAILUO_MODEL", "HAILUO_RESOLUTION")
    unknown_job = "1"
    codes: ClassVar[Mapping[int, Kind]] = {
        **dict.fromkeys((1000, 1001, 1013, 1024, 1033), Kind.TROUBLE),
        **dict.fromkeys((1002, 1039, 1041), Kind.BUSY),
        **dict.fromkeys((1004, 2049), Kind.KEY),
        **dict.fromkeys((1008, 2056), Kind.CREDIT),
        **dict.fromkeys((1026, 1027), Kind.POLICY),
        **dict.fromkeys((1042, 2013), Kind.UNFIT),
        2061: Kind.FORBIDDEN,
    }

    def submit(self, request: ClipRequest) -> ClipJob:
        """Ask for a clip. Raises ProviderError; with `answered=False` the job may exist."""
        return ClipJob(self._named(self._call("POST", "/v1/video_generation", self._wishes(request)).get("task_id")))

    def find(self, key: str) -> ClipJob | None:
        """Raises ProviderError: nobody can say."""
        raise self._failures.unknown_key()

    def poll(self, job_id: str) -> ClipJob:
        """How the job is getting on. Raises ProviderError: permanent when it failed or is not known, account when
        nobody may ask, else when only the question failed."""
        body = self._call("GET", f"/v1/query/video_generation?{urlencode({'task_id': job_id})}")
        if body.get("status") == "Fail":
            if _base(body).get("status_code") in (1026, 1027):
                raise self._failures.of(Kind.POLICY, "the job failed", self._says(body))
            raise self._failures.job_failed(self._says(body))
        if body.get("status") != "Success":
            return ClipJob(job_id)
        return ClipJob(job_id, True, self._source(body.get("file_id")), self._usage())

    def _wishes(self, request: ClipRequest) -> dict[str, Any]:
        model, resolution = map(self._setting, self.choices)
        by_url = request.picture_url and takes_as_it_is(request)
        return {
            "model": model,
            "first_frame_image": request.picture_url if by_url else still_of(request).data_url,
            "prompt": request.motion[:LONGEST_PROMPT],
            "duration": self._seconds(request.seconds),
            "resolution": resolution,
        }

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._key(self.key_settings[0])}"}

    def _code(self, body: Mapping[str, Any]) -> int | None:
        if body.get("status") == "Fail":
            return 0  # the question was answered; why the job failed is told in the same place
        code = _base(body).get("status_code")
        return code if isinstance(code, int) else None

    def _says(self, body: Mapping[str, Any]) -> str:
        return str(_base(body).get("status_msg") or "")

    def _load(self, source: str, to: Path) -> None:
        """Load the file of that number, from either of its two addresses."""
        file = self._call("GET", f"/v1/files/retrieve?{urlencode({'file_id': source})}").get("file")
        found = file if isinstance(file, dict) else {}
        first, second = found.get("download_url"), found.get("backup_download_url")
        try:
            super()._load(self._source(first), to)
        except http.NotFetched:
            if not second:
                raise
            super()._load(str(second), to)


def _base(body: Mapping[str, Any]) -> Mapping[str, Any]:
    base = body.get("base_resp")
    return base if isinstance(base, dict) else {}
