"""A fake Kling server: signed tokens, jobs with keys of the client, codes beside the status."""

from typing import Any, ClassVar
from uuid import uuid4

import jwt

from tests.upstreams.http_server import Asked, Sent
from tests.upstreams.video_server import Job, VideoServer, fault_of_picture, in_json

PATH = "/v1/videos/image2video"
MODELS = ("kling-v2-5-turbo", "kling-v2-6", "kling-v3")
LONGEST_TOKEN = 1800  # seconds
_STATUSES = {"waiting": "submitted", "working": "processing", "done": "succeed", "failed": "failed"}


def refused(code: int, message: str, status: int = 400, **headers: str) -> Sent:
    """An error in the format of the service."""
    return in_json({"code": code, "message": message, "request_id": "r-1"}, status, **headers)


class KlingServer(VideoServer):
    """The service, with one account that has both kinds of keys."""

    name, address_setting = "kling", "KLING_BASE_URL"
    keys: ClassVar[dict[str, str]] = {
        "KLING_ACCESS_KEY": "AKfoxfox11",
        "KLING_SECRET_KEY": "s3cret-of-the-kling-f0x-0123456789",
    }
    choices: ClassVar[dict[str, str]] = {"KLING_API_KEY": ""}
    newer_key = "api-key-kling-f0x0123456789"

    def serve(self, asked: Asked) -> Sent:
        """Submit or poll a job."""
        if (fault := self._fault_of_token(asked.headers.get("authorization", ""))) is not None:
            return fault
        if asked.method == "POST" and asked.path == PATH:
            return self._submitted(asked.body)
        job = self._find(asked.path.removeprefix(f"{PATH}/"))
        if job is None:
            return refused(1203, "Task not found", 404)
        return self._told(job, self.look_at(job))

    def _fault_of_token(self, header: str) -> Sent | None:
        scheme, _, token = header.partition(" ")
        if scheme != "Bearer" or not token:
            return refused(1001, "Authorization is empty", 401)
        if token == self.newer_key:
            return None
        try:
            claims = jwt.decode(
                token, self.keys["KLING_SECRET_KEY"], ["HS256"], options={"require": ["exp", "nbf", "iss"]}
            )
        except jwt.ExpiredSignatureError:
            return refused(1004, "authorization expired", 401)
        except jwt.InvalidTokenError:
            return refused(1002, "signature is invalid", 401)
        if claims["iss"] != self.keys["KLING_ACCESS_KEY"]:
            return refused(1002, "access key not found", 401)
        fine = claims["exp"] - claims["nbf"] <= LONGEST_TOKEN + 60
        return None if fine else refused(1002, "the token is valid for too long", 401)

    def _submitted(self, body: dict[str, Any]) -> Sent:
        if fault := self._fault_of(body):
            return fault
        if self.is_full():
            return refused(1303, "parallel task over resource pack limit", 429)
        job = self.add(str(uuid4().int)[:18], body, key=body["external_task_id"], seconds=int(body["duration"]))
        return self._told(job, "waiting")

    def _fault_of(self, body: dict[str, Any]) -> Sent | None:
        if body.get("model_name") not in MODELS:
            return refused(1203, f"model {body.get('model_name')} is not supported", 404)
        lengths = range(3, 16) if body["model_name"] == "kling-v3" else (5, 10)
        if body.get("duration") not in [str(seconds) for seconds in lengths] or body.get("mode") not in ("std", "pro"):
            return refused(1201, "duration or mode is invalid")
        if not body.get("prompt") or len(body["prompt"]) > 2500 or len(body.get("external_task_id", "")) > 64:
            return refused(1201, "prompt or external_task_id is invalid")
        if self._find(body["external_task_id"]):
            return refused(1201, "external_task_id is not unique")
        if "image_tail" in body and body["model_name"] != "kling-v3" and body["mode"] != "pro":
            return refused(1201, "image_tail is not supported in this mode")
        image = body.get("image", "")
        fault = "" if image.startswith(("http://", "https://")) else fault_of_picture(image)
        return refused(1201, fault) if fault else None

    def _find(self, name: str) -> Job | None:
        return next((job for job in self.jobs.values() if name in (job.id, job.key)), None)

    def _told(self, job: Job, state: str) -> Sent:
        data: dict[str, Any] = {
            "task_id": job.id,
            "task_status": _STATUSES[state],
            "task_info": {"external_task_id": job.key},
            "created_at": 1722769557708,
            "updated_at": 1722769557708,
        }
        if state == "failed":
            data["task_status_msg"] = self.fate(job)
        if state == "done":
            # What is made is a little longer than what is paid for.
            video = {"id": "v-1", "url": self.link_to(job), "duration": f"{job.seconds}.041"}
            data["task_result"] = {"videos": [video]}
        return in_json({"code": 0, "message": "SUCCEED", "request_id": "r-1", "data": data})
