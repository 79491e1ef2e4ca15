"""Kling's legacy API."""

import re
import time
from collections.abc import Mapping
from typing import Any, ClassVar

import jwt
from django.conf import settings

from providers.base import ClipJob, ClipRequest, JobNotFound, ProviderError
from providers.videos import http
from providers.videos.errors import ErrorKind
from providers.videos.first_frame import first_frame, last_frame
from providers.videos.remote import Code, RemoteAnimator, dig, payload

LEGACY_MODELS = ("kling-v2-5-turbo", "kling-v2-6", "kling-v3")  # all others ended on 2026-09-15
VALID_SECONDS = 1800
CLOCK_SECONDS = 5  # tolerance for this machine's clock
NEGATIVE_PROMPT = "text, letters, captions, watermark, extra limbs, deformed face, flicker"
_DUPLICATE_KEY = re.compile(r"external.?task.?id|duplicat|already exist|not unique", re.IGNORECASE)


class _MaybeDuplicate(ProviderError):
    """Refused, perhaps because a job with our key exists already."""


class LegacyKling(RemoteAnimator):
    """Sends our key as `external_task_id` and finds jobs by it, so that no clip is requested, and paid for, twice. The
    account's key is KLING_API_KEY, or the older pair of an access key and a secret one."""

    name, title = "kling", "Kling"
    path = "/v1/videos/image2video"
    key_settings: ClassVar[tuple[str, ...]] = ("KLING_ACCESS_KEY", "KLING_SECRET_KEY")
    address_setting = "KLING_BASE_URL"
    model_settings = ("KLING_MODEL", "KLING_MODE")
    not_found_codes = frozenset({1203})
    unknown_job_id = "storyforge-doctor"
    error_kinds: ClassVar[Mapping[Code, ErrorKind]] = {
        **dict.fromkeys((1000, 1001, 1002, 1003, 1004), ErrorKind.KEY),
        **dict.fromkeys((1101, 1102), ErrorKind.CREDIT),
        **dict.fromkeys((1100, 1103, 1203, 1304), ErrorKind.FORBIDDEN),
        **dict.fromkeys((1200, 1201, 1202), ErrorKind.INVALID),
        **dict.fromkeys((1300, 1301), ErrorKind.POLICY),
        **dict.fromkeys((1302, 1303), ErrorKind.BUSY),
        **dict.fromkeys((5000, 5001, 5002), ErrorKind.OUTAGE),
    }

    @property
    def takes_end_pictures(self) -> bool:
        """Whether the model does: those before version 3 only in the higher resolution."""
        model, mode = map(self._setting, self.model_settings)
        return "o1" not in model and ("3" in model or mode == "pro")

    def submit(self, request: ClipRequest) -> ClipJob:
        """As the base class; a job that has our key already is the one that was requested."""
        try:
            return super().submit(request)
        except _MaybeDuplicate as refused:
            try:
                job = self.find(request.key)
            except ProviderError:
                raise self._errors.no_response("a key that may have a job") from None
            if job is None:
                raise refused
            return job

    def find(self, key: str) -> ClipJob | None:
        """The job with that key, by which Kling looks it up as by its own id; None when there is none. Raises
        ProviderError."""
        try:
            return ClipJob(self._job_id(self._look_up(key)))  # `poll` gives its state
        except JobNotFound:
            return None

    def poll(self, job_id: str) -> ClipJob:
        data = payload(self._look_up(job_id))
        if data.get("task_status") == "failed":
            raise self._errors.job_failed(str(data.get("task_status_msg") or ""))
        if data.get("task_status") != "succeed":
            return ClipJob(job_id)
        video = dig(data, "task_result", "videos", 0)
        return ClipJob(job_id, True, self._source(dig(video, "url")), self._usage(dig(video, "duration")))

    def _request_body(self, request: ClipRequest) -> dict[str, Any]:
        model, mode = map(self._setting, self.model_settings)
        end = last_frame(request)
        return {
            "model_name": model,
            "mode": mode,
            "image": first_frame(request),
            "prompt": request.motion,
            "negative_prompt": NEGATIVE_PROMPT,
            "duration": str(self._seconds(request.seconds)),
            "external_task_id": request.key,
        } | ({"image_tail": end} if end else {})

    def _keys(self) -> tuple[str, ...]:
        return ("KLING_API_KEY",) if settings.KLING_API_KEY else self.key_settings

    def _headers(self) -> dict[str, str]:
        key = self._key("KLING_API_KEY") if settings.KLING_API_KEY else self._token()
        return {"Authorization": f"Bearer {key}"}

    def _token(self) -> str:
        access, now = self._key(self.key_settings[0]), int(time.time())
        claims = {"iss": access, "exp": now + VALID_SECONDS, "nbf": now - CLOCK_SECONDS}
        return jwt.encode(claims, self._key(self.key_settings[1]), algorithm="HS256")

    def _error(self, response: http.JsonResponse, *, about_a_job: bool) -> ProviderError:
        error = super()._error(response, about_a_job=about_a_job)
        final = error.permanent and not (error.account or error.policy or about_a_job)
        if final and _DUPLICATE_KEY.search(self._message(response.body)):
            return _MaybeDuplicate(error.message, permanent=True, operator=error.operator)
        return error
