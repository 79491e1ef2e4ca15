"""A fake PiAPI server: one endpoint for all tasks, pictures by URL only."""

from typing import Any, ClassVar
from uuid import uuid4

from tests.upstreams.http_server import Asked, Sent
from tests.upstreams.video_server import Job, VideoServer, in_json

PATH = "/api/v1/task"
VERSIONS = {"kling": ("2.6", "3.0"), "kling-turbo": ("2.5-turbo",)}
_STATUSES = {"waiting": "Pending", "working": "processing", "done": "completed", "failed": "failed"}


def refused(code: int, message: str, status: int | None = None, **headers: str) -> Sent:
    """An error in the format of the service; its code is an HTTP status, whatever the real one."""
    error = {"code": 10000, "message": message, "raw_message": ""}
    body = {"code": code, "message": "failed", "data": {"task_id": "", "status": "failed", "error": error}}
    return in_json(body, code if status is None else status, **headers)


class PiAPIServer(VideoServer):
    """The service. `flat` omits the envelope, `old` uses the older format of the clip's URL."""

    name, address_setting = "piapi", "PIAPI_BASE_URL"
    keys: ClassVar[dict[str, str]] = {"PIAPI_API_KEY": "piapi-f0x-0123456789abcdef"}
    flat = False
    old = False

    def serve(self, asked: Asked) -> Sent:
        """Submit or poll a job."""
        if asked.headers.get("x-api-key") != self.keys["PIAPI_API_KEY"]:
            return refused(401, "Invalid API key")
        if asked.method == "POST" and asked.path == PATH:
            return self._submitted(asked.body)
        job = self.jobs.get(asked.path.removeprefix(f"{PATH}/"))
        if job is None:
            return refused(400, "task not found")
        return self._told(job, self.look_at(job))

    def _submitted(self, body: dict[str, Any]) -> Sent:
        wishes = body.get("input", {})
        if wishes.get("version") not in VERSIONS.get(body.get("model", ""), ()):
            return refused(400, "invalid model or version")
        lengths = range(3, 16) if wishes["version"] == "3.0" else (5, 10)
        right = body.get("task_type") == "video_generation" and wishes.get("duration") in lengths
        if not right or wishes.get("mode") not in ("std", "pro") or not wishes.get("prompt"):
            return refused(400, "invalid request")
        if not str(wishes.get("image_url", "")).startswith(("http://", "https://")):
            return refused(400, "image_url is not a valid url")
        if self.is_full():
            return refused(429, "too many concurrent tasks")
        return self._told(self.add(str(uuid4()), body, seconds=wishes["duration"]), "waiting")

    def _told(self, job: Job, state: str) -> Sent:
        data: dict[str, Any] = {
            "task_id": job.id,
            "model": job.body["model"],
            "task_type": "video_generation",
            "status": _STATUSES[state],
            "input": job.body["input"],
            "output": self._output(job) if state == "done" else {},
            "error": {"code": 0, "message": "", "raw_message": ""},
        }
        if state == "failed":
            data["error"] = {"code": 10000, "message": "task failed", "raw_message": self.fate(job)}
        return in_json(data if self.flat else {"code": 200, "data": data, "message": "success"})

    def _output(self, job: Job) -> dict[str, Any]:
        link = self.link_to(job)
        return {"works": [{"video": {"resource_without_watermark": link}}]} if self.old else {"video_url": link}
