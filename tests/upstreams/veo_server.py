"""A fake of Google's Gemini API for clips: operations, errors with the name of a status, files with the key."""

from typing import Any, ClassVar
from uuid import uuid4

from tests.upstreams.http_server import Asked, Sent
from tests.upstreams.video_server import Job, VideoServer, fault_of_picture, in_json

MODELS = {
    "veo-3.1-generate-preview": ("720p", "1080p", "4k"),
    "veo-3.1-fast-generate-preview": ("720p", "1080p", "4k"),
    "veo-3.1-lite-generate-preview": ("720p", "1080p"),
}
_PREFIX, _SUFFIX = "/v1beta/models/", ":predictLongRunning"


def refused(name: str, message: str, status: int = 400, **headers: str) -> Sent:
    """An error in the format of the service."""
    return in_json({"error": {"code": status, "message": message, "status": name}}, status, **headers)


class VeoServer(VideoServer):
    """The service. A job that fails because of its content is done without a clip."""

    name, address_setting = "veo", "GEMINI_BASE_URL"
    keys: ClassVar[dict[str, str]] = {"GEMINI_API_KEY": "gemini-f0x-0123456789abcdef"}
    file_headers: ClassVar[dict[str, str]] = {"x-goog-api-key": "gemini-f0x-0123456789abcdef"}

    def serve(self, asked: Asked) -> Sent:
        """Submit or poll a job."""
        if asked.headers.get("x-goog-api-key") != self.keys["GEMINI_API_KEY"]:
            return refused("INVALID_ARGUMENT", "API key not valid. Please pass a valid API key.")
        if asked.method == "POST":
            return self._submitted(asked.path.removeprefix(_PREFIX).removesuffix(_SUFFIX), asked.body)
        job = self.jobs.get(asked.path.rpartition("/operations/")[2])
        return self._told(job) if job else refused("NOT_FOUND", "Requested entity was not found.", 404)

    def _submitted(self, model: str, body: dict[str, Any]) -> Sent:
        if model not in MODELS:
            return refused("NOT_FOUND", f"models/{model} is not found for API version v1beta", 404)
        (instance,), parameters = body["instances"], body["parameters"]
        if instance.keys() != {"prompt", "image"} or instance["image"].keys() != {"bytesBase64Encoded", "mimeType"}:
            return refused("INVALID_ARGUMENT", "unknown field in instances")
        if parameters.keys() != {"aspectRatio", "durationSeconds", "resolution"}:
            return refused("INVALID_ARGUMENT", "unknown field in parameters")
        lengths = (4, 6, 8) if parameters["resolution"] == "720p" else (8,)
        if parameters["resolution"] not in MODELS[model] or parameters["durationSeconds"] not in lengths:
            return refused("INVALID_ARGUMENT", "durationSeconds is out of bound for this resolution")
        if parameters["aspectRatio"] not in ("9:16", "16:9") or not instance["prompt"]:
            return refused("INVALID_ARGUMENT", "aspectRatio or prompt is invalid")
        if fault := fault_of_picture(instance["image"]["bytesBase64Encoded"]):
            return refused("INVALID_ARGUMENT", fault)
        if self.is_full():
            return refused("RESOURCE_EXHAUSTED", "You exceeded your current quota", 429)
        job = self.add(str(uuid4().hex[:12]), body | {"model": model}, seconds=parameters["durationSeconds"])
        return in_json({"name": self._name_of(job)})

    def _name_of(self, job: Job) -> str:
        return f"models/{job.body['model']}/operations/{job.id}"

    def _told(self, job: Job) -> Sent:
        state = self.look_at(job)
        told: dict[str, Any] = {"name": self._name_of(job)}
        if state == "failed" and "sensitive" in self.fate(job):
            told |= {"done": True, "response": {"generateVideoResponse": {"raiMediaFilteredReasons": [self.fate(job)]}}}
        elif state == "failed":
            told |= {"done": True, "error": {"code": 13, "message": self.fate(job)}}
        elif state == "done":
            samples = [{"video": {"uri": self.link_to(job)}}]
            told |= {"done": True, "response": {"generateVideoResponse": {"generatedSamples": samples}}}
        return in_json(told)
