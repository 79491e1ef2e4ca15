"""Kling's newer API, for kling-3.0, kling-3.0-turbo, kling-3.0-omni, kling-o1, kling-2.6 and kling-2.5-turbo."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from providers.base import ClipJob, ClipRequest, JobNotFound
from providers.videos.errors import ErrorKind
from providers.videos.first_frame import first_frame, last_frame
from providers.videos.kling_legacy import LegacyKling
from providers.videos.remote import dig

RESOLUTIONS = {"std": "720p", "pro": "1080p"}  # other values of KLING_MODE ("4k") are sent as they are
_OMNI = ("kling-3.0-omni", "kling-o1")
_WITH_AUDIO = ("kling-2.6", "kling-3.0")  # the others refuse the parameter


class NewerKling(LegacyKling):
    """Its errors are the legacy API's; its only key is KLING_API_KEY."""

    key_settings = ("KLING_API_KEY",)
    job_field = "id"

    def find(self, key: str) -> ClipJob | None:
        """As the legacy API."""
        try:
            return ClipJob(self._job_id(self._task("external_task_ids", key)))
        except JobNotFound:
            return None

    def poll(self, job_id: str) -> ClipJob:
        task = self._task("task_ids", job_id)
        if task.get("status") == "failed":
            raise self._errors.job_failed(str(task.get("message") or ""))
        if task.get("status") != "succeeded":
            return ClipJob(job_id)
        return ClipJob(job_id, True, self._source(dig(task, "outputs", 0, "url")), self._usage())

    def _task(self, by: str, name: str) -> Mapping[str, Any]:
        """The task with that id or key. Raises ProviderError, JobNotFound when the list of such tasks is empty."""
        tasks = self._request("GET", f"/tasks?{urlencode({by: name})}").get("data")
        if tasks == []:
            raise self._errors.of_kind(ErrorKind.NOT_FOUND, "an empty list")
        task = dig(tasks, 0)
        if isinstance(task, dict):
            return task
        raise self._errors.no_response("no list of tasks")

    def _submit_path(self) -> str:
        model = self._setting(self.model_settings[0])
        return f"/{'omni-video' if model in _OMNI else 'image-to-video'}/{model}"

    def _request_body(self, request: ClipRequest) -> dict[str, Any]:
        model, mode = map(self._setting, self.model_settings)
        settings = {"resolution": RESOLUTIONS.get(mode, mode), "duration": self._seconds(request.seconds)}
        if model in _WITH_AUDIO:
            settings["audio"] = "off"  # it costs extra, and the film has its own sound
        if model == "kling-3.0":
            settings["multi_shot"] = False
        contents = [
            {"type": "prompt", "text": request.motion},
            {"type": "first_frame", "url": first_frame(request)},
        ]
        if end := last_frame(request):
            contents.append({"type": "last_frame", "url": end})
        return {"contents": contents, "settings": settings, "options": {"external_task_id": request.key}}

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._key(self.key_settings[0])}"}
