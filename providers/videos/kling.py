"""The animator that asks Kling itself. It knows jobs by our keys too, so that none is asked for, and paid, twice."""

import re
import time
from collections.abc import Mapping
from typing import Any, ClassVar
from urllib.parse import quote

import jwt

from providers.base import ClipJob, ClipRequest, ProviderError
from providers.videos import http
from providers.videos.failures import Kind, NoSuchJob
from providers.videos.outside import OutsideAnimator
from providers.videos.stills import still_of, takes_as_it_is

PATH = "/v1/videos/image2video"
VALID_SECONDS = 1800
CLOCK_SECONDS = 5  # that this machine's clock may be ahead
LONGEST_PROMPT = 2500  # characters
UNWANTED = "text, letters, captions, watermark, extra limbs, deformed face, flicker"
NEWER_KEY = "api-key-"  # how keys begin that are sent as they are, and need no secret
_TAKEN = re.compile(r"external.?task.?id|duplicat|already exist|not unique", re.IGNORECASE)


class _MaybeTaken(ProviderError):
    """Not accepted, perhaps because a job under our key exists already."""


class KlingAnimator(OutsideAnimator):
    """One job a clip, under our key as `external_task_id`."""

    name, title = "kling", "Kling"
    key_settings = ("KLING_ACCESS_KEY", "KLING_SECRET_KEY")
    address_setting = "KLING_BASE_URL"
    choices = ("KLING_MODEL", "KLING_MODE")
    absent = frozenset({1203})
    unknown_job = "storyforge-doctor"
    codes: ClassVar[Mapping[int, Kind]] = {
        **dict.fromkeys((1000, 1001, 1002, 1003, 1004), Kind.KEY),
        **dict.fromkeys((1101, 1102), Kind.CREDIT),
        **dict.fromkeys((1100, 1103, 1203, 1304), Kind.FORBIDDEN),
        **dict.fromkeys((1200, 1201, 1202), Kind.UNFIT),
        **dict.fromkeys((1300, 1301), Kind.POLICY),
        **dict.fromkeys((1302, 1303), Kind.BUSY),
        **dict.fromkeys((5000, 5001, 5002), Kind.TROUBLE),
    }

    def submit(self, request: ClipRequest) -> ClipJob:
        """Ask for a clip. Raises ProviderError; with `answered=False` the job may exist."""
        try:
            return ClipJob(self._name_in(self._call("POST", PATH, self._wishes(request))))
        except _MaybeTaken as refused:
            return self._found(request.key, refused)

    def _found(self, key: str, refused: ProviderError) -> ClipJob:
        """The job that exists under our key already. Raises `refused` when there is none."""
        try:
            job = self.find(key)
        except ProviderError:
            raise self._failures.unanswered("a key that may have a job", reached=True) from None
        if job is None:
            raise refused
        return job

    def find(self, key: str) -> ClipJob | None:
        """The job that was asked for with that key, None when there is none. Raises ProviderError."""
        try:
            return ClipJob(self._name_in(self._look_up(key)))  # how it is getting on, `poll` says
        except NoSuchJob:
            return None

    def poll(self, job_id: str) -> ClipJob:
        """How the job is getting on. Raises ProviderError: permanent when it failed or is not known, account when
        nobody may ask, else when only the question failed."""
        data = _data(self._look_up(job_id))
        if data.get("task_status") == "failed":
            raise self._failures.job_failed(str(data.get("task_status_msg") or ""))
        if data.get("task_status") != "succeed":
            return ClipJob(job_id)
        video = _first(data.get("task_result"), "videos")
        return ClipJob(job_id, True, self._source(video.get("url")), self._usage(video.get("duration")))

    def _look_up(self, name: str) -> dict[str, Any]:
        """What is known of a job, by Kling's name of it or by ours."""
        return self._call("GET", f"{PATH}/{quote(name, safe='')}")

    def _name_in(self, body: Mapping[str, Any]) -> str:
        return self._named(_data(body).get("task_id"))

    def _wishes(self, request: ClipRequest) -> dict[str, Any]:
        model, mode = map(self._setting, self.choices)
        by_url = request.picture_url and takes_as_it_is(request)
        return {
            "model_name": model,
            "mode": mode,
            "image": request.picture_url if by_url else still_of(request).base64,
            "prompt": request.motion[:LONGEST_PROMPT],
            "negative_prompt": UNWANTED,
            "duration": str(self._seconds(request.seconds)),
            "external_task_id": request.key,
        }

    def _headers(self) -> dict[str, str]:
        access = self._key(self.key_settings[0])
        return {"Authorization": f"Bearer {access if access.startswith(NEWER_KEY) else self._token(access)}"}

    def _token(self, access: str) -> str:
        now = int(time.time())
        claims = {"iss": access, "exp": now + VALID_SECONDS, "nbf": now - CLOCK_SECONDS}
        return jwt.encode(claims, self._key(self.key_settings[1]), algorithm="HS256")

    def _failure(self, answer: http.Answer, *, about_a_job: bool) -> ProviderError:
        error = super()._failure(answer, about_a_job=about_a_job)
        final = error.permanent and not (error.account or error.policy or about_a_job)
        if final and _TAKEN.search(self._says(answer.body)):
            return _MaybeTaken(error.message, permanent=True, operator=error.operator)
        return error

    def _code(self, body: Mapping[str, Any]) -> int | None:
        code = body.get("code")
        return code if isinstance(code, int) else None


def _data(body: Mapping[str, Any]) -> Mapping[str, Any]:
    found = body.get("data")
    return found if isinstance(found, dict) else {}


def _first(result: object, name: str) -> dict[str, Any]:
    found = result.get(name) if isinstance(result, dict) else None
    return found[0] if isinstance(found, list) and found and isinstance(found[0], dict) else {}
