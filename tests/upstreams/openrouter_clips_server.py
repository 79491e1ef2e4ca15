"""A fake OpenRouter server for clips. What a model does not take is refused."""

from typing import Any, ClassVar
from uuid import uuid4

from tests.upstreams.animator import small_mp4
from tests.upstreams.http_server import Asked, Sent
from tests.upstreams.video_server import Job, VideoServer, fault_of_picture, html, in_json

_STATUSES = {"waiting": "pending", "working": "in_progress", "done": "completed", "failed": "failed"}


Row = dict[str, Any]


def row(name: str, durations: list[int], ratios: list[str] | None, sku: str, price: str, *, audio: bool) -> Row:
    """A model in the list."""
    return {
        "id": name,
        "supported_durations": durations,
        "supported_resolutions": ["720p", "1080p"],
        "supported_aspect_ratios": ratios,
        "supported_frame_images": ["first_frame"],
        "generate_audio": audio,
        "pricing_skus": {sku: price},
    }


MODELS = (
    row(
        "kwaivgi/kling-v3.0-std",
        list(range(3, 16)),
        None,
        "duration_seconds_without_audio",
        "0.084",
        audio=True,
    ),
    row(
        "google/veo-3.1-fast",
        [4, 6, 8],
        ["16:9", "9:16"],
        "duration_seconds_without_audio_720p",
        "0.1",
        audio=True,
    ),
    row("maker/silent-1", [7], ["auto", "1:1", "2:3"], "cents_per_second_output", "12", audio=False),
)


def refused(code: int, message: str, status: int | None = None, **headers: str) -> Sent:
    """An error in the format of the service."""
    return in_json({"error": {"code": code, "message": message}}, code if status is None else status, **headers)


class OpenRouterClipsServer(VideoServer):
    """The service. The list of models answers whatever `behaviour` says, unless `lists` is off."""

    name, address_setting = "openrouter", "OPENROUTER_BASE_URL"
    keys: ClassVar[dict[str, str]] = {"OPENROUTER_API_KEY": "sk-or-v1-f0x0123456789"}
    choices: ClassVar[dict[str, str]] = {"OPENROUTER_VIDEO_MODEL": "kwaivgi/kling-v3.0-std"}
    file_headers: ClassVar[dict[str, str]] = {"authorization": "Bearer sk-or-v1-f0x0123456789"}
    new_links = False
    lists = True

    def respond(self, asked: Asked) -> Sent:
        """As all services, but for the list."""
        if asked.path == "/videos/models":
            return in_json({"data": MODELS}) if self.lists else html(503)
        return super().respond(asked)

    def serve(self, asked: Asked) -> Sent:
        """Submit or poll a job."""
        if not self.file_headers.items() <= asked.headers.items():
            return refused(401, "No auth credentials found")
        if asked.method == "POST" and asked.path == "/videos":
            return self._submitted(asked.body)
        job = self.jobs.get(asked.path.removeprefix("/videos/"))
        return self._told(job, self.look_at(job)) if job else refused(404, "Job not found")

    def _submitted(self, body: dict[str, Any]) -> Sent:
        model = next((model for model in MODELS if model["id"] == body.get("model")), None)
        if model is None:
            return refused(404, f"{body.get('model')} is not a valid model ID")
        known = {"model", "prompt", "duration", "frame_images", "resolution"}
        known |= {"generate_audio"} if model["generate_audio"] else set()
        known |= {"aspect_ratio"} if model["supported_aspect_ratios"] else set()
        if not body.keys() <= known or body.get("generate_audio"):
            return refused(400, f"Unsupported parameters: {sorted(body.keys() - known)}")
        for name in ("duration", "resolution", "aspect_ratio"):
            if name in body and body[name] not in model[f"supported_{name}s"]:
                return refused(400, f"Unsupported {name}")
        (frame,) = body["frame_images"]
        kind, _, encoded = frame["image_url"]["url"].partition(";base64,")
        inline = kind.startswith("data:image/") and not fault_of_picture(encoded)
        if frame["frame_type"] != "first_frame" or not (inline or kind.startswith("https://")):
            return refused(400, "frame_images is invalid")
        if self.is_full():
            return refused(429, "Rate limit exceeded")
        job = self.add(str(uuid4()), body, seconds=body["duration"])
        return self._told(job, "waiting", 202)

    def _told(self, job: Job, state: str, status: int = 200) -> Sent:
        told: dict[str, Any] = {"id": job.id, "polling_url": f"/api/v1/videos/{job.id}", "status": _STATUSES[state]}
        if state == "failed":
            told["error"] = self.fate(job)
        if state == "done":
            told["usage"] = {"cost": 0.084 * job.seconds, "is_byok": False}
        return in_json(told, status)

    def _loaded(self, asked: Asked) -> Sent:
        job = self.jobs.get(asked.path.removeprefix("/videos/").removesuffix("/content?index=0"))
        if job is None or self.gone:
            return refused(404, "Job not found")
        if not self.file_headers.items() <= asked.headers.items():
            return refused(401, "No auth credentials found")
        return Sent(200, "video/mp4", data=small_mp4())
