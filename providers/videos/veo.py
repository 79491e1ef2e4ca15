"""Google's Veo, by the Gemini API."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar
from urllib.parse import quote

from providers.base import ClipJob, ClipRequest
from providers.videos import http
from providers.videos.errors import ErrorKind
from providers.videos.first_frame import first_frame, shape_of
from providers.videos.remote import LONGEST_ID, Code, RemoteAnimator, dig

_JOB = re.compile(r"[\w.-]+(/[\w.-]+)*")


class VeoAnimator(RemoteAnimator):
    """It cannot find jobs by our keys. It loads no pictures by address, and its clips are loaded with the key."""

    name, title = "veo", "Google"
    path = "/v1beta"
    key_settings = ("GEMINI_API_KEY",)
    address_setting = "GEMINI_BASE_URL"
    model_settings = ("VEO_MODEL", "VEO_RESOLUTION")
    unknown_job_id = "models/veo-3.1-fast-generate-preview/operations/storyforge-doctor"
    key_goes_to_files = True
    not_found_codes = frozenset({"NOT_FOUND"})
    error_kinds: ClassVar[Mapping[Code, ErrorKind]] = {
        "UNAUTHENTICATED": ErrorKind.KEY,
        "FAILED_PRECONDITION": ErrorKind.CREDIT,  # the account pays for nothing
        "PERMISSION_DENIED": ErrorKind.FORBIDDEN,
        "NOT_FOUND": ErrorKind.FORBIDDEN,  # there is no such model
        "RESOURCE_EXHAUSTED": ErrorKind.BUSY,
        **dict.fromkeys(("INTERNAL", "UNAVAILABLE", "DEADLINE_EXCEEDED"), ErrorKind.OUTAGE),
    }

    def poll(self, job_id: str) -> ClipJob:
        body = self._request("GET", f"{self.path}/{quote(job_id)}")
        if body.get("done") is not True:
            return ClipJob(job_id)
        made = dig(body, "response", "generateVideoResponse")
        link = dig(made, "generatedSamples", 0, "video", "uri")
        if isinstance(link, str) and link:
            return ClipJob(job_id, True, link, self._usage())
        if reason := dig(made, "raiMediaFilteredReasons", 0):
            raise self._errors.of_kind(ErrorKind.POLICY, "the job failed", str(reason))
        raise self._errors.job_failed(str(dig(body, "error", "message") or "no clip was made"))

    def _submit_path(self) -> str:
        return f"{self.path}/models/{quote(self._setting(self.model_settings[0]), safe='')}:predictLongRunning"

    def _request_body(self, request: ClipRequest) -> dict[str, Any]:
        kind, _, data = first_frame(replace(request, picture_url=""), as_data_url=True).partition(";base64,")
        picture = {"bytesBase64Encoded": data, "mimeType": kind.removeprefix("data:")}
        parameters = {
            "aspectRatio": "9:16" if shape_of(request) <= 1 else "16:9",
            "durationSeconds": self._seconds(request.seconds),
            "resolution": self._setting(self.model_settings[1]),
        }
        return {"instances": [{"prompt": request.motion, "image": picture}], "parameters": parameters}

    def _headers(self) -> dict[str, str]:
        return {"x-goog-api-key": self._key(self.key_settings[0])}

    def _job_id(self, body: Mapping[str, Any]) -> str:
        name = str(body.get("name") or "")
        if len(name) <= LONGEST_ID and _JOB.fullmatch(name):
            return name
        raise self._errors.no_response("no name of the job")

    def _code(self, response: http.JsonResponse) -> Code | None:
        if "name" in response.body or "done" in response.body:
            return 0  # an `error` beside these is the job's
        status = dig(response.body, "error", "status")
        return status if isinstance(status, str) else None

    def _kind(self, response: http.JsonResponse, code: Code | None, message: str) -> ErrorKind:
        if code == "INVALID_ARGUMENT" and "api key" in message.lower():
            return ErrorKind.KEY
        return super()._kind(response, code, message)

    def _message(self, body: Mapping[str, Any]) -> str:
        return str(dig(body, "error", "message") or "")
