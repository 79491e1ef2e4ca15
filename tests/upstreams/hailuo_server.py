"""A fake MiniMax server: the status is always 200, errors are in `base_resp`."""

from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

from tests.upstreams.http_server import Asked, Sent
from tests.upstreams.video_server import Job, VideoServer, fault_of_picture, in_json

MODELS = ("MiniMax-Hailuo-2.3", "MiniMax-Hailuo-2.3-Fast", "MiniMax-Hailuo-02")
_STATUSES = {"waiting": "Queueing", "working": "Processing", "done": "Success", "failed": "Fail"}


def refused(code: int, message: str, status: int = 200, **headers: str) -> Sent:
    """An error in the format of the service."""
    return in_json({"base_resp": {"status_code": code, "status_msg": message}}, status, **headers)


def told(**body: Any) -> Sent:
    """A successful response."""
    return in_json({**body, "base_resp": {"status_code": 0, "status_msg": "success"}})


class HailuoServer(VideoServer):
    """The service. A file's id is its job's id with the prefix "f"; `first_is_gone` breaks the first of its links."""

    name, address_setting = "hailuo", "HAILUO_BASE_URL"
    keys: ClassVar[dict[str, str]] = {"HAILUO_API_KEY": "hailuo-f0x-0123456789abcdef"}
    first_is_gone = False

    def serve(self, asked: Asked) -> Sent:
        """Submit or poll a job, or get the links of its file."""
        if asked.headers.get("authorization") != f"Bearer {self.keys['HAILUO_API_KEY']}":
            return refused(1004, "login fail: Please carry the API secret key in the 'Authorization' field")
        url = urlsplit(asked.path)
        asks = {name: values[0] for name, values in parse_qs(url.query).items()}
        if asked.method == "POST" and url.path == "/v1/video_generation":
            return self._submitted(asked.body)
        if url.path == "/v1/query/video_generation":
            return self._state(self.jobs.get(asks.get("task_id", "")))
        return self._file(self.jobs.get(asks.get("file_id", "").removeprefix("f")))

    def _submitted(self, body: dict[str, Any]) -> Sent:
        resolution, prompt = body.get("resolution"), body.get("prompt", "")
        lengths = (6,) if resolution == "1080P" else (6, 10)
        right = body.get("model") in MODELS and resolution in ("768P", "1080P") and body.get("duration") in lengths
        if not right or not 0 < len(prompt) <= 2000:
            return refused(2013, "invalid params")
        picture = body.get("first_frame_image", "")
        kind, _, encoded = picture.partition(";base64,")
        if not picture.startswith("http") and (not kind.startswith("data:image/") or fault_of_picture(encoded)):
            return refused(2013, "invalid params, first_frame_image is invalid")
        if self.is_full():
            return refused(1002, "rate limit")
        return told(task_id=self.add(str(uuid4().int)[:15], body, seconds=body["duration"]).id)

    def _state(self, job: Job | None) -> Sent:
        if job is None:
            return refused(2013, "invalid params, task_id does not exist")
        state = self.look_at(job)
        if state == "failed":
            base = {"status_code": 1027 if "sensitive" in self.fate(job) else 1000, "status_msg": self.fate(job)}
            return in_json({"task_id": job.id, "status": "Fail", "file_id": "", "base_resp": base})
        done = (
            {"file_id": f"f{job.id}", "video_width": 768, "video_height": 1152} if state == "done" else {"file_id": ""}
        )
        return told(task_id=job.id, status=_STATUSES[state], **done)

    def _file(self, job: Job | None) -> Sent:
        if job is None:
            return refused(2013, "invalid params, file_id does not exist")
        first, second = self.link_to(job), self.link_to(job)
        if self.first_is_gone:
            first = first.replace(job.id, "nothing")
        file = {"file_id": f"f{job.id}", "filename": "output.mp4", "download_url": first, "backup_download_url": second}
        return told(file=file)
