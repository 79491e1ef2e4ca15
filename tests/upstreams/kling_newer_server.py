"""A fake of Kling's newer API: one key, one list of tasks, the models in the path; unknown parameters are refused."""

from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

from tests.upstreams.http_server import Asked, Sent
from tests.upstreams.kling_server import refused
from tests.upstreams.video_server import Job, VideoServer, fault_of_picture, in_json

# The parameters in `settings` of each model; all are needed but the last two, whose defaults cost extra.
PATHS = {
    "/image-to-video/kling-3.0": {"resolution", "duration", "audio", "multi_shot"},
    "/image-to-video/kling-3.0-turbo": {"resolution", "duration"},
    "/image-to-video/kling-2.6": {"resolution", "duration", "audio"},
    "/image-to-video/kling-2.5-turbo": {"resolution", "duration"},
    "/omni-video/kling-3.0-omni": {"resolution", "duration"},
    "/omni-video/kling-o1": {"resolution", "duration"},
}
_STATUSES = {"waiting": "submitted", "working": "processing", "done": "succeeded", "failed": "failed"}


class NewerKlingServer(VideoServer):
    """The service, for an account with the single kind of key."""

    name, address_setting = "kling", "KLING_BASE_URL"
    keys: ClassVar[dict[str, str]] = {"KLING_API_KEY": "api-key-kling-f0x0123456789"}
    choices: ClassVar[dict[str, str]] = {"KLING_MODEL": "kling-3.0", "KLING_ACCESS_KEY": "", "KLING_SECRET_KEY": ""}

    def serve(self, asked: Asked) -> Sent:
        """Submit or poll a job."""
        if asked.headers.get("authorization") != f"Bearer {self.keys['KLING_API_KEY']}":
            return refused(1002, "api key is invalid", 401)
        url = urlsplit(asked.path)
        if asked.method == "POST":
            return self._submitted(url.path, asked.body)
        asks = parse_qs(url.query)
        if url.path != "/tasks" or not asks.keys() <= {"task_ids", "external_task_ids"}:
            return refused(1201, "task_ids or external_task_ids is needed")
        names = [name for values in asks.values() for name in values]
        jobs = [job for job in self.jobs.values() if (job.id if "task_ids" in asks else job.key) in names]
        return self._in_envelope([self._told(job, self.look_at(job)) for job in jobs])

    def _submitted(self, path: str, body: dict[str, Any]) -> Sent:
        if path not in PATHS:
            return refused(1203, "model is not supported", 404)
        if fault := self._fault_of(path, body):
            return refused(1201, fault)
        if self.is_full():
            return refused(1303, "parallel task over resource pack limit", 429)
        settings, options = body["settings"], body["options"]
        job = self.add(
            str(uuid4().int)[:18], body, key=options["external_task_id"], seconds=settings.get("duration", 5)
        )
        return self._in_envelope(self._told(job, "waiting"))

    def _fault_of(self, path: str, body: dict[str, Any]) -> str:
        if body.keys() != {"contents", "settings", "options"} or body["options"].keys() != {"external_task_id"}:
            return "unknown parameter"
        settings, contents = body["settings"], {part["type"]: part for part in body["contents"]}
        if settings.keys() != PATHS[path] or settings.get("audio", "off") != "off" or settings.get("multi_shot"):
            return "a parameter of settings is not supported"
        lengths = range(3, 16) if "3.0" in path else range(3, 11) if "o1" in path else (5, 10)
        if settings["duration"] not in lengths or settings["resolution"] not in ("720p", "1080p"):
            return "duration or resolution is invalid"
        ends = {"last_frame"} if "3.0" in path or settings["resolution"] == "1080p" else set()
        if (
            not {"prompt", "first_frame"} <= contents.keys() <= {"prompt", "first_frame"} | ends
            or not 0 < len(contents["prompt"]["text"]) <= 2500
        ):
            return "contents is invalid"
        if any(job.key == body["options"]["external_task_id"] for job in self.jobs.values()):
            return "external_task_id is not unique"
        picture = contents["first_frame"]["url"]
        return "" if picture.startswith(("http://", "https://")) else fault_of_picture(picture)

    def _told(self, job: Job, state: str) -> dict[str, Any]:
        told: dict[str, Any] = {"id": job.id, "external_id": job.key, "status": _STATUSES[state], "message": ""}
        if state == "failed":
            told["message"] = self.fate(job)
        if state == "done":
            told["outputs"] = [{"type": "video", "url": self.link_to(job)}]
        return told

    def _in_envelope(self, data: Any) -> Sent:
        return in_json({"code": 0, "message": "SUCCEED", "request_id": "r-1", "data": data})
