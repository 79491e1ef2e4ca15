"""A fake fal.ai server: a queue per application, whose links lead to states and results; unknown parameters are refused
here, because the real one ignores them and charges."""

from typing import Any, ClassVar
from uuid import uuid4

from tests.upstreams.http_server import Asked, Sent
from tests.upstreams.video_server import Job, VideoServer, fault_of_picture, in_json

KLING = {"prompt", "duration", "negative_prompt"}
# The parameters of each model that a request has, with the lengths of clips as they are written.
MODELS = {
    "fal-ai/kling-video/v2.5-turbo/pro/image-to-video": (KLING | {"image_url"}, ("5", "10")),
    "fal-ai/kling-video/v2.6/pro/image-to-video": (KLING | {"start_image_url", "generate_audio"}, ("5", "10")),
    "fal-ai/kling-video/v3/pro/image-to-video": (KLING | {"start_image_url", "generate_audio"}, range(3, 16)),
    "bytedance/seedance-2.0/image-to-video": ({"prompt", "duration", "image_url", "generate_audio"}, range(4, 16)),
    "fal-ai/veo3.1/fast/image-to-video": (
        {"prompt", "duration", "image_url", "generate_audio"},
        ("4s", "6s", "8s"),
    ),
}
# The parameter for the last frame.
END = {
    "fal-ai/kling-video/v2.5-turbo/pro/image-to-video": "tail_image_url",
    "fal-ai/kling-video/v3/pro/image-to-video": "end_image_url",
    "bytedance/seedance-2.0/image-to-video": "end_image_url",
}
_STATUSES = {"waiting": "IN_QUEUE", "working": "IN_PROGRESS", "done": "COMPLETED", "failed": "COMPLETED"}


def refused(message: str, status: int, **headers: str) -> Sent:
    """An error about the account or the address."""
    return in_json({"detail": message}, status, **headers)


def unfit(message: str, kind: str = "value_error") -> Sent:
    """An error about the input of a model."""
    return in_json({"detail": [{"loc": ["body", "image_url"], "msg": message, "type": kind}]}, 422)


class FalServer(VideoServer):
    """The service. A failed job says so in its state, or with `fails_late` when its result is asked for."""

    name, address_setting = "fal", "FAL_BASE_URL"
    keys: ClassVar[dict[str, str]] = {"FAL_KEY": "fal-f0x-0123456789abcdef"}
    choices: ClassVar[dict[str, str]] = {"FAL_VIDEO_MODEL": "fal-ai/kling-video/v2.6/pro/image-to-video"}
    fails_late = False

    def serve(self, asked: Asked) -> Sent:
        """Submit or poll a job, or get its result."""
        if asked.headers.get("authorization") != f"Key {self.keys['FAL_KEY']}":
            return refused("Authentication is required to access this application", 401)
        if asked.method == "POST":
            return self._submitted(asked.path.strip("/"), asked.body)
        place = asked.path.removesuffix("/status")
        job = self.jobs.get(place.rpartition("/requests/")[2])
        if job is None or not place.startswith(f"/{_application(job.body['model'])}/"):
            return refused("Request not found", 404)
        return self._state(job) if place != asked.path else self._result(job)

    def _submitted(self, model: str, body: dict[str, Any]) -> Sent:
        if model not in MODELS:
            return refused(f"Application '{model}' not found", 404)
        needed, lengths = MODELS[model]
        ends = body.keys() & {"end_image_url", "tail_image_url"}
        if not ends <= {END.get(model)} or body.keys() - ends != needed or body.get("generate_audio"):
            return unfit(f"unexpected or missing parameters: {sorted(body.keys() ^ needed)}")
        if body["duration"] not in [str(seconds) for seconds in lengths] or not body["prompt"]:
            return unfit("duration or prompt is invalid")
        picture = body.get("start_image_url") or body["image_url"]
        kind, _, encoded = picture.partition(";base64,")
        if not picture.startswith("http") and (not kind.startswith("data:image/") or fault_of_picture(encoded)):
            return unfit("could not load the image", "image_load_error")
        if self.is_full():
            return refused("Too many concurrent requests", 429)
        job = self.add(str(uuid4()), body | {"model": model}, seconds=int(body["duration"].removesuffix("s")))
        return in_json({"status": "IN_QUEUE", "request_id": job.id, "queue_position": 0, **self._links_of(job)})

    def _links_of(self, job: Job) -> dict[str, str]:
        place = f"{self.address}/{_application(job.body['model'])}/requests/{job.id}"
        return {"response_url": place, "status_url": f"{place}/status", "cancel_url": f"{place}/cancel"}

    def _state(self, job: Job) -> Sent:
        state = self.look_at(job)
        told = {"status": _STATUSES[state], "request_id": job.id, **self._links_of(job)}
        if state == "failed" and not self.fails_late:
            told |= {"error": self.fate(job), "error_type": "generation_error"}
        return in_json(told)

    def _result(self, job: Job) -> Sent:
        if fate := self.fate(job):
            return unfit(fate, "content_policy_violation" if "sensitive" in fate else "generation_error")
        return in_json({"video": {"url": self.link_to(job), "content_type": "video/mp4"}})


def _application(model: str) -> str:
    """The first two parts of the name: the queue is one for all of an application's models."""
    return "/".join(model.split("/")[:2])
