"""A fake of the second version of MiniMax's API: errors have a name and an HTTP status."""

from typing import Any, ClassVar
from uuid import uuid4

from tests.upstreams.http_server import Asked, Sent
from tests.upstreams.video_server import Job, VideoServer, fault_of_picture, in_json

RESOLUTIONS = {"MiniMax-H3": ("768P", "2K"), "MiniMax-H3-Max": ("480P", "768P")}
_STATUSES = {"waiting": "queued", "working": "running", "done": "succeeded", "failed": "failed"}


def refused(name: str, message: str, status: int = 400, **headers: str) -> Sent:
    """An error in the format of the service."""
    body = {"type": "error", "error": {"type": name, "message": message}, "request_id": "r-1"}
    return in_json(body, status, **headers)


class HailuoV2Server(VideoServer):
    """The service."""

    name, address_setting = "hailuo", "HAILUO_BASE_URL"
    keys: ClassVar[dict[str, str]] = {"HAILUO_API_KEY": "hailuo-f0x-0123456789abcdef"}
    choices: ClassVar[dict[str, str]] = {"HAILUO_MODEL": "MiniMax-H3"}

    def serve(self, asked: Asked) -> Sent:
        """Submit or poll a job."""
        if asked.headers.get("authorization") != f"Bearer {self.keys['HAILUO_API_KEY']}":
            return refused("authorized_error", "login fail", 401)
        if asked.method == "POST" and asked.path == "/v2/video_generation":
            return self._submitted(asked.body)
        job = self.jobs.get(asked.path.removeprefix("/v2/query/video_generation/"))
        if job is None:
            return refused("not_found_error", "task not found", 404)
        return self._state(job)

    def _submitted(self, body: dict[str, Any]) -> Sent:
        if body.keys() != {"model", "content", "resolution", "duration", "ratio"}:
            return refused("bad_request_error", "unknown parameter")
        right = body["resolution"] in RESOLUTIONS.get(body["model"], ()) and body["ratio"] == "adaptive"
        if not right or body["duration"] not in range(4, 16):
            return refused("bad_request_error", "invalid model, resolution or duration")
        text, picture, *end = body["content"]
        if [frame["role"] for frame in end] not in ([], ["last_frame"]):
            return refused("bad_request_error", "invalid role")
        if not 0 < len(text["text"]) <= 7000 or picture["role"] != "first_frame":
            return refused("bad_request_error", "invalid content")
        kind, _, encoded = picture["image_url"]["url"].partition(";base64,")
        if not kind.startswith(("https://", "http://")) and (
            not kind.startswith("data:image/") or fault_of_picture(encoded)
        ):
            return refused("bad_request_error", "invalid image_url")
        if self.is_full():
            return refused("rate_limit_error", "too many tasks", 429)
        return in_json({"task_id": self.add(f"task-{uuid4()}", body, seconds=body["duration"]).id})

    def _state(self, job: Job) -> Sent:
        state = self.look_at(job)
        task: dict[str, Any] = {"id": job.id, "status": _STATUSES[state]}
        if state == "failed":
            task["error"] = {"code": "generation_failed", "message": self.fate(job)}
        if state == "done":
            task["content"] = {"url": self.link_to(job)}
        return in_json({"task": task})
